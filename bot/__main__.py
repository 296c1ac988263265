"""`python -m bot` and the console script `bangfu`."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from bot.cli import app

    app(prog_name="bangfu")


if __name__ == "__main__":
    main()
