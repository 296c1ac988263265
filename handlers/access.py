"""Who may see or do what: the only door to a household, a village's money or a cadre's days.

The table is domain.md 1.2, row by row, for what the product has today. A cell is verbs and scope:
R read, W write, X approve; S own record, P paired households, V village, T township, C county,
U own unit's people and money (a department: its matter), D own day or record as a cadre. `m` masked
names (of plans: numbers only), `l` every reading logged, `-` nothing. Money is D40's table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from storage.queries.reach import Reach
from storage.queries.speakers import RoleHeld, SpeakerRow
from storage.queries.turns import ContactRow

ROLES = (
    "household", "info_officer", "helper", "team_member", "team_leader", "village_officer", "township_clerk",
    "township_leader", "county_office", "county_leader", "department", "unit_contact", "auditor", "supervisor",
    "donor",
)  # fmt: skip

SAME_AS = {
    "first_secretary": "team_leader",
    "unit_leader": "unit_contact",
    "inspector": "auditor",
}
"""Roles that share a column of the table."""

LEVELS = {
    "V": ("village",),
    "T": ("village", "township"),
    "C": ("village", "township", "county", "city", "province"),
}
"""How high a role's region may stand for each scope: a helper of the county's unit is none of the county."""

TABLE = """
resource     | house | info | helper | member | leader | officer | clerk | town | county | c.lead | dept | unit | audit | superv | donor
profile      | R S   | -    | RW P   | R V    | R V    | RW V    | RW T  | R Tm | RW C   | -      | -    | -    | R Cm  | -      | -
secret       | -     | -    | -      | -      | -      | -       | R Tl  | -    | R Cl   | -      | -    | -    | -     | -      | -
visit        | R S   | -    | RW P   | W V    | R V    | RW V    | R T   | R T  | R C    | -      | -    | R U  | R C   | -      | -
check_in     | -     | -    | RW D   | RW D   | RW D   | R V     | R T   | R T  | R C    | -      | -    | R U  | R C   | R V    | -
duty         | -     | -    | W D    | W D    | W D    | -       | -     | -    | -      | -      | -    | -    | -     | -      | -
pairing      | R S   | -    | R P    | R V    | RW V   | R V     | RW T  | R T  | RWX C  | -      | -    | R U  | R C   | -      | -
benefit      | R S   | -    | R P    | -      | R V    | R V     | R T   | -    | R C    | -      | -    | -    | R Cl  | -      | -
application  | R S   | -    | R P    | R V    | R V    | R V     | R T   | -    | R C    | -      | -    | -    | R C   | -      | -
fund         | R V   | R V  | R V    | R V    | R V    | R V     | R T   | R T  | R C    | R C    | R U  | R U  | R C   | R V    | R U
project      | R V   | R V  | R V    | R V    | R V    | R V     | R T   | R T  | R C    | R C    | R U  | R U  | R C   | R V    | R U
payment      | R S   | -    | R P    | R P    | R V    | R V     | R T   | -    | R Cl   | -      | -    | R Um | R Cl  | -      | R Um
plan         | -     | -    | -      | -      | R V    | R V     | R T   | R Tm | R C    | R Cm   | R U  | -    | R C   | -      | -
voucher      | -     | -    | -      | -      | R V    | R V     | R T   | -    | R C    | -      | R U  | R U  | R C   | R V    | R U
digest       | -     | -    | -      | -      | R V    | R V     | R T   | R T  | R C    | R C    | -    | R U  | R C   | -      | -
instruction  | -     | -    | R D    | R D    | RW V   | R D     | R T   | W T  | RW C   | W C    | -    | RW U | -     | -      | -
matter       | -     | -    | -      | -      | -      | -       | -     | -    | -      | -      | R U  | -    | -     | -      | -
call_list    | -     | R V  | -      | -      | -      | R V     | R T   | -    | -      | -      | -    | -    | -     | -      | -
audit_plan   | -     | -    | -      | -      | -      | -       | -     | -    | W C    | -      | -    | -    | W C   | -      | -
people       | -     | -    | -      | -      | R V    | R V     | RW T  | R T  | RW C   | -      | -    | R U  | R C   | -      | -
public_notice | R V   | R V  | R V    | R V    | R V    | RW V    | RW T  | R T  | R C    | R C    | -    | -    | R C   | R V    | -
training     | R V   | R V  | R V    | R V    | R V    | R V     | R T   | R T  | R C    | -      | -    | -    | -     | -      | -
holiday_duty | -     | R V  | R V    | R V    | R V    | R V     | RW T  | R T  | R C    | R C    | -    | -    | -     | -      | -
"""


@dataclass(frozen=True, slots=True)
class Grant:
    """One cell: the verbs, the scope letter, and what comes with it."""

    verbs: str
    scope: str
    masked: bool = False
    logged: bool = False


@cache
def grants() -> dict[tuple[str, str], Grant]:
    """(resource, role) -> what the table grants; absent where it grants nothing."""
    read = {}
    for line in TABLE.strip().splitlines()[1:]:
        resource, *cells = (cell.strip() for cell in line.split("|"))
        for role, cell in zip(ROLES, cells, strict=True):
            if cell != "-":
                verbs, scope = cell.split()
                read[resource, role] = Grant(verbs, scope[0], "m" in scope, "l" in scope)
    return read


def reach(speaker: SpeakerRow | None, contact: ContactRow, resource: str, verb: str = "R") -> Reach:
    """What the speaker reaches of `resource` for `verb`; an empty reach refuses.

    A contact bound to a household speaks for it, whatever else the person may be.
    """
    found = Reach()
    grant = grants().get((resource, "household"))
    if contact.household_id is not None and grant and verb in grant.verbs:
        own = grant.scope == "S"
        found = Reach(household_id=contact.household_id) if own else _below(contact.household_path)
    for role in speaker.roles if speaker else ():
        grant = grants().get((resource, SAME_AS.get(role.kind, role.kind)))
        if speaker and grant and verb in grant.verbs:
            found = _union(found, _reach_of(grant, role, speaker))
    return found


def _reach_of(grant: Grant, role: RoleHeld, speaker: SpeakerRow) -> Reach:
    unit = role.unit_id or speaker.unit_id
    scopes = {
        "P": Reach(helper_id=speaker.person_id, day=speaker.day),
        "D": Reach(person_id=speaker.person_id),
        "U": Reach(unit_ids=(unit,)) if unit else Reach(),
    }
    lies_within = role.level in LEVELS.get(grant.scope, ())
    found = scopes.get(grant.scope) or (_below(role.path) if lies_within else Reach())
    return replace(found, masked=grant.masked, logged=grant.logged)


def _below(path: str) -> Reach:
    """Everything below a region; an empty path is none, not all of them."""
    return Reach(paths=(path,)) if path else Reach()


def _union(a: Reach, b: Reach) -> Reach:
    """Both reaches together; masked only if no unmasked one is among them, logged if any is."""
    if not b:
        return a
    return Reach(
        paths=tuple(dict.fromkeys(a.paths + b.paths)),
        helper_id=a.helper_id or b.helper_id,
        household_id=a.household_id or b.household_id,
        unit_ids=tuple(dict.fromkeys(a.unit_ids + b.unit_ids)),
        person_id=a.person_id or b.person_id,
        day=a.day or b.day,
        masked=b.masked and (a.masked or not a),
        logged=a.logged or b.logged,
    )
