"""What the channel says itself, outside any turn."""

from __future__ import annotations

from locales import DEFAULT, Translate, translator, words

EDITED = words("A changed message is not read again. Please send it as a new one.")
ALONE = words("I only answer people who write to me alone. Please open a chat with me: @{name}")
FAILED = words("Something went wrong here and nothing was saved. Please send it again in a moment.")
NO_PICTURE = words("That is no picture we can read. Please send a photo.")
TOO_LARGE = words("The picture is larger than 10 MB. Please choose a smaller one.")
GONE = words("This file could not be fetched. Please send it again.")


def speech(language_code: str | None) -> Translate:
    """The language of somebody's Telegram where it is ours, else Chinese: no turn tells us theirs here."""
    return translator("en" if (language_code or "").startswith("en") else DEFAULT)
