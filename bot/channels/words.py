"""What the channel says itself, outside any turn. The account speaks Chinese: no turn tells a language here."""

from __future__ import annotations

from locales import DEFAULT, Words, translator, words

FAILED = words("Something went wrong here and nothing was saved. Please send it again in a moment.")
LOST_PICTURE = words("The picture did not arrive here. Please send it again in a moment.")
NO_PICTURE = words("That is no picture we can read. Please send a photo.")
TOO_LARGE = words("The picture is larger than 10 MB. Please choose a smaller one.")
LOST_VOICE = words("The voice message did not arrive here. Please type it, or press a number.")


def said(text: Words) -> str:
    """In the account's language."""
    return translator(DEFAULT)(text)
