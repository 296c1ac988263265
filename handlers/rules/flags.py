"""Patterns that a person should look at (X02 to X08): what each is called, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping

from locales import Words, words

PATTERNS: Mapping[str, Words] = {
    "one_account": words("several people checked in within a minute from one account"),
    "same_photo": words("the same picture stands with visits of different days"),
    "quick_yes": words("all answers were yes, and very quick"),
    "short_stay": words("left again soon after checking in"),
    "many_at_once": words("many visits were written down close together"),
    "same_text": words("the same words stand with several households"),
    "denied": words("the witness says otherwise"),
    "unseen": words("the village did not see them"),
}
"""Pattern -> how it is said: what was found, and no judgement."""
