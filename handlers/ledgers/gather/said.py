"""How records are said in a ledger: choices by the labels of their form, states, marks."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.digests.wording import matter
from handlers.forms.model import said
from handlers.office import Office
from locales import DEFAULT, Translate

STATES = {"active": "在档", "exited": "已脱贫", "closed": "已注销"}
DUTIES = {
    "helper": "帮扶责任人", "team_member": "工作队员", "team_leader": "工作队长", "first_secretary": "第一书记",
}  # fmt: skip
WEEKDAYS = "一二三四五六日"
LISTED = "、"


def choice(office: Office, form: str, choices: str, name: str) -> str:
    """The label of a choice of a form in force; a name that is none stays as it is."""
    listed = office.form(form).lists.get(choices, ())
    return next((said(each.label, DEFAULT) for each in listed if each.name == name), name)


def items(office: Office, names: Iterable[str]) -> str:
    """Work items of a check-in: 走访、开会."""
    return LISTED.join(choice(office, "check_in", "work", name) for name in names)


def matters(t: Translate, found: Iterable[str]) -> str:
    """Kinds of problems: 饮水、上学."""
    return LISTED.join(matter(t, each) for each in found)


def yes(true: bool) -> str:
    """是, or nothing: a column of 否 hides the few that matter."""
    return "是" if true else ""
