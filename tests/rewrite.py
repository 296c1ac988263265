"""`python -m tests.rewrite [NAME …]`: play transcripts anew and write down what is answered now.

For a change that was meant: read the difference in git before it is committed.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from databases import Databases
from playing import Stage
from transcripts import every, read


async def rewrite(path: Path, databases: Databases) -> None:
    """Play one transcript on the terminal and replace the answers in it; comments and order stay."""
    said = {
        line.number: answer for line, answer in await Stage(databases, "sqlite", "terminal").play(read(path))
    }
    kept: list[str] = []
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        if text.startswith((">", "@", "#")):
            kept += [text, *said.get(number, ())]
    path.write_text("\n".join(kept) + "\n", "utf-8")


def main() -> None:
    """Rewrite the transcripts named, or all."""
    with tempfile.TemporaryDirectory() as folder:
        databases = Databases(Path(folder))
        for path in every():
            if not sys.argv[1:] or path.stem in sys.argv[1:]:
                asyncio.run(rewrite(path, databases))


if __name__ == "__main__":
    main()
