"""WeChat Official Account (微信公众号, a verified service account 服务号).

Messages come in sealed at `/wechat` and are answered inside the request; what is pushed is counted as
WeChat counts it. Begin with `channel.py`.
"""

from bot.channels.wechat.channel import WeChatChannel

__all__ = ["WeChatChannel"]
