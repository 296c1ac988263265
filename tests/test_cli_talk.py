"""`bangfu talk`, `tick` and `digest`: the same input at the same times gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from acting import VISIT
from shell import NOW, Shell, done, refused
from transcripts import read
from voices import PIXEL

CONVERSATION = "\n".join(
    (
        "签到 走访",
        *VISIT,
        "我的本周",
        "@as household",
        "我的补助",
        "@as leader",
        "日报",
        "@as stranger:1",
        "你好",
    )
)


def test_the_same_lines_at_the_same_times_give_the_same_bytes(demo: Shell) -> None:
    said = []
    for name in ("once", "twice"):
        shell = demo.copy(name)
        said.append(shell.run("talk", "--as", "cadre", "--now", NOW, said=CONVERSATION).stdout_bytes)
        said[-1] += shell.run("tick", "--now", "2026-11-19T18:00", "--until", "2026-11-19T19:00").stdout_bytes
        said[-1] += shell.run("digest", "石关村", "--now", "2026-11-19T20:00").stdout_bytes
    assert said[0] == said[1]
    assert "已保存走访:11月19日(周四)".encode() in said[0]
    assert "石关村".encode() in said[0]


def test_each_line_is_answered_by_a_block_with_an_empty_line_behind_it(shell: Shell) -> None:
    said = done(shell.run("talk", "--as", "cadre", "--now", NOW, said="签到\n帮助\n"))
    blocks = said.split("\n\n")
    assert len(blocks) == 3
    assert blocks[0].startswith("已签到:11月19日(周四) 08:42 石关村")
    assert blocks[-1] == ""


def test_input_may_end_without_a_line_and_hold_no_line_at_all(shell: Shell) -> None:
    assert "已签到" in done(shell.run("talk", "--as", "cadre", "--now", NOW, said="签到"))
    assert done(shell.run("talk", "--as", "cadre", "--now", NOW)) == ""


def test_bytes_that_are_no_text_are_answered_too(shell: Shell) -> None:
    said = done(
        shell.run("talk", "--as", "cadre", "--now", NOW, said=b"\xff\xfe\x00\n\xe7\xad\n" + "签到\n".encode())
    )
    assert "已签到" in said


def test_now_moves_the_clock_and_as_changes_who_speaks(shell: Shell) -> None:
    lines = "签到\n@now 2026-11-20T09:05\n签到\n@as member\n签到\n@as G003\n签到\n@as 19900000001\n签到\n"
    said = done(shell.run("talk", "--as", "cadre", "--now", NOW, said=lines))
    assert "11月19日(周四) 08:42" in said
    assert "11月20日(周五) 09:05" in said
    assert "哪个村" in said
    assert said.count("今天已签到") == 1


def test_a_direction_that_cannot_be_followed_says_so_and_the_talk_goes_on(
    shell: Shell, tmp_path: Path
) -> None:
    lines = f"@now tomorrow\n@as nobody\n@press 9\n@photo {tmp_path}/none.jpg\n@photo {__file__}\n签到\n"
    said = done(shell.run("talk", "--as", "cadre", "--now", NOW, said=lines))
    for part in (
        "not a time: tomorrow",
        "nobody is called nobody",
        "no button 9",
        "cannot send",
        "已签到:11月19日",
    ):
        assert part in said
    assert said.count("cannot send") == 2


def test_a_button_is_pressed_and_a_photo_is_sent(shell: Shell, tmp_path: Path) -> None:
    photo = tmp_path / "house.png"
    photo.write_bytes(PIXEL)
    lines = "\n".join(
        (
            "走访",
            "@press 2",
            "@press 5",
            "@press 完成",
            "没水",
            "1",
            "0",
            "改12",
            f"@photo {photo}",
            "完成",
            "@press 1",
        )
    )
    assert "已保存走访" in done(
        shell.run(
            "talk",
            "--as",
            "cadre",
            "--now",
            NOW,
            said=lines,
        )
    )
    assert len([*(shell.data / "demo" / "photos").rglob("*")]) > 0


def test_the_manners_of_sms_keep_to_its_length(shell: Shell) -> None:
    said = done(shell.run("talk", "--as", "leader", "--now", NOW, "--channel", "sms", said="日报 全部\n"))
    assert "驻村" in said


def test_a_conversation_is_recorded_as_a_transcript(shell: Shell, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    done(
        shell.run(
            "talk",
            "--as",
            "cadre",
            "--now",
            NOW,
            "--record",
            str(kept),
            said="签到\n@now 2026-11-20T09:00\n我的本周\n",
        )
    )
    lines = read(kept)
    assert [(line.word, line.rest) for line in lines] == [
        ("@now", NOW), ("@as", "cadre"), (">", "签到"), ("@now", "2026-11-20T09:00"), (">", "我的本周"),
    ]  # fmt: skip
    assert lines[2].answer[0].startswith("已签到")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--as", "nobody", "--now", NOW), "nobody is called nobody"),
        (("--as", "19999999999", "--now", NOW), "nobody is called 19999999999"),
        (("--as", "stranger:", "--now", NOW), "nobody is called stranger:"),
        (("--as", "cadre", "--now", "yesterday"), "not a time: yesterday; write it like 2026-11-19T08:42"),
        (("--as", "cadre", "--now", "2026-02-30T08:00"), "not a time"),
        (("--as", "cadre", "--now", "9999-12-31T23:59"), "not a time of ours"),
        (("--as", "cadre", "--now", "0001-01-01"), "not a time of ours"),
        (("--as", "cadre", "--now", NOW, "--channel", "fax"), "no channel fax: choose one of"),
    ],
)  # fmt: skip
def test_talk_is_refused_in_one_line(demo: Shell, words: tuple[str, ...], says: str) -> None:
    assert says in refused(demo.run("talk", *words, said="签到\n"))


def test_a_tick_prints_what_goes_out_and_a_second_one_nothing(shell: Shell) -> None:
    first = done(shell.run("tick", "--now", "2026-11-19T18:30"))
    assert "日报" in first
    assert done(shell.run("tick", "--now", "2026-11-19T18:30")) == ""
    assert done(shell.run("tick", "--now", "2026-11-19T18:00", "--until", "2026-11-19T18:30")) == ""


def test_a_tick_backwards_in_time_is_refused(demo: Shell) -> None:
    words = ("tick", "--now", "2026-11-19T18:30", "--until", "2026-11-19T18:00")
    assert refused(demo.run(*words)) == "--until is before --now"
    assert "not a time" in refused(demo.run("tick", "--now", NOW, "--until", "soon"))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("无此村",), "no area or unit 无此村: use a name or code of the register"),
        (("石关村", "--language", "fr"), "no language fr"),
        (("石关村", "--date", "never"), "not a time: never"),
    ],
)  # fmt: skip
def test_a_digest_is_refused_in_one_line(demo: Shell, words: tuple[str, ...], says: str) -> None:
    assert says in refused(demo.run("digest", *words, "--now", NOW))


def test_a_digest_is_the_same_by_name_and_by_code(demo: Shell) -> None:
    by_name = done(demo.run("digest", "石关村", "--now", NOW))
    assert by_name == done(demo.run("digest", "999901101201", "--now", NOW))
    assert by_name != done(demo.run("digest", "石关村", "--now", NOW, "--language", "en"))
