"""The terminal: a person at a keyboard, or a file of messages; each reply is a block of lines.

Without a terminal on standard input every line is a message, each answer is followed by an empty line,
and the end of the input ends the conversation. Lines that begin with `@` direct the play:
`@now TIME`, `@as WHO`, `@photo FILE`, `@voice FILE`, `@place LATITUDE LONGITUDE NAME`, `@press NUMBER` (the
button of that number in the last answer).
"""

from bot.channels.terminal.play import converse

__all__ = ["converse"]
