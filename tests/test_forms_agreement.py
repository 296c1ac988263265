"""Import-or-refuse agrees with pyxform, and whatever is taken is played to its end by somebody who answers anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from forms.player import HOUSEHOLDS, NOW
from pyxform.xls2xform import convert

from handlers.forms.engine import (
    Answer,
    Asked,
    Confirm,
    Done,
    Finished,
    Meant,
    Outcome,
    Reviewed,
    Skip,
    World,
    start,
    step,
)
from handlers.forms.findings import FormRefused
from handlers.forms.model import Form
from handlers.forms.play import say
from handlers.forms.xlsform import read_markdown
from locales import translator


def md(survey: str, choices: str = "", settings: str = "", **more: str) -> str:
    """Sheets as Markdown tables."""
    sheets = {"survey": survey, "choices": choices, "settings": settings, **more}
    lines = []
    for name, rows in sheets.items():
        if rows:
            lines.append(f"| {name} |")
            lines += [f"| | {line.strip().strip('|')} |" for line in rows.strip().splitlines()]
    return "\n".join(lines)


C = """list_name | name | label
yn | y | Yes
yn | n | No
"""
FORMS = {
    "other": md("type | name | label\nselect_one yn or_other | a | A", C),
    "multi other": md("type | name | label\nselect_multiple yn or specify other | a | A", C),
    "select one from": md("type | name | label\nselect one from yn | a | A", C),
    "add prompt": md(
        "type | name | label\nadd text prompt | a | A\nq int | b | B\nphone number | c | C\npercentage | d | D\ngps | e | E\nget start time | f |\nget device id | g | \nimei | h |"
    ),
    "begin group": md("type | name | label\nbegin group | g | G\ntext | a | A\nend group | | "),
    "lgroup": md("type | name | label\nbegin lgroup | g | G\ntext | a | A\nend lgroup | | "),
    "loop": md("type | name | label\nbegin loop over yn | g | G\ntext | a | A %(label)s\nend loop | | ", C),
    "meta": md(
        "type | name | label\nstart | s |\nend | e |\ntoday | t |\ndeviceid | d |\nsubscriberid | x |\nsimserial | y |\nphonenumber | p |\nusername | u|\nemail | m|\naudit | |\ntext | a | A ${u}"
    ),
    "spaces ref": md("type | name | label | relevant\ntext | a | A |\ntext | b | B ${ a } | ${ a } != ''"),
    "lastsaved": md("type | name | label | default\ntext | a | A | ${last-saved#a}"),
    "trigger": md(
        "type | name | label | trigger | calculation\ntext | a | A | |\ncalculate | t |  | ${a} | now()\ndateTime | u | U | ${a} | now()"
    ),
    "ext": md(
        "type | name | label | choice_filter\ntext | st | S |\nselect_one_external cities | c | C | state=${st}",
        external_choices="list_name | name | label | state\ncities | x | X | 1\ncities | y | Y | 2",
    ),
    "file": md(
        "type | name | label | choice_filter\ntext | st | S |\nselect_one_from_file cities.csv | c | C | state=${st}\nselect_multiple_from_file c2.xml | d | D | "
    ),
    "csvext": md(
        "type | name | label | calculation\ncsv-external | cities | |\ncalculate | x | | instance('cities')/root/item[name='a']/pop\ncalculate | y | | pulldata('towns','pop','name','a')\ntext | a | A |"
    ),
    "range": md("type | name | label | parameters\nrange | r | R | start=0;end=5 step=0.5\nrange | r2 | R |"),
    "rank": md("type | name | label | parameters\nrank yn | r | R | randomize=true", C),
    "seed": md(
        "type | name | label | parameters | calculation\ncalculate | s | | | once(random())\nselect_one yn | r | R | randomize=true, seed=${s} |",
        C,
    ),
    "selrep": md(
        "type | name | label\nbegin repeat | r | R\ntext | nm | N\nend repeat | |\nselect_one ${nm} | w | Who"
    ),
    "indexed": md(
        "type | name | label | calculation\nbegin repeat | r | R |\ntext | nm | N |\nend repeat | | |\ncalculate | c | | indexed-repeat(${nm}, ${r}, 1)\ncalculate | d | | count(${r})\ncalculate | e | | ${r}[position() = 1]/nm\n calculate | f | | sum(/data/r/nm)"
    ),
    "jrcount": md(
        "type | name | label | jr:count\ninteger | n | N |\nbegin repeat | r | R | ${n}\ntext | nm | N |\nend repeat | | |"
    ),
    "nolabel choice": md(
        "type | name | label\nselect_one l | a | A", "list_name | name | label\nl | a | \nl | b | B"
    ),
    "lang": md(
        "type | name | label::English (en) | label::Français (fr) | hint::English (en)\nnote | n | Hello | Bonjour | \ntext | a | A | B | h\nselect_one l | c | C | | ",
        "list_name | name | label::English (en)\nl | a | A",
        "default_language | form_title | instance_name | style\nFrançais (fr) | T | concat(${a}, '-x') | pages",
    ),
    "dup": md(
        "type | name | label\nbegin group | g1 | G\ntext | a | A\nend group | |\nbegin group | g2 | G\ntext | a | A\nend group | |"
    ),
    "extra cols": md(
        "type | name | label | foo | instance::x | bind::odk:y | body::accuracyThreshold | kuid | $autoname\ntext | a | A | 1 | 2 | 3 | 4 | k | z"
    ),
    "entities": md(
        "type | name | label | save_to\ntext | a | A | alpha", entities="dataset | label\ntrees | a"
    ),
    "osm": md("type | name | label\nosm bt | a | A", osm="list_name | name | label\nbt | a | A"),
    "readonly": md(
        "type | name | label | read_only | default | calculation\ntext | a | A | yes | hello |\ntext | b | B | ${a} = 'x' | | \nnote | n | N | | | ${a}\ninteger | i | I | | | 1 + 2\nselect_one yn | s | S | yes | y |",
        C,
    ),
    "table-list": md(
        "type | name | label | appearance\nbegin_group | g | G | table-list\nselect_one yn | a | A |\nselect_one yn | b | B |\nend_group | | |",
        C,
    ),
    "label look": md(
        "type | name | label | appearance\nselect_one yn | h | H | label\nselect_one yn | b | B | list-nolabel",
        C,
    ),
    "search": md(
        "type | name | label | appearance\nselect_one l | h | H | minimal search('x')",
        "list_name | name | label\nl | key | lab",
    ),
    "geo": md("type | name | label\ngeopoint | h | H\nbarcode | b | B\nfile | f | F\naudio | au | Au"),
    "geotrace": md("type | name | label\ngeotrace | h | H"),
    "hidden": md("type | name | label | default\nhidden | h |  | x\ntext | a | A |"),
    "calc default": md(
        "type | name | label | default | calculation\ncalculate | h |  | ${a} + 1 |\ntext | a | A | |"
    ),
    "broken": md("type | name | label | relevant\ntext | h | H | ${h\n"),
    "nogroupend": md("type | name | label\nbegin group | h | H\ntext | a | A"),
    "image default": md(
        "type | name | label | default | parameters\nimage | h | H | a.png | max-pixels=640\nimage | i | I | |"
    ),
    "bool": md(
        "type | name | label | required | required_message | constraint | constraint_message\ntext | h | H | TRUE | needed | string-length(.) < 5 | short"
    ),
    "settings id": md(
        "type | name | label\ntext | a | A", "", "id_string | name | version | title\nx | root | 3 | Tee"
    ),
    "choice ref": md(
        "type | name | label\ntext | a | A\nselect_one l | b | B", "list_name | name | label\nl | x | X ${a}"
    ),
    "itext": md(
        "type | name | label | calculation\nselect_one l | b | B |\ncalculate | c | | instance('l')/root/item[name=${b}]/label\ncalculate | d | | jr:choice-name(${b}, '${b}')",
        "list_name | name | label\nl | x | X",
    ),
    "select undefined": md("type | name | label\nselect_one zz | b | B", C),
    "no type": md("type | name | label\n | b | B"),
    "include": md("type | name | label\ninclude | b | B"),
    "background": md(
        "type | name | label | trigger\nstart-geopoint | g | |\nbackground-audio | b | |\ntext | t | T |\nbackground-geopoint | bg | | ${t}"
    ),
    "group relevant self": md(
        "type | name | label | relevant\nbegin group | g | G | ${a} = 1\ninteger | a | A |\nend group | | |"
    ),
    "abs path": md(
        "type | name | label | relevant\nbegin group | g | G |\ninteger | a | A |\nend group | | |\ntext | b | B | /data/g/a > 3\ntext | c | C | ../g/a > 3\ntext | d | D | //a > 3"
    ),
    "choices extra": md(
        "type | name | label | choice_filter\nselect_one l | a | A |\nselect_one m | b | B | parent = ${a} and pop > 3",
        "list_name | name | label | parent | pop | image\nl | 1 | X | | 4 | x.png\nm | 2 | Y | 1 | 5 |\n",
    ),
    "dupchoices": md(
        "type | name | label\nselect_one l | a | A", "list_name | name | label\nl | x | X\nl | x | Y"
    ),
    "dupchoices ok": md(
        "type | name | label\nselect_one l | a | A",
        "list_name | name | label\nl | x | X\nl | x | Y",
        "allow_choice_duplicates\nyes",
    ),
    "choice spaces": md(
        "type | name | label\nselect_multiple l | a | A", "list_name | name | label\nl | a b | X"
    ),
    "media only": md(
        "type | name | label | media::image\nnote | a |  | x.png\nselect_one l | b | B |",
        "list_name | name | media::image\nl | x | y.png",
    ),
    "comment style": md("type | name | label | disabled\ntext | a | A | yes\ntext | b | B | no"),
    "given group": md(
        "type | name | label | relevant | default\nbegin group | inputs | Inputs | ./source = 'user' |\nhidden | source | | | user\ntext | who | Who | |\nend group | | | |\ntext | b | B | |"
    ),
    "spelled otherwise": md(
        "type | name | caption | relevance | read only\nselect1 yn | a | A | |\nselect all that apply from yn | b | B | ${a} = 'y' | no\nint | c | C | |\nphoto | d | D | |\nlocation | e | E | |",
        C,
    ),
    "capitals": md("type | name | label\nTEXT | a | A\nSelect_One yn | b | B", C),
    "reckoning with nothing": md(
        "type | name | label | calculation\ninteger | a | A |\ncalculate | b | | 1 div 0\ncalculate | c | | number('') + 1\nnote | n | ${b} ${c} |\ndate | d | D | today() + ${a}"
    ),
    "row of a row": md(
        "type | name | label | repeat_count | calculation\nselect_multiple yn | l | L | |\nbegin repeat | r | R | count-selected(${l}) |\ncalculate | nm | | | selected-at(${l}, position(..) - 1)\ninteger | a | ${lab}? | |\ncalculate | lab | | | jr:choice-name(${nm}, '${l}')\nend repeat | | | |\ncalculate | all | | | join(', ', ${lab})",
        C,
    ),
    "other with a filter": md(
        "type | name | label | choice_filter\nselect_one yn or_other | a | A | name = 'y'", C
    ),
    "simple": "| survey | | | |\n| | type | name | label |\n| | text | a | A |",
}


OURS_ONLY = {
    "loop": "begin loop over yn",
    "file": "c2.xml",
    "osm": "osm bt",
    "search": "search()",
    "geotrace": "geotrace",
    "group relevant self": "a → a",
}
"""What pyxform takes and a chat cannot play, with the word by which it is refused."""


@pytest.mark.parametrize("name", FORMS)
def test_what_pyxform_refuses_is_refused_and_what_it_takes_is_taken_or_refused_by_name(name: str) -> None:
    theirs = taken_by_pyxform(FORMS[name])
    if theirs and name not in OURS_ONLY:
        read_markdown(FORMS[name], "t")
        return
    with pytest.raises(FormRefused) as refused:
        read_markdown(FORMS[name], "t")
    said = [finding.said(translator("zh_Hans")) for finding in refused.value.findings]
    assert all(said)
    if theirs:
        assert OURS_ONLY[name] in " ".join(said)
        assert all(finding.row > 1 for finding in refused.value.findings)


def taken_by_pyxform(text: str) -> bool:
    try:
        convert(text.encode(), file_type=".md", form_name="data")
    except Exception:
        return False
    return True


PLAYED = [name for name, text in FORMS.items() if name not in OURS_ONLY and taken_by_pyxform(text)]


@pytest.mark.parametrize("language", ["zh_Hans", "en", "fr"])
@pytest.mark.parametrize("name", PLAYED)
def test_what_is_taken_is_played_to_its_end(name: str, language: str) -> None:
    form = read_markdown(FORMS[name], "t")
    record = play_through(form, World(NOW, language, files=dict.fromkeys(form.files, HOUSEHOLDS)))
    assert {key.partition("[")[0] for key in record} <= set(form.by_name)


def play_through(form: Form, world: World) -> dict[str, object]:
    """The record of somebody who gives the first answer that is taken."""
    draft, outcome = start(form, world)
    for _ in range(200):
        for tongue in ("zh_Hans", "en"):
            say(outcome, translator(tongue), 1)
        if isinstance(outcome, Finished):
            return dict(outcome.record)
        for meant in ways_on(outcome):
            after, heard = step(form, draft, meant, world)
            if after.at != draft.at or after.phase != draft.phase or after.partial != draft.partial:
                draft, outcome = after, heard
                break
        else:
            raise AssertionError(f"nothing answers {draft.at}")
    raise AssertionError("it never ends")


def ways_on(outcome: Outcome) -> Iterator[Meant]:
    if isinstance(outcome, Reviewed):
        yield Confirm()
        return
    assert isinstance(outcome, Asked)
    if outcome.type == "more":
        yield Answer("没有")
    if outcome.type == "rank":
        yield Answer(",".join(option.key for option in outcome.options))
    if "done" in outcome.moves:
        yield Done()
    yield from (Answer(choice=option.name) for option in outcome.options)
    yield Answer(photos=("p",))
    yield Answer(voice="v")
    yield Answer(files=("f",))
    yield Answer(place="24.5 109.5 0 0")
    for text in ("3", "5", "1", "abc", date(2026, 11, 3).isoformat(), "2026-11-03 08:42", "8:42"):
        yield Answer(text)
    yield Skip()
