"""The digest as a page: the link that opens it once, and its figures when it is opened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from handlers.digest import act
from handlers.digests.figures import Figures
from handlers.digests.read import Topic, figures_of
from handlers.digests.roundup.titles import name_of
from handlers.links import STAFF, link_to
from handlers.office import Office
from handlers.replies import Say
from handlers.turn import Turn
from locales import Translate, words
from storage.queries.links import LinkRow, Target
from storage.queries.speakers import speaker_of
from storage.values.digest import DAY, MONTH, WEEK, Stretch, Subject

KIND = "digest"
CALLED = {
    DAY: words("{area} digest {day} as a page"),
    WEEK: words("{area} weekly digest {day} as a page"),
    MONTH: words("{area} monthly digest {day} as a page"),
}


async def link_to_page(turn: Turn, topic: Topic, stretch: Stretch) -> Say:
    """The link, where a server is there to open it."""
    told = _called(turn.t, topic, stretch)
    if not turn.office.site:
        return Say(turn.t("{digest}: pages come from the chat server, which does not run here.", digest=told))
    return Say("\n".join([told, *await link_to(turn, _target(topic.of, stretch))]))


def _called(t: Translate, topic: Topic, stretch: Stretch) -> str:
    day = str(stretch) if stretch.span == DAY else name_of(t, str(stretch))
    return t(CALLED[stretch.span], area=topic.name, day=day)


def _target(of: Subject, stretch: Stretch) -> Target:
    """An area by its region; a unit or department by its number behind its kind: unit:12."""
    if of.is_area:
        return Target(KIND, of.kind, of.id, str(stretch))
    return Target(KIND, f"{of.kind}:{of.id}", None, str(stretch))


def _subject(opens: Target) -> Subject | None:
    """The inverse of `_target`; None if its region is gone."""
    kind, _, number = opens.name.partition(":")
    id_ = int(number) if number else opens.region_id
    return Subject(kind, id_) if id_ is not None else None


def opened(db: Connection, office: Office, link: LinkRow, now: datetime) -> Figures | None:
    """The figures behind a link, if its person may still have them; else None.

    A digest that is not issued yet counts what was known when the link was asked for.
    """
    of = _subject(link.opens)
    may = act.rights(speaker_of(db, link.person_id, now.date()), STAFF)
    topic = act.topic_still_open(db, of, *may) if of else None
    if topic is None:
        return None
    return figures_of(db, topic, Stretch.parse(link.opens.period), link.issued_at, office)
