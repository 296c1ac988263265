"""Every ledger: what it is called, what it is of, who may see it, its sheets."""

from __future__ import annotations

from storage.ledgers.model import Ledger
from storage.ledgers.sheets import (
    ATTENDANCE,
    DIARY,
    GRANTS,
    HOMES,
    HOMES_OF_VILLAGE,
    INCOME,
    MEMBERS,
    PAIRING,
    PROBLEMS,
    ROLL_UP,
    VISITS,
    WEEK_PEOPLE,
    WEEK_PLACES,
    WORK,
)

LEDGERS: tuple[Ledger, ...] = (
    Ledger("card", "L01", "一户一卡", ("一户一卡", "户卡", "帮扶卡", "card"), "year", ("profile",),
           (HOMES, MEMBERS, VISITS, PROBLEMS, GRANTS)),
    Ledger("village", "L02", "一村一册", ("一村一册", "村册", "花名册", "village book"), "year", ("profile",),
           (HOMES_OF_VILLAGE, MEMBERS, DIARY)),
    Ledger("register", "L02", "一乡一簿", ("一乡一簿", "汇总簿", "乡簿", "register"), "day", ("digest",), (ROLL_UP,), area=True),
    Ledger("problems", "L05", "问题台账", ("问题台账", "问题", "problems"), "year", ("visit", "check_in"), (PROBLEMS,)),
    Ledger("work", "L06", "驻村帮扶工作台账", ("工作台账", "驻村台账", "驻村帮扶工作台账", "work ledger"), "month", ("check_in",), (WORK,)),
    Ledger("diary", "L07", "民情日志", ("民情日志", "民情日记", "日志", "diary"), "month", ("visit", "check_in"), (DIARY,)),
    Ledger("income", "L09", "增收台账", ("增收台账", "收入台账", "income sheet"), "year", ("profile",), (INCOME,)),
    Ledger("pairing", "L10", "结对帮扶名单", ("结对名单", "结对帮扶名单", "联系人员名单", "pairing list"), "day", ("pairing",), (PAIRING,)),
    Ledger("attendance", "L26", "驻村考勤表", ("考勤", "考勤表", "驻村考勤", "驻村考勤表", "attendance"), "month", ("check_in",), (ATTENDANCE,), fixed=True),
    Ledger("visits", "", "走访台账", ("走访表", "走访台账", "走访记录", "visits"), "month", ("visit", "check_in"), (VISITS,)),
    Ledger("week", "", "驻村周报", ("周报", "驻村周报", "week report"), "week", ("digest",), (WEEK_PLACES, WEEK_PEOPLE), area=True, fixed=True),
)  # fmt: skip
BY_KEY = {ledger.key: ledger for ledger in LEDGERS}


def named(word: str) -> Ledger | None:
    """The ledger of a key, a title or another word for it."""
    wanted = word.strip().casefold()
    return next((one for one in LEDGERS if wanted in (one.key, one.title, *one.words)), None)
