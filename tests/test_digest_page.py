"""The page of a digest: the figures of the message, in tables and trends, the same at any time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import digest_examples as examples
import pytest
from defusedxml import ElementTree
from digest_examples import large, walked
from hypothesis import given
from hypothesis import strategies as st
from township import CUTOFF, DAY, LUTANG, MONDAY, SHIGUAN, TOWNSHIP, Township, township
from township_filled import figures, visit_all, work

from bot.web.charts import BOTTOM, TOP, drawing
from bot.web.digest import as_html, policy, style
from handlers.digests.compose import compose
from handlers.digests.facts import DigestFacts, Share, from_json, to_json
from handlers.digests.lines import Line, Weight
from handlers.digests.page import page
from handlers.digests.page.alerts import alerts
from handlers.digests.page.model import Block, Table
from handlers.digests.page.trend import counts, rates
from locales import LANGUAGES, translator
from storage.queries import digests
from storage.values.digest import AREA, Stretch, Subject

T = translator("zh_Hans")
FIGURE = re.compile(r"\d+(?:\.\d+)?%?")
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
VOID = {"meta", "link", "input", "br"}
EXAMPLES = {"village": examples.village, "township": examples.township, "county": examples.county}


def block(facts: DigestFacts, name: str) -> Block:
    return next(each for each in page(T, facts).blocks if each.name == name)


def table(facts: DigestFacts, name: str, caption: str) -> Table:
    return next(each for each in block(facts, name).drawn.tables if each.caption == caption)


class Reader(HTMLParser):
    """Reads a page as a browser does; notes what is not closed in its order, the ids and where links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: Counter[str] = Counter()
        self.refers: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.open += [] if tag in VOID else [tag]
        self.ids.update([given["id"]] if "id" in given else [])
        self.refers.update(given.get("aria-labelledby", "").split())
        if given.get("href", "").startswith("#"):
            self.refers.add(given["href"][1:])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.mark.parametrize("level", EXAMPLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_the_message_stands_in_the_tables_too(level: str, language: str) -> None:
    t, facts = translator(language), EXAMPLES[level]()
    found = page(t, facts)
    above = repr((found.title, found.time, found.alerts, found.blocks))
    asked = FIGURE.findall(" ".join(compose(t, facts, None).splitlines()[:-1]))
    assert not set(asked) - set(FIGURE.findall(above))
    assert list(found.lines) == compose(t, facts, None).splitlines()[:-1]


@pytest.mark.parametrize("level", EXAMPLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_well_formed_and_its_links_lead_somewhere(level: str, language: str) -> None:
    read = Reader(as_html(EXAMPLES[level](), language))
    assert (read.open, read.wrong) == ([], [])
    assert set(read.ids.values()) <= {1}
    assert read.refers <= set(read.ids)


def test_the_exceptions_stand_first_and_lead_to_their_block() -> None:
    facts = walked()
    found = page(T, facts)
    assert [(each.block, each.told) for each in found.alerts] == [
        (
            "on_site",
            (
                "0天19人只剩1个工作日:城管局8 房管局6 农发行3 人大2",
                "连续2周未达标4人:城管局3 房管局1",
                "低于整体5个百分点以上1个:庆云16/33(48.5%)",
            ),
        ),
        ("visits", ("超60天未走访6户:庆云3 石关2 蔬菜1", "低于整体5个百分点以上1个:庆云73/109(67.0%)")),
        ("problems", ("逾期2:庆云饮水(水务,5天) 路塘路灯(城建,2天)",)),
        ("risks", ("新增2(急2:蔬菜大病自付3.2万,石关务工收入降四成)",)),
        ("money", ("直接到户147万元,占产业68.1%,低于70%,差4.2万元",)),
        ("projects", ("停工1:路塘通村路(土地)",)),
    ]
    text = as_html(facts, "zh_Hans")
    assert text.index("需要关注") < text.index('id="on_site"')


def test_a_calm_day_says_so() -> None:
    facts = DigestFacts(
        "石关村", "village", DAY, CUTOFF, on_site=examples.on_site(listed=9, required=9, met=9, short=())
    )
    assert page(T, facts).alerts == ()
    assert "<p>今日无异常</p>" in as_html(facts, "zh_Hans")


def test_a_block_that_has_no_tables_is_told_in_its_sentences_and_what_they_mark_is_an_exception() -> None:
    said = alerts(T, object(), [Line("十、批示 未办结3;⚠逾期1", Weight.BLOCK)])
    assert said == ["逾期1"]
    assert block(walked(), "quality").lines == ("补录5 撤回2 集中补录1 更正2条",)


def test_places_stand_in_the_order_of_the_register_and_those_of_few_people_without_a_rate() -> None:
    found = table(large(), "on_site", "分地区")
    names = [row[0] for row in found.rows]
    assert names == [f"第{n}示范乡" for n in range(19)] + ["小乡"]
    assert found.rows[-1] == ("小乡", "0", "1/3", "-")
    assert found.rows[0] == ("第0示范乡", "40", "100/330", "30.3%\N{NO-BREAK SPACE}⚠")
    assert found.notes == ("⚠ 低于整体5个百分点以上,需要帮助", "- 不足5人(户),不作比较")


def test_the_excused_are_named_as_excused_by_kind() -> None:
    assert table(walked(), "on_site", "核减(不要求驻村)").rows == (("病假", "2"), ("培训", "1"))


def test_ratios_of_money_show_both_amounts_and_what_is_missing() -> None:
    found = table(walked(), "money", "财政资金")
    assert found.rows == (
        ("支出(占到位)", "192万元/300万元", "64.0%"),
        ("产业(占到位)", "216万元/300万元", "72.0%"),
        ("直接到户(占产业)", "147万元/216万元", "68.1%\N{NO-BREAK SPACE}⚠"),
    )
    assert found.notes == ("⚠ 直接到户(占产业): 低于70%,差4.2万元",)


def test_the_trends_are_drawn_to_scale_with_their_numbers_beside_them() -> None:
    text = as_html(walked(), "zh_Hans")
    line, bars = (ElementTree.fromstring(svg) for svg in SVG.findall(text))
    heights = [(BOTTOM - float(dot.get("cy"))) / (BOTTOM - TOP) for dot in line.iter("circle")]
    assert heights == pytest.approx([118 / 134, 121 / 134, 116 / 134, 122 / 134], abs=0.001)
    tall = [float(bar.get("height")) for bar in bars.iter("rect")]
    assert [each / tall[-1] for each in tall] == pytest.approx([96 / 131, 120 / 131, 88 / 131, 1], abs=0.002)
    assert [each.text for each in line.iter("text") if each.get("class") == "figure"] == [
        "88.1%", "90.3%", "86.6%", "91.0%",
    ]  # fmt: skip
    assert line.find("title").text == "近4周达标率"
    assert "第46周(11.9-11.15): 91.0% (122/134)" in line.find("desc").text
    assert '<th scope="row">第46周(11.9-11.15)</th><td class="number">131/454</td>' in text


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=6))
def test_a_chart_of_any_weeks_stays_in_its_field_and_breaks_where_nothing_was_due(
    weeks: list[tuple[int, int]],
) -> None:
    series = [Share("", min(pair), max(pair)) for pair in weeks]
    for chart in [*rates(T, "<达标> & 率", DAY, series), *counts(T, "户", DAY, series)]:
        svg = ElementTree.fromstring(drawing(chart, "one"))
        assert svg.find("title").text == chart.title
        dots = list(svg.iter("circle")) or list(svg.iter("rect"))
        assert len(dots) == sum(point.height is not None for point in chart.points)
        for dot in dots:
            assert TOP <= float(dot.get("cy") or dot.get("y")) <= BOTTOM


