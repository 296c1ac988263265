"""Who sees what of money: the table of D40, from the resources of `handlers.access`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from handlers.access import reach
from handlers.turn import Turn
from storage.queries.projects import ProjectLine
from storage.queries.reach import Reach


@dataclass(frozen=True, slots=True)
class Sight:
    """What a speaker sees by resource. `home` is the path of a household's own village, where it sees
    what is published; a `stranger` sees published totals."""

    fund: Reach
    project: Reach
    payment: Reach
    plan: Reach
    voucher: Reach
    home: str
    stranger: bool

    @property
    def unit_ids(self) -> tuple[int, ...]:
        """Whose own money one sees: the helping unit's, the donor's, the department's matter."""
        return self.fund.unit_ids

    @property
    def own_words(self) -> tuple[str, ...]:
        """Whose payments one may ask for apart from those of a place."""
        household = ("本户",) if self.payment.household_id is not None else ()
        return (*household, "结对户") if self.payment.helper_id is not None else household

    def at_home(self, path: str) -> bool:
        """Whether a place lies in the household's own village."""
        return bool(self.home) and path.startswith(self.home)

    def opens(self, project: ProjectLine, today: date) -> bool:
        """Whether a project within one's scope may be shown: a published one, or one by the plan.

        What has begun without a notice is also shown to whoever leads the place or may look into its
        books: that is what village supervisors are for (D40, "all states"). Plans are not.
        """
        plan = self.plan.covers(project.path) or bool(self.plan.unit_ids)
        if project.is_published(today) or (plan and not self.plan.masked):
            return True
        return project.has_begun and (plan or self.voucher.covers(project.path))


def sight_of(turn: Turn) -> Sight:
    """The sight of whoever speaks. A contact bound to a household sees what is published of its village;
    offices the person holds besides count for themselves."""
    staff = replace(turn.contact, household_id=None)
    own = reach(None, turn.contact, "fund").paths
    return Sight(
        fund=reach(turn.speaker, staff, "fund"),
        project=reach(turn.speaker, staff, "project"),
        payment=reach(turn.speaker, turn.contact, "payment"),
        plan=reach(turn.speaker, staff, "plan"),
        voucher=reach(turn.speaker, staff, "voucher"),
        home=own[0] if own else "",
        stranger=turn.speaker is None and not own,
    )
