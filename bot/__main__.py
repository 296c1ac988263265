"""`python -m bot` and the console script `bangfu`."""

from __future__ import annotations

import gc

ALLOCATIONS = 100_000
"""How many new objects bring the garbage collector: its default of 700 costs a tenth of the start, in vain."""


def main() -> None:
    """Run the command line."""
    gc.set_threshold(ALLOCATIONS, 20, 20)
    from bot.cli import app

    app(prog_name="bangfu")


if __name__ == "__main__":
    main()
