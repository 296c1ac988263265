"""WeCom (企业微信): an application of the county's own, its members the addresses.

    callback   GET /wecom   the address is verified: the decrypted word, within a second
               POST /wecom  always encrypted; a text in the answer, or an empty 200 and messages of their own
    api        gettoken, message/send, update_template_card, media, webhook/send (group robots)

What a channel of the house can rely on here: pushes at any time, thirty a minute and a thousand an hour
to one member; more would be dropped without a word, so nobody here sends more.
"""

from bot.channels.wecom.channel import WeComChannel
from bot.channels.wecom.robots import Robots

__all__ = ["Robots", "WeComChannel"]
