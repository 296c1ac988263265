"""What a step came to, as a message: the words, the numbered choices, the moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handlers.forms.meant import MOVE, SUMMARY
from handlers.forms.outcome import Asked, Finished, Line, Outcome, Reviewed, Shown, Text
from handlers.replies import MAX_QUESTION, Option, Say
from locales import Translate, Words, words

MOVES: dict[str, tuple[str, Words]] = {
    "back": ("*", words("back")),
    "cancel": ("#", words("cancel")),
    "skip": ("", words("skip")),
    "keep": ("", words("keep")),
    "done": ("", words("done")),
    "later": ("", words("later")),
    "person": ("", words("person")),
}
"""Each move: the sign that stands for it on nine keys, if any, and its word."""
WAY_OUT = words('Send "later" to go on another time, or "person" for help from a person.')
NUMBERS = ("integer", "decimal", "range")


def say(outcome: Outcome, t: Translate, draft_id: int | str, submit: Words | None = None) -> Say:
    """The message for an outcome. The words of the form are already in the language of `World`.

    Args:
        submit: what saving is called in the summary, if not that.
    """
    if isinstance(outcome, Asked):
        return _question(outcome, t, draft_id)
    if isinstance(outcome, Reviewed):
        return _which(outcome, t, draft_id) if outcome.which else _summary(outcome, t, draft_id, submit)
    if isinstance(outcome, Finished):
        return Say(_lines([_text(t, outcome.echo), *(_text(t, note) for note in outcome.notes)]))
    return Say(t(LEFT[outcome.kind]))


LEFT = {
    "cancelled": words("Cancelled; nothing was saved."),
    "later": words('Kept for later. Send "continue" to go on.'),
}


def _question(asked: Asked, t: Translate, draft_id: int | str) -> Say:
    press = _press(draft_id, asked.question)
    short = asked.strike == 1
    return Say(
        text=_lines(
            [
                _text(t, asked.echo),
                _text(t, asked.problem),
                *_asking(asked, t, short=short),
                t(WAY_OUT) if asked.strike > 2 else "",
            ]
        ),
        options=() if short else tuple(_options(asked, t, press)),
        moves=tuple(_move(move, asked, t, press) for move in asked.moves),
    )


def _asking(asked: Asked, t: Translate, *, short: bool) -> Iterable[str]:
    """Notes, the question with its progress, the hint where there is room or need, what stands there."""
    hint, question = _text(t, asked.hint), _text(t, asked.label)
    if short:
        return [hint]
    number, of = asked.progress
    counted = f"({number}/{of}) {question}" if of > 1 else question
    room = asked.strike > 0 or len(counted) + len(hint) < MAX_QUESTION
    return [*(_text(t, note) for note in asked.notes), counted, hint if room else "", _standing(asked, t)]


def _standing(asked: Asked, t: Translate) -> str:
    return t("Now: {value}", value=_text(t, asked.default)) if asked.default else ""


def _options(asked: Asked, t: Translate, press: Callable[[str], str]) -> Iterable[Option]:
    yield from (Option(o.key, _label(o, t), press(o.name)) for o in asked.options)
    if asked.more:
        yield Option(t("more"), t("more"), press(f"{MOVE}more"))


def _label(option: Shown, t: Translate) -> str:
    return f"{_text(t, option.label)} ✓" if option.picked else _text(t, option.label)


def _move(move: str, asked: Asked, t: Translate, press: Callable[[str], str]) -> Option:
    sign, name = MOVES[move]
    if move == "skip" and asked.type not in NUMBERS:
        sign = "0"
    return Option(sign or t(name), t(name), press(MOVE + move))


def _summary(reviewed: Reviewed, t: Translate, draft_id: int | str, submit: Words | None) -> Say:
    press = _press(draft_id, SUMMARY)
    lines = [
        t("{item} {label}: {value}", item=line.item, label=_text(t, line.label), value=_text(t, line.shown))
        for line in reviewed.lines
    ]
    notes = [_text(t, note) for note in reviewed.notes]
    return Say(
        text=_lines(
            [_text(t, reviewed.echo), _text(t, reviewed.problem), *notes, t("Please check:"), *lines]
        ),
        options=(
            Option("1", t(submit) if submit else t("Save"), press(f"{MOVE}confirm")),
            Option("2", t("Change"), press(f"{MOVE}change")),
            Option("3", t("Discard"), press(f"{MOVE}cancel")),
        ),
    )


def _which(reviewed: Reviewed, t: Translate, draft_id: int | str) -> Say:
    press = _press(draft_id, SUMMARY)
    return Say(
        text=_lines([_text(t, reviewed.problem), t("Which item do you want to change?")]),
        options=tuple(_item(line, t, press) for line in reviewed.lines),
        moves=(Option("*", t("back"), press(f"{MOVE}back")),),
    )


def _item(line: Line, t: Translate, press: Callable[[str], str]) -> Option:
    return Option(str(line.item), _text(t, line.label), press(f"{MOVE}{line.item}"))


def _press(draft_id: int | str, question: str) -> Callable[[str], str]:
    return lambda choice: f"a:{draft_id}:{question}:{choice}"


def _text(t: Translate, said: Text | None) -> str:
    """Words of the form as they are, others translated."""
    return t(said) if isinstance(said, Words) else said or ""


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)
