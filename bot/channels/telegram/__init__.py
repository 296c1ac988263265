"""Telegram, through aiogram: long polling or a webhook in, messages with buttons and pictures out.

reading.py    an update -> Incoming; its files into our own store
intake.py     each update once, one person's in their order, then the answer and what becomes of the button
polling.py    asking for updates           webhook.py   being told of them
speaking.py   a message with its keyboard  faults.py    what Telegram refuses -> SendError
"""

from bot.channels.telegram.channel import TelegramChannel

__all__ = ["TelegramChannel"]
