"""Which of the menus somebody has: cadre, household, village, leader … or stranger."""

from __future__ import annotations

from handlers.turn import Turn

LEADERS = frozenset(
    {
        "township_leader", "county_leader", "county_office", "township_clerk", "unit_leader", "unit_contact",
        "auditor", "inspector",
    }
)  # fmt: skip
"""Who reads digests and asks: leaders and offices, units about their own people, whoever inspects."""
SAMPLERS = frozenset(
    {
        "auditor", "inspector", "county_office", "township_clerk", "township_leader", "unit_leader",
        "unit_contact",
    }
)  # fmt: skip
"""Who draws samples of check-ins: the township, the county office, units of their own people, who inspects (D53)."""
CADRES = frozenset({"helper", "team_member", "team_leader", "first_secretary"})
VILLAGE = frozenset({"village_officer", "info_officer", "supervisor"})


def kinds(turn: Turn) -> frozenset[str]:
    """The kinds of role the speaker holds today."""
    return frozenset(role.kind for role in turn.speaker.roles) if turn.speaker else frozenset()


def audience(turn: Turn) -> str:
    """The menu that suits the speaker: cadre, leader, village, household, other or stranger."""
    return menu_of(kinds(turn), turn.contact.household_id is not None)


def menu_of(held: frozenset[str], household: bool) -> str:
    """The same for kinds of role, and whether a household is behind the account."""
    if held & CADRES:
        return "cadre"
    if held & LEADERS:
        return "leader"
    if held & VILLAGE:
        return "village"
    if household:
        return "household"
    return "other" if held else "stranger"
