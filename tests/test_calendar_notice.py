"""The year's notice: read from its own text or a list, checked against itself, taken over, corrected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from shell import Shell, done, refused

from storage.calendar import Calendar, seed_rows
from storage.holidays import Notice, read_notice, read_rows, weekday_of

SEEDED = {row["day"]: row["works"] for row in seed_rows()}
CALENDAR = Calendar.of(SEEDED)
YEARS = sorted(CALENDAR.years)

OF_2026 = """关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间,各地区、各部门要妥善安排好值班。"""

OF_2027 = "国庆节:10月1日(周五)至7日(周四)放假调休,共7天。9月26日(周日)、10月9日(周六)上班。"
"""Made up: the notice of 2027 is not out."""


def unlike(notice: Notice) -> dict[date, bool]:
    """The days that are unlike their weekday."""
    return {each.day: each.works for each in notice.days if each.works != (each.day.weekday() < 5)}


def of_year(year: int) -> dict[date, bool]:
    return {day: works for day, works in SEEDED.items() if day.year == year}


def test_the_notice_of_2026_gives_the_days_that_are_known() -> None:
    found = read_notice(OF_2026)
    assert found.problems == []
    assert unlike(found) == of_year(2026)
    assert {each.name for each in found.days} == {
        "元旦",
        "春节",
        "清明节",
        "劳动节",
        "端午节",
        "中秋节",
        "国庆节",
    }


def written(year: int) -> Iterator[str]:
    """A notice of a year as it would be written, from the days that are known."""
    yield f"关于{year}年部分节假日安排的通知"
    off = [
        day
        for n in range(366)
        if not CALENDAR.works(day := date(year, 1, 1) + timedelta(n)) and day.year == year
    ]
    for _, run in groupby(enumerate(off), lambda pair: pair[1] - timedelta(pair[0])):
        days = [day for _, day in run]
        first, last = days[0], days[-1]
        if any(day.weekday() < 5 for day in days):
            yield (
                f"一、假日：{first.month}月{first.day}日（{weekday_of(first)}）至"
                f"{last.month}月{last.day}日（{weekday_of(last)}）放假，共{len(days)}天。"
            )
    worked = [day for day, works in of_year(year).items() if works]
    yield "、".join(f"{day.month}月{day.day}日（{weekday_of(day)}）" for day in worked) + "上班。"


@pytest.mark.parametrize("year", YEARS)
def test_the_notice_of_every_published_year_reads_back_as_its_days(year: int) -> None:
    found = read_notice("\n".join(written(year)))
    assert found.problems == []
    assert unlike(found) == of_year(year)


def test_dates_within_a_span_need_the_year_and_the_month_only_once() -> None:
    found = read_notice("元旦:2026年12月31日至2027年1月2日放假,共3天。9月25日、26日上班", 2027)
    assert [each.day for each in found.days if not each.works] == [
        date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2),
    ]  # fmt: skip
    assert [each.day for each in found.days if each.works] == [date(2027, 9, 25), date(2027, 9, 26)]
    assert found.problems == []


@pytest.mark.parametrize(
    ("text", "year", "problem"),
    [
        (OF_2027, None, "the year is not known: give it with --year"),
        ("国庆节:10月1日(周四)放假1天", 2027, "2027-10-01 is a 周五, and the notice says 周四"),
        ("国庆节:10月1日至7日放假,共8天", 2027, "国庆节: the notice says 8 days, its dates are 7"),
        ("国庆节:10月7日至1日放假,共7天", 2027, "国庆节: the notice says 7 days, its dates are 2"),
        ("2月30日放假", 2027, "2月30日: there is no such day"),
        ("10月8日上班", 2027, "2027-10-08 (周五) is a workday anyway: not a moved one"),
        ("10月1日放假。10月1日放假", 2027, "2027-10-01 is there twice"),
        (
            "请大家安排好值班",
            2027,
            "no days were found: give the notice's own text, or a file with date and kind",
        ),
    ],
)
def test_a_notice_that_does_not_agree_with_itself_is_not_believed(
    text: str, year: int | None, problem: str
) -> None:
    assert problem in read_notice(text, year).problems


@given(st.text(alphabet="0123456789年月日至、放假上班共天()周一五。:\n ", max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = read_notice(text, 2027)
    assert found.days or found.problems


def test_a_list_of_days_is_read_under_either_heads() -> None:
    rows = [
        ("日期", "类别", "名称"),
        ("2027年10月1日", "放假", "国庆节"),
        ("2027/9/26", "上班", ""),
        ("", "", ""),
    ]
    found = read_rows(rows)
    assert [(each.day, each.works, each.name) for each in found.days] == [
        (date(2027, 9, 26), True, ""), (date(2027, 10, 1), False, "国庆节"),
    ]  # fmt: skip
    assert read_rows([("day", "what")]).problems == [
        "the first row must name the columns date (日期) and kind (类别)"
    ]
    assert read_rows([("date", "kind"), ("2027-13-01", "off"), ("2027-01-01", "maybe")]).problems == [
        "row 2: a date such as 2027-10-01 and off or work are wanted",
        "row 3: a date such as 2027-10-01 and off or work are wanted",
    ]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "data")


AT = ("--now", "2026-11-19T08:42")


def test_a_year_becomes_known_by_its_notice_which_is_shown_before_it_is_written(shell: Shell) -> None:
    assert "2027: not known yet" in shell.run("calendar", "check", *AT).stdout
    assert "the holidays of 2027 are not in" in refused(shell.run("calendar", "check", *AT))
    shown = done(shell.run("calendar", "import", OF_2027, "--year", "2027", *AT))
    assert "2027-10-01\t周五\toff\t国庆节" in shown
    assert "Nothing was written" in shown
    written_ = done(
        shell.run("calendar", "import", OF_2027, "--year", "2027", "--by", "欧阳敏", "--commit", *AT)
    )
    assert "9 days written\n2027: known" in written_
    assert "2027: known, " in done(shell.run("calendar", "check", *AT))
    listed = done(shell.run("calendar", "list", "2027", *AT))
    assert "2027-09-26\t周日\twork\t国庆节\tnotice\t欧阳敏 2026-11-19 08:42" in listed


def test_a_single_day_is_corrected_and_a_later_notice_leaves_it(shell: Shell) -> None:
    done(shell.run("calendar", "set", "2027-10-07", "work", "--why", "防汛", "--by", "欧阳敏", *AT))
    done(shell.run("calendar", "import", OF_2027, "--year", "2027", "--by", "何正", "--commit", *AT))
    listed = done(shell.run("calendar", "list", "2027", *AT))
    assert "2027-10-07\t周四\twork\t防汛\toffice\t欧阳敏 2026-11-19 08:42" in listed
    assert "write it like" in refused(shell.run("calendar", "set", "7 October", "work", *AT))


def test_a_wrong_notice_writes_nothing(shell: Shell) -> None:
    wrong = shell.run("calendar", "import", "10月1日(周四)放假", "--year", "2027", "--commit", *AT)
    assert "! 2027-10-01 is a 周五" in wrong.stdout
    assert "1 to mend; nothing was written" in refused(wrong)
    assert "not known yet" in done(shell.run("calendar", "list", "2027", *AT))


def test_a_notice_comes_as_text_file_list_workbook_or_on_standard_input(shell: Shell, tmp_path: Path) -> None:
    notice, table, book = tmp_path / "notice.txt", tmp_path / "days.csv", tmp_path / "days.xlsx"
    notice.write_bytes(OF_2027.encode("gb18030"))
    table.write_text("date,kind,name\n2027-10-01,off,国庆节\n", "utf-8-sig")
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["日期", "类别"])
        sheet.write_datetime(1, 0, date(2027, 10, 1), made.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write(1, 1, "放假")
    for given_, said in ((str(notice), ""), (str(table), ""), (str(book), ""), ("-", OF_2027)):
        shown = done(shell.run("calendar", "import", given_, "--year", "2027", *AT, said=said))
        assert "2027-10-01\t周五\toff" in shown
    (tmp_path / "broken.xlsx").write_text("no workbook")
    assert "broken.xlsx" in refused(shell.run("calendar", "import", str(tmp_path / "broken.xlsx"), *AT))


def test_the_calendar_without_a_year_is_this_year_s(shell: Shell) -> None:
    listed = done(shell.run("calendar", "list", *AT))
    assert listed.startswith("2026: known\n")
    assert "2026-10-10\t周六\twork\t国庆节\tchinesecalendar\n" in listed
