"""The standing persons: whom `--as cadre` and the like stand for (architecture.md 6)."""

from __future__ import annotations

CADRE = "G001"
MEMBER = "G002"
OFFICER = "SG-W"
HOUSEHOLD = "SG001"
CADRE_HOUSEHOLDS = ("SG001", "SG002", "SG003", "SG004")

STANDING = {
    "cadre": CADRE,
    "member": MEMBER,
    "officer": OFFICER,
    "household": f"{HOUSEHOLD}-1",
    "clerk": "T01",
    "leader": "T02",
    "county": "X01",
    "auditor": "X04",
    "donor": "D21",
}
"""Name on the command line -> person code. `household` is the head of HOUSEHOLD, one of the cadre's four."""
