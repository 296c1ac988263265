"""The functions an expression may call, from which docs/reference/forms.md is made.

Names, arguments and results are those of the ODK XForms specification; a day and a number are a number (`today() - 7`).
A function gets its arguments uncomputed, so that `if` and `coalesce` compute only what they need.
"""

# Importing a file of functions enters them in the table; the order is that of the reference.
from handlers.forms.functions import logic, numbers, maths, texts, coding, days, choices, places, geography  # noqa: F401, I001
from handlers.forms.functions.table import FUNCTIONS, Formula, Function, Scope

__all__ = ["FUNCTIONS", "Formula", "Function", "Scope"]
