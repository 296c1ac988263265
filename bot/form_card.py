"""The card of a form: plain text for a message, an A4 page for the wall."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from handlers.forms.card import Card, Entry
from handlers.forms.model import Form
from handlers.forms.values import Value
from locales import Translate
from storage.declared import TABLE

PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<style>
@page {{ size: A4; margin: 18mm; }}
body {{ font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 174mm; margin: auto; color: #111; }}
h1 {{ font-size: 26px; margin: 0 0 4mm; }}
h2 {{ font-size: 17px; margin: 6mm 0 2mm; }}
li {{ margin: 1mm 0; break-inside: avoid; }}
.example {{ font-size: 20px; border: 2px solid #111; border-radius: 3mm; padding: 3mm 5mm; }}
small {{ color: #444; }}
</style></head><body>
<h1>{title}</h1>
<p class="example">{example}</p>
{parts}
</body></html>
"""


def limits_of(form: Form) -> dict[str, Value]:
    """The rules that a dialog gives its form in `hidden` rows, as they are by default: parameters of that name."""
    rules = {declared.name.partition(".")[2]: declared.default for declared in TABLE}
    return {q.name: rules[q.name] for q in form.questions if q.type == "hidden" and q.name in rules}


def as_text(t: Translate, card: Card, trigger: str) -> str:
    """The card in lines."""
    lines = [
        f"{card.title}: {trigger}",
        t("Example: {line}", line=example(card, trigger)),
        t("In this order:"),
    ]
    lines += [f"{at} {line}" for at, line in enumerate(_lines(t, card.asked), 1)]
    for head, entries in _parts(t, card):
        lines += [head, *_lines(t, entries)]
    return "\n".join(
        [*lines, t("Between the answers: blank, comma, semicolon, / or #. What is missing is asked.")]
    )


def as_page(t: Translate, card: Card, trigger: str, language: str) -> str:
    """The card as an HTML page that prints on one sheet."""
    parts = [_section(t("In this order:"), _lines(t, card.asked), "ol")]
    parts += [_section(head, _lines(t, entries), "ul") for head, entries in _parts(t, card)]
    parts.append(
        f"<p><small>{escape(t('Between the answers: blank, comma, semicolon, / or #. What is missing is asked.'))}</small></p>"
    )
    return PAGE.format(
        language="zh" if language.startswith("zh") else language,
        title=escape(card.title), example=escape(example(card, trigger)), parts="\n".join(parts),
    )  # fmt: skip


def example(card: Card, trigger: str) -> str:
    """The line that works: the trigger and an answer to each question."""
    return f"{trigger} {card.example}".strip()


def _parts(t: Translate, card: Card) -> list[tuple[str, tuple[Entry, ...]]]:
    """What stands behind the order: heads with their questions."""
    parts = [
        (t("Where it applies, behind these:"), card.further),
        (t("Only with the name in front:"), card.named),
    ]
    return [(head, entries) for head, entries in parts if entries]


def _section(head: str, lines: Iterable[str], kind: str) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<h2>{escape(head)}</h2><{kind}>{items}</{kind}>"


def _lines(t: Translate, entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        called = f"{entry.name}({entry.key})" if entry.key and entry.key != entry.name else entry.name
        choices = " ".join(entry.choices) or (
            t("its number in your list, or its name") if entry.listed else entry.asks
        )
        yield t("{label}: {value}", label=called or entry.asks, value=choices) + (
            t(" (0: none)") if entry.optional else ""
        )
