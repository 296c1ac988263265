"""Bad input at every question of every form: a clear line, never a fault, and nothing answered is lost."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from acting import EVERYBODY, Actor, Scene, buttons, on_both, scene, words_of
from databases import Databases
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from bot.settings import Settings
from storage.queries.drafts import DraftRow, current_draft, keep_draft
from storage.sealed import Vault
from storage.tables import CheckIn, Contact, Draft, Leave, Visit

LONGEST = 2000
"""Characters that an answer may have."""

POSITIONS = {
    "visit-household": ("cadre", "走访"),
    "visit-problems": ("cadre", "走访 > 2"),
    "visit-text": ("cadre", "走访 > 2 > 1"),
    "visit-dropout": ("cadre", "走访 > 2 > 2"),
    "visit-urgent": ("cadre", "走访 > 2 > 5 > 没水"),
    "visit-wish": ("cadre", "走访 > 2 > 0"),
    "visit-review": ("cadre", "走访 > 2 > 5 > 没水 > 2 > 0"),
    "visit-which": ("cadre", "走访 > 2 > 0 > 0 > 2"),
    "visit-day": ("cadre", "走访 > 2 > 0 > 0 > 改2"),
    "visit-why-late": ("cadre", "走访 > 2 > 0 > 0 > 改2 > 11月1日"),
    "visit-manner": ("cadre", "走访 > 2 > 0 > 0 > 改3"),
    "visit-met": ("cadre", "走访 > 2 > 0 > 0 > 改4"),
    "visit-help": ("cadre", "走访 > 2 > 0 > 0 > 改7"),
    "visit-next": ("cadre", "走访 > 2 > 0 > 0 > 改8"),
    "visit-photos": ("cadre", "走访 > 2 > 0 > 0 > 改9"),
    "visit-other": ("officer", "走访 > 1"),
    "check-in-village": ("member", "签到"),
    "leave-kind": ("member", "请假"),
    "leave-starts": ("member", "请假 > 1"),
    "leave-ends": ("member", "请假 > 1 > 明天"),
    "leave-reason": ("member", "请假 > 1 > 明天 > 后天"),
    "cadre-name": ("stranger:1", "我是干部"),
    "cadre-phone": ("stranger:1", "我是干部 > 张三"),
    "cadre-code": ("stranger:1", "我是干部 > 张三 > 19912340987"),
    "card-code": ("stranger:1", "我是农户"),
    "card-last4": ("stranger:1", "我是农户 > QWERTYU8"),
    "leader-name": ("stranger:1", "我是领导"),
    "leader-code": ("stranger:1", "我是领导 > 何正"),
}
"""Every question: who reaches it, and by saying what."""

NASTY = (
    "", " ", "\u3000", "\n", "\x00", "\x00签到\x1b[31m", "\ud800", "\udfff走访\ud83d", "👍", "👨‍👩‍👧‍👦" * 50, "🇨🇳" * 3,
    "a\u0301" * 400, "\u202e到签", "\u200b", "=1+1", "@SUM(A1:A9)", "+cmd|' /C calc'!A0", "'; DROP TABLE visits; --",
    "%s%s%s %n", "{x} {0} {name}", "${household}", "\\", "/", "<script>alert(1)</script>", "0" * 300, "-7", "1e999",
    "9" * 400, "99999999999999999999", "二百五十亿亿", "²", "½", "٣", "一万年前", "2月30日", "0000-00-00", "9999-12-31",
    "明年", "改", "改0", "改99", "改-1", "改９９９", "第", "null", "None", "true", "[]", "{}", "x" * 2001, "签" * 100_000,
    "走访 " * 3000, "我不知道该怎么说", "？？？", "…", "1,2,3,4,5,6,7,8,9,10", "1-9", "1到100", "李" * 60, "·", "買買提·艾力", "𠮷",
)  # fmt: skip

FORGED = (
    "", "a", "a:", "a:1", "a:1:x:y", "a:x:y:z", "a:999999:household:1", "a:99999999999999999999:x:y", "a:-1:x:y", "a:²:x:y",
    "a:1:\x00:\ud800", "go:", "go:签到\x00", "go:\ud800", "go:户 \x00", "go:户 \ud800", "go:队员走访 SG001", "go:办结 1",
    "go:办结 99999999999999999999", "go:办结 ²", "go:继续 99999999999999999999", "go:继续 ²", "go:删除草稿 ²", "go:确认解绑?",
    "go:先办 先办 先办", "go:先办", "go:日报 999901", "go:日报 驻村 999901101 9999-99-99", "go:资金 999901101 99999", "go:资金 0000",
    "go:我的补助 ²²²²", "go:我的补助 0000", "go:销假 销假", "go:撤回 ZF000000-99999999999999999999", "x:1:2:3", "go:" + "户" * 300,
    "go:走访 99", "go:走访 ²", "go:走访 SG001 没问题 没问题", "go:草稿 99", "go:语言 \ud800",
)  # fmt: skip


COMMANDS = (
    "走访",
    "户",
    "资金",
    "日报",
    "我的补助",
    "撤回",
    "办结",
    "继续",
    "说明",
    "请假",
    "绑定",
    "语言",
    "队员走访",
    "销假",
    "签到",
)


@dataclass(slots=True)
class Stand:
    """Somebody before a question, and the draft as it was when the question was put."""

    actor: Actor
    draft: DraftRow


def draft_now(db: Connection, vault: Vault, actor: Actor) -> DraftRow | None:
    """The draft that stands before an actor."""
    index = vault.index("address", actor.address)
    contact = db.execute(
        select(Contact.id, Contact.person_id).where(
            Contact.address_index == index, Contact.channel == actor.channel
        )
    ).one()
    return current_draft(db, vault, contact.id, contact.person_id)


async def put_before(county: Scene, position: str) -> Stand:
    """Bring the person of a position before its question."""
    who, path = POSITIONS[position]
    actor = await county.actor(who)
    await county.house.database.run(clear)
    for text in path.split(" > "):
        await actor.say(text)
    draft = await county.house.database.read(draft_now, county.house.vault, actor)
    assert draft is not None, words_of(actor.last)
    return Stand(actor, draft)


def clear(db: Connection) -> None:
    """No draft stands, no contact is shut out, nothing of today has been written yet."""
    db.execute(update(Draft).values(state="cancelled"))
    db.execute(update(Contact).values(tries=0, locked_until=None))
    for table in (Visit, CheckIn, Leave):
        db.execute(update(table).where(table.contact_id.is_not(None)).values(status="withdrawn"))


def restore(db: Connection, vault: Vault, draft: DraftRow) -> None:
    """The question stands again as it did; whatever else was begun does not."""
    clear(db)
    keep_draft(db, vault, draft.id, body=draft.body, state="active", now=draft.updated_at)


async def endure(county: Scene, stand: Stand, **message: Any) -> None:  # noqa: ANN401
    """Say something odd: there is an answer, and what was answered before is still there."""
    await answered(stand.actor, **message)
    draft = await county.house.database.read(_by_id, county.house.vault, stand.draft.id)
    assert draft.state in ("active", "parked", *_ends(stand, message)), (message, draft.state)
    kept, now = stand.draft.body.get("answers", {}), draft.body.get("answers", {})
    at = "photos" if "photos" in message else stand.draft.body.get("at")
    lost = {name: value for name, value in kept.items() if name != at and now.get(name) != value}
    assert not lost, (message, lost)
    if draft != stand.draft:
        await county.house.database.run(restore, county.house.vault, stand.draft)


async def answered(actor: Actor, **message: Any) -> None:  # noqa: ANN401
    """Say something odd: there is a clear answer that is not too long."""
    said = await actor.hears(**message)
    assert said.strip(), message
    assert len(said) <= LONGEST, (message, len(said))


def _ends(stand: Stand, message: dict[str, Any]) -> tuple[str, ...]:
    """A form of one question is over when it is answered, rightly or (a binding) wrongly."""
    last = {"cadre-code", "card-last4", "leader-code"}
    forms = {"bind_cadre": "code", "bind_household": "last4", "bind_leader": "code"}
    return ("saved",) if last and forms.get(stand.draft.form) == stand.draft.body.get("at") else ()


def _by_id(db: Connection, vault: Vault, draft_id: int) -> DraftRow:
    columns = (
        Draft.id,
        Draft.form,
        Draft.version,
        Draft.state,
        Draft.body_sealed,
        Draft.receipt,
        Draft.updated_at,
    )
    row = db.execute(select(*columns).where(Draft.id == draft_id)).one()
    body = vault.open_json(row.body_sealed)
    return DraftRow(row.id, row.form, row.version, row.state, body, row.receipt, row.updated_at)


@pytest.fixture(scope="module")
def towns(databases: Databases) -> Callable[[str], Settings]:
    """One county on each database for all tests here."""
    return cache(databases.settings)


def dealt(odd: Sequence[str], before: str, everywhere: Iterable[str]) -> Sequence[str]:
    """Every third one, by turns: each question meets a third of them, each of them a third of the questions."""
    return odd[list(everywhere).index(before) % 3 :: 3]


@pytest.mark.parametrize(("kind", "position"), on_both(POSITIONS, ("visit-household", "card-code")))
async def test_at_every_question_odd_messages_are_answered_and_nothing_is_lost(
    towns: Callable[[str], Settings], kind: str, position: str
) -> None:
    async with scene(towns(kind)) as county:
        stand = await put_before(county, position)
        for text in dealt(NASTY, position, POSITIONS):
            await endure(county, stand, text=text)
        for photos in (1, 9):
            await endure(county, stand, photos=photos)
        at, number = stand.draft.body.get("at"), stand.draft.id
        own = [f"a:{number}:{at}:{c}" for c in ("999999", "@x", "@²", "@99", "\x00")]
        for press in (*dealt(FORGED, position, POSITIONS), *own, f"a:{number}:x:1"):
            await endure(county, stand, press=press)


@pytest.mark.parametrize(("kind", "who"), on_both(EVERYBODY, ("cadre", "stranger:1")))
async def test_with_no_question_standing_odd_messages_are_answered(
    towns: Callable[[str], Settings], kind: str, who: str
) -> None:
    tails = itertools.cycle(("\x00", "²", "9" * 30, "\ud800x", "李" * 300))
    odd = [f"{word} {next(tails)}" for word in COMMANDS[EVERYBODY.index(who) % 3 :] + COMMANDS]
    async with scene(towns(kind)) as county:
        actor = await county.actor(who)
        for number, text in enumerate((*dealt(NASTY, who, EVERYBODY), *odd)):
            if number % 4 == 0:
                await county.house.database.run(clear)
            await answered(actor, text=text)
        await county.house.database.run(clear)
        for press in dealt(FORGED, who, EVERYBODY):
            await answered(actor, press=press)
        await answered(actor, photos=3)


def messages() -> st.SearchStrategy[dict[str, Any]]:
    """Anything that can be sent: words of the house, any text, payloads of any kind, pictures."""
    known = st.sampled_from(
        ("1", "2", "0", "*", "改2", "走访", "签到", "请假", "撤回", "菜单", "继续", "昨天", "没问题", "语言")
    )
    text = st.one_of(
        known, st.text(max_size=40), st.text(st.characters(categories=["Cs", "Cc", "So", "Nd"]), max_size=9)
    )
    payload = st.builds(
        "{}:{}:{}:{}".format, st.sampled_from("ago"), st.integers(), st.text(max_size=8), st.text(max_size=8)
    )
    press = st.one_of(payload, text.map("go:{}".format), st.text(max_size=20))
    return st.one_of(
        st.fixed_dictionaries({"text": text}),
        st.fixed_dictionaries({"press": press}),
        st.fixed_dictionaries({"text": text, "photos": st.integers(1, 4)}),
    )


def test_whatever_is_sent_in_whatever_order_is_answered(databases: Databases) -> None:
    with asyncio.Runner() as runner:
        stack = contextlib.AsyncExitStack()
        county = runner.run(stack.enter_async_context(scene(databases)))
        actors = [runner.run(county.actor(who)) for who in EVERYBODY]

        @settings(max_examples=80, deadline=None, database=None, derandomize=True)
        @given(st.integers(0, len(actors) - 1), st.lists(messages(), max_size=12), st.integers(0, 5))
        def walk(who: int, sent: list[dict[str, Any]], pressed: int) -> None:
            for message in sent:
                runner.run(answered(actors[who], **message))
            for option in buttons(actors[who].last)[:pressed]:
                runner.run(answered(actors[who], press=option.press))

        try:
            walk()
        finally:
            runner.run(stack.aclose())