def test_a_digest_issued_before_there_were_trends_of_visits_has_none() -> None:
    data = to_json(examples.township())
    del data["visits"]["weeks"]
    assert block(from_json(data), "visits").drawn.charts == []


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path) as empty:
        yield visit_all(work(empty))


def test_a_village_reads_of_households_masked_and_of_no_member_by_name(made: Township) -> None:
    text = as_html(figures(made, SHIGUAN), "zh_Hans")
    assert '<th scope="row">钱*(2组)</th>' in text
    for name in ("钱二", "李大", "陈三", "吴五", "张一", "王三"):
        assert name not in text


def test_the_weeks_before_this_one_count_households_visited_by_what_was_known_at_the_cut_off(
    made: Township,
) -> None:
    seen = figures(made).visits
    assert seen
    assert seen.weeks == (Share("", 0, 5), Share("", 0, 5), Share("", 1, 5), Share("", 1, 5))


def test_the_page_of_an_issued_digest_is_the_same_byte_for_byte_whatever_happens_later(
    made: Township,
) -> None:
    of, stretch = Subject(AREA, TOWNSHIP), Stretch.of("day", DAY)
    facts = figures(made)
    before = as_html(facts, "zh_Hans").encode()
    digests.store(made.db, of, stretch, cutoff=CUTOFF, facts=to_json(facts), now=CUTOFF)
    helper = made.cadre("郑八", LUTANG)
    made.came(helper, LUTANG, MONDAY, DAY)
    made.visit(made.household(LUTANG, "何九"), LUTANG, helper, MONDAY)
    issued = digests.issued(made.db, of, stretch)
    assert issued is not None
    assert as_html(from_json(issued), "zh_Hans").encode() == before
    assert as_html(figures(made), "zh_Hans").encode() != before


def test_names_are_text_and_never_part_of_the_page() -> None:
    facts = replace(walked(), area='<b onclick="x">石&关')
    text = as_html(facts, "zh_Hans")
    assert "<b " not in text
    assert "&lt;b onclick=&#34;x&#34;&gt;石&amp;关" in text


def test_in_english_all_but_names_is_english() -> None:
    facts = walked()
    text = re.sub(r"<style>.*?</style>", "", as_html(facts, "en"), flags=re.DOTALL)
    for sign in ("户", "人 ", "万元", "本月", "近4周", "需要"):
        assert sign not in text


def test_it_prints_on_white_paper_with_its_head_on_every_sheet_and_no_block_cut() -> None:
    screen, _, printed = style().partition("@media print")
    assert "@page { size: A4" in screen
    assert "color-scheme: light dark" in screen
    for rule in (
        "--paper: #fff; --ink: #000",
        ".running { display: table-header-group; break-inside: avoid",
        "section, figure, .tables > div { break-inside: avoid; }",
        ".screen { display: none; }",
    ):
        assert rule in printed
    assert '<div class="running" aria-hidden="true"><p>示范办事处 帮扶日报' in as_html(walked(), "zh_Hans")


def test_the_policy_allows_the_one_style_and_nothing_else() -> None:
    assert f"<style>{style()}</style>" in as_html(walked(), "zh_Hans")
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; img-src data:; base-uri 'none'; form-action 'none'; "
        r"frame-ancestors 'none'",
        policy(),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_county_of_twenty_townships_weighs_less_than_sixty_kilobytes(language: str) -> None:
    assert len(as_html(large(), language).encode()) < 60_000
