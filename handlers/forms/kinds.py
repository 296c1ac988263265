"""The types an office may write, and what becomes of each."""

from __future__ import annotations

TYPES = {
    "text": "text", "integer": "integer", "decimal": "decimal", "range": "range", "date": "date", "time": "time",
    "datetime": "datetime", "select_one": "select_one", "select_multiple": "select_multiple", "rank": "rank",
    "select_one_from_file": "select_one", "select_multiple_from_file": "select_multiple",
    "select_one_external": "select_one", "image": "image", "audio": "audio", "file": "file", "geopoint": "geopoint",
    "barcode": "text", "acknowledge": "acknowledge", "note": "note", "calculate": "calculate", "hidden": "hidden",
}  # fmt: skip
"""The types that are played, and as what."""
CLOCK = {"today": "today()", "start": "once(now())", "end": "now()"}
"""Types that take their value from the clock."""
FACTS = ("username", "phonenumber", "deviceid", "email", "subscriberid", "simserial")
"""Types that take their value from who speaks; '' where the house does not know it."""
SILENT = ("audit", "background-audio", "start-geopoint", "background-geopoint")
"""Types that would record something in the background: nothing is recorded, the value is empty."""
FILES = ("csv-external",)
"""Types that name a list that comes with the form."""
AROUND = ("begin_group", "end_group", "begin_repeat", "end_repeat")
PLAYED = (*TYPES, *CLOCK, *FACTS, *SILENT, *FILES, *AROUND)
COMMON = ("text", "integer", "decimal", "date", "select_one", "select_multiple", "image", "geopoint", "note")
"""What an office is told to use instead of a type that is not played."""
FROM_FILE = ("select_one_from_file", "select_multiple_from_file")

NOT_ASKED = ("label",)
"""Appearances of a select that only heads a table of others."""
REFUSED_LOOKS = ("signature", "draw")
"""Appearances that need a hand on a screen."""
KEPT_LOOKS = ("year", "month-year")
"""Appearances that change how an answer is read."""
PARAMETERS = ("start", "end", "step", "randomize", "seed", "value", "label")
"""Parameters that are played."""
