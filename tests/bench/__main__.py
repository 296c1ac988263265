"""`make bench [NAMES]`: one line a measure: name: ours X unit, against Y unit, ratio Z.

Both sides of a ratio are measured in the same run, in turns, since the machine's speed drifts.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import cities, digest, fanout, forms, ledgers, load, month, sockets, start, turn, wechat

MEASURES = {
    "turn": turn.measure,
    "wechat": wechat.measure,
    "fanout": fanout.measure,
    "month": month.measure,
    "forms": forms.measure,
    "digest": digest.measure,
    "ledgers": ledgers.measure,
    "start": start.measure,
    "load": load.measure,
    "sockets": sockets.measure,
}
LARGE = {"county": cities.county, "city": cities.city}
"""Only when they are named: the first time they make what they measure on, for a quarter of an hour."""


def main() -> None:
    """Run the measures named, or all but the large ones."""
    for name in sys.argv[1:] or MEASURES:
        for line in asyncio.run({**MEASURES, **LARGE}[name]()):
            print(line, flush=True)


if __name__ == "__main__":
    main()
