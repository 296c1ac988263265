"""The speaker's own week on site, as several dialogs need it."""

from __future__ import annotations

from handlers.rules.onsite import OnsiteRule, WeekStanding
from handlers.rules.weeks import own_standing
from handlers.turn import Turn
from storage.queries.standing import duty_of
from storage.values.week import Week


async def week_standing(turn: Turn, week: Week | None = None) -> WeekStanding:
    """How a week of the speaker stands at this moment (Q01); the present week by default."""
    assert turn.speaker is not None
    wanted = week or turn.week
    rule = own_rule(turn, wanted)
    duty = await turn.run(
        duty_of, turn.speaker.person_id, wanted.monday, wanted.sunday, together=rule.by_unit
    )
    return own_standing(duty, wanted, turn.office.calendar, settings=rule, at=turn.now)


def own_rule(turn: Turn, week: Week) -> OnsiteRule:
    """The on-site rule that holds for the speaker in a week."""
    return OnsiteRule.of(turn.office.parameters, own_path(turn), week.monday)


def own_path(turn: Turn) -> str:
    """The village whose parameters hold for the speaker: that of the first duty."""
    return next((role.path for role in turn.speaker.roles if role.duty), "/") if turn.speaker else "/"


def has_duty(turn: Turn) -> bool:
    """Whether the speaker is bound by the on-site duty today."""
    return bool(turn.speaker and any(role.duty for role in turn.speaker.roles))
