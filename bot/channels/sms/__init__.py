"""SMS: Aliyun, Tencent Cloud, or any HTTP gateway."""

from bot.channels.sms.channel import SmsChannel

__all__ = ["SmsChannel"]
