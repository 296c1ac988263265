"""What an approved template may say of each kind: short values by name, said again as fields.

A template takes fields and no text, so each kind gives its facts as short values; which of them stand
where is the catalogue's affair (bot/templates/catalogue.toml). Numbers are digits without a unit. None
holds an amount of money, or a household's full name. The longest of each that occurs in earnest is that
of bot/templates/longest.py (docs/reference/templates.md shows them).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from handlers.digests.roundup.titles import brief, name_of
from handlers.instructing import LEVELS
from handlers.notices.onsite import span
from handlers.notices.requests import TITLES
from handlers.notices.season_values import aid_at_home, unchecked, unpaid, unpaid_at_home
from handlers.shown import clock, day_of, listed, weekday
from locales import Translate, Words, words
from storage.values.week import Week

AMOUNT = re.compile(r"\d[\d,.]*(?= ?[万亿]?元)")
PHONE = re.compile(r"(?<!\d)(1\d\d)\d{4}(\d{4})(?!\d)")

Said = Mapping[str, Any]
Values = dict[str, str]


def values(t: Translate, kind: str, said: Said) -> Values:
    """The named values of a notice.

    Raises:
        KeyError: no such kind.
    """
    title, own = KINDS[kind]
    return {"title": t(title), **own(t, said)}


def plan(t: Translate, said: Said) -> Values:
    """N01: the week (11.16-11.22, 11月16日, 11月22日, 2026年11月22日), days required, done, needed."""
    return {**_week(t, said), **_counts(said, "required", "done", "need")}


def wanted(t: Translate, said: Said) -> Values:
    """N04, N05: days needed, workdays left, their names (周四、周五), the last of them; on none, the weekend."""
    left = [date.fromisoformat(day) for day in said["left"]]
    days = listed(t, [weekday(t, day) for day in left]) or t("weekend")
    return {"need": str(said["need"]), "left": str(len(left)), "days": days}


def team(t: Translate, said: Said) -> Values:
    """N05-team: people, and the names of colleagues (张三、李四)."""
    return {"count": str(len(said["lines"])), "names": listed(t, [line[0] for line in said["lines"]])}


def missed(_: Translate, said: Said) -> Values:
    """N07: days done, days short."""
    return _counts(said, "done", "need")


def report(t: Translate, said: Said) -> Values:
    """N08: the week, people short of their days, villages they are in."""
    people = sum(len(group["people"]) for group in said["groups"])
    return {**_week(t, said), "count": str(people), "villages": str(len(said["groups"]))}


def unvisited(_: Translate, said: Said) -> Values:
    """N09: households not visited this month."""
    return {"count": str(len(said["households"]))}


def matters(_: Translate, said: Said) -> Values:
    """A reminder of a day: how many things."""
    return {"count": str(len(said["items"]))}


def training(t: Translate, said: Said) -> Values:
    """N15: the first session: what, its hour (09:00), its day; and how many sessions there are."""
    title, starts, place, *_ = said["items"][0]
    begins = datetime.fromisoformat(starts)
    when = {"day": day_of(t, begins.date()), "time": clock(begins), "date": _date(begins.date())}
    return {"training": title, "place": place, "count": str(len(said["items"])), **when}


def repeated(_: Translate, said: Said) -> Values:
    """N08-2, N08-3: people, weeks missed, of how many."""
    return {"count": str(len(said["items"])), **_counts(said, "weeks", "of")}


def year(_: Translate, said: Said) -> Values:
    """N20: the year without holidays. N19: the year that is audited."""
    return {"year": str(said["items"][0][0])}


def issue(t: Translate, said: Said) -> Values:
    """The digest: its area and day (11月17日, 2026年11月17日)."""
    facts = said["facts"]
    return {"area": facts.area, "day": day_of(t, facts.day), "date": _date(facts.day)}


def roundup(t: Translate, said: Said) -> Values:
    """The digest of a week or month: its area or unit, which (第46周(11.9-11.15), 2026年10月), in short (第46周, 10月)."""
    facts = said["facts"]
    return {"area": facts.area, "stretch": name_of(t, str(facts.stretch)), "brief": brief(t, facts.stretch)}


def help_wanted(_: Translate, said: Said) -> Values:
    """Emergency words: who (a cadre's name, or 李*(2组)) and the village."""
    return {"who": said["who"], "place": said["place"]}


def call_list(_: Translate, said: Said) -> Values:
    """People whom nothing reaches and somebody has to phone: how many (`count`)."""
    return _counts(said, "count")


def correction(t: Translate, said: Said) -> Values:
    """A correction that waits for an answer: who asks, and the record's number."""
    return {"who": said["who"], "receipt": said["receipt"]}


def correction_answer(t: Translate, said: Said) -> Values:
    """What came of a correction: the record's number, and the outcome (同意)."""
    return {"receipt": said["receipt"], "outcome": t(OUTCOMES[said["state"]])}


OUTCOMES = {"done": words("agreed"), "refused": words("not agreed"), "expired": words("not answered")}


def record_changed(t: Translate, said: Said) -> Values:
    """A household's record that was corrected: the day of the visit."""
    return {"day": day_of(t, date.fromisoformat(said["day"]))}


def asked(t: Translate, said: Said) -> Values:
    """A question to whoever decides or bears witness: what about (`about`), who, day, place."""
    day = day_of(t, date.fromisoformat(said["day"]))
    return {"about": t(TITLES[said["kind"]]), "who": said["who"], "day": day, "place": said["place"] or "-"}


def decided(t: Translate, said: Said) -> Values:
    """What came of a question: what about, day, answer."""
    answer = t(words("agreed") if said["yes"] else words("not agreed"))
    return {**{k: v for k, v in asked(t, said).items() if k in ("about", "day")}, "answer": answer}


def instruction(t: Translate, said: Said) -> Values:
    """An instruction: who gave it, how pressing, due when (11月22日, 2026年11月22日), its number; never its text."""
    due = date.fromisoformat(said["due"])
    return {
        "giver": said["giver"], "level": t(LEVELS[said["level"]]), "due": day_of(t, due), "date": _date(due),
        "receipt": said["receipt"],
    }  # fmt: skip


def instruction_answer(t: Translate, said: Said) -> Values:
    """What an owner said of an instruction: who, what (已办结), its number."""
    return {"owner": said["owner"], "what": t(SAID[said["what"]]), "receipt": said["receipt"]}


def instruction_result(t: Translate, said: Said) -> Values:
    """What was decided of an instruction: what (已退回), its number, due when."""
    due = date.fromisoformat(said["due"])
    return {"what": t(SAID[said["what"]]), "receipt": said["receipt"], "due": day_of(t, due)}


SAID = {
    "answered": words("it is done"), "extension": words("asks for more time"), "passed": words("passed on"),
    "accepted": words("accepted"), "returned": words("sent back"), "extended": words("more time given"),
    "refused": words("no more time"), "withdrawn": words("was taken back"),
}  # fmt: skip


def day_code(_: Translate, said: Said) -> Values:
    """The code of the day in a village."""
    return {"place": said["place"], "code": said["code"]}


def nothing(_: Translate, __: Said) -> Values:
    """Nothing but the title."""
    return {}


def answer(_: Translate, said: Said) -> Values:
    """The answer to a message: the first line of `text`, without amounts and whole phone numbers."""
    line: str = said["text"].partition("\n")[0]
    return {"text": PHONE.sub(r"\1****\2", AMOUNT.sub("*", line))}


def several(t: Translate, said: Said) -> Values:
    """Reminders that became one message: how many, and the titles of the first `NAMED`.

    Args:
        said: `kinds` in order, `count` of them, and `said`: kind -> parameters.
    """
    titles = [t(KINDS[kind][0]) for kind in said["kinds"][:NAMED]]
    return {"count": str(said["count"]), "titles": listed(t, titles)}


NAMED = 6
"""More titles than this are more than a variable holds."""


KINDS: Mapping[str, tuple[Words, Callable[[Translate, Said], Values]]] = {
    "N01": (words("on-site plan"), plan),
    "N04": (words("days on site"), wanted),
    "N05": (words("days on site short"), wanted),
    "N05-team": (words("team's days on site"), team),
    "N07": (words("days on site missed"), missed),
    "N08": (words("last week on site"), report),
    "N09": (words("visits of the month"), unvisited),
    "N02": (words("check-out"), matters),
    "N03": (words("planned day"), matters),
    "N06": (words("visits to log"), matters),
    "N08-2": (words("weeks missed in a row"), repeated),
    "N08-3": (words("weeks missed often"), repeated),
    "N10": (words("planned visits"), matters),
    "N12": (words("follow-ups"), matters),
    "N12-2": (words("team's follow-ups"), matters),
    "N12-3": (words("area's follow-ups"), matters),
    "N11": (words("measures"), matters),
    "N13": (words("public notices"), matters),
    "N15": (words("training"), training),
    "N23": (words("duty on the holiday"), nothing),
    "N23-ask": (words("duty list"), nothing),
    "N12-task": (words("instructions to see to"), matters),
    "N12-task-2": (words("instructions of others"), matters),
    "N12-task-3": (words("instructions given"), matters),
    "N14": (words("households without account"), matters),
    "N12-step": (words("steps of applications"), matters),
    "N12-step-2": (words("applications overdue"), matters),
    "N16": (words("insurance"), unpaid),
    "N16-home": (words("insurance"), unpaid_at_home),
    "N17": (words("aid for pupils"), matters),
    "N17-home": (words("aid for pupils"), aid_at_home),
    "N18": (words("yearly re-check"), unchecked),
    "N18-own": (words("yearly re-check"), matters),
    "N19": (words("audit of the year"), year),
    "N20": (words("calendar"), year),
    "N21": (words("end of assignment"), matters),
    "N21-list": (words("ends of assignments"), matters),
    "N24": (words("grants paid"), matters),
    "draft": (words("unfinished forms"), matters),
    "digest": (words("daily digest"), issue),
    "digest_week": (words("weekly digest"), roundup),
    "digest_month": (words("monthly digest"), roundup),
    "emergency": (words("call for help"), help_wanted),
    "instruction": (words("instruction"), instruction),
    "instruction_answer": (words("answer to an instruction"), instruction_answer),
    "instruction_result": (words("decision on an instruction"), instruction_result),
    "new_account": (words("new account"), nothing),
    "call_list": (words("people to phone"), call_list),
    "correction": (words("correction to answer"), correction),
    "correction_answer": (words("correction answered"), correction_answer),
    "record_changed": (words("record corrected"), record_changed),
    "day_code": (words("code of the day"), day_code),
    "decided": (words("answer to a request"), decided),
    "request": (words("request to decide"), asked),
    "several": (words("reminders"), several),
    "answer": (words("answer"), answer),
    "answer_elsewhere": (words("answer"), nothing),
}
"""Kind -> its title and the function that gives its values."""


def _week(t: Translate, said: Said) -> Values:
    week = Week.of(date.fromisoformat(said["monday"]))
    return {
        "week": span(week),
        "start": day_of(t, week.monday),
        "end": day_of(t, week.sunday),
        "until": _date(week.sunday),
    }


def _counts(said: Said, *names: str) -> Values:
    return {name: str(said[name]) for name in names}


def _date(day: date) -> str:
    """2026年11月17日: as the date fields of templates take it, whatever the language."""
    return f"{day.year}年{day.month}月{day.day}日"
