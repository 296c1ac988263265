"""A command is meant, asked about, or not there; nothing is done because a word was in a sentence."""

from __future__ import annotations

from collections import UserDict
from collections.abc import ItemsView

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.house import vocabulary
from handlers.intent import AT_ONCE, TWO
from handlers.understand.commands import Command, TwoCommands, read_command
from handlers.understand.moves import MOVES, Edit, read_move
from handlers.understand.traditional import SIMPLIFIED

WORDS = {
    "签到": "check_in", "到村": "check_in", "签退": "check_out", "走访": "visit", "请假": "leave", "我的本周": "my_week",
    "资金": "funds", "补助": "benefits", "日报": "digest", "反映": "problem", "check in": "check_in", "visit": "visit", "13": "plan",
}  # fmt: skip
CHINESE = [word for word in WORDS if not word.isascii()]
TRADITIONAL = {simple: chr(code) for code, simple in SIMPLIFIED.items()}


class Watched(UserDict[str, str]):
    """A vocabulary that notices being read through."""

    walks = 0

    def items(self) -> ItemsView[str, str]:
        self.walks += 1
        return super().items()


@pytest.mark.parametrize("word", WORDS)
def test_the_exact_word_costs_one_look(word: str) -> None:
    watched = Watched(WORDS)
    assert read_command(word, watched) == Command(WORDS[word], "", word)
    assert watched.walks == 0


@pytest.mark.parametrize("typed", ["1", "1,3", "２", "", "3.5", "😀", "*"])
def test_answers_in_digits_cost_no_more(typed: str) -> None:
    watched = Watched(WORDS)
    assert read_command(typed, watched) is None
    assert watched.walks == 0


@given(st.sampled_from(CHINESE), st.text(st.sampled_from("李家石关村2026走去 "), min_size=1, max_size=30))
def test_what_follows_the_word_and_a_separator_is_kept(word: str, rest: str) -> None:
    found = read_command(f"{word} {rest}", WORDS)
    assert isinstance(found, Command)
    assert found.name == WORDS[word]
    assert found.rest == " ".join(rest.split())


@given(st.sampled_from(CHINESE))
def test_traditional_characters_and_full_width_marks_change_nothing(word: str) -> None:
    typed = "".join(TRADITIONAL.get(c, c) for c in word)
    assert read_command(f"　{typed}！", WORDS) == Command(WORDS[word], "", word)


@given(
    st.sampled_from(CHINESE),
    st.sampled_from(
        ["不", "别", "没", "还没", "不用", "不想", "今天不", "忘了", "取消", "他", "帮李四", "替老王"]
    ),
)
def test_a_denied_command_or_somebody_elses_is_none(word: str, before: str) -> None:
    assert read_command(before + word, WORDS) is None


@given(st.sampled_from(CHINESE), st.sampled_from(["{}了吗", "怎么{}", "{}情况", "{}吗", "{}没有什么"]))
def test_a_question_about_a_command_does_not_start_it(word: str, question: str) -> None:
    found = read_command(question.format(word), WORDS)
    assert not isinstance(found, Command) or found.name != WORDS[word] or found.word != word


@given(st.sampled_from(CHINESE), st.sampled_from(CHINESE))
def test_two_commands_in_one_breath_are_asked_about(one: str, other: str) -> None:
    found = read_command(one + other, WORDS)
    if WORDS[one] == WORDS[other]:
        assert isinstance(found, Command)
    else:
        assert found == TwoCommands((WORDS[one], WORDS[other]))


@given(
    st.text(st.sampled_from("李家大爷身体好了天气冷路滑老人孩子在"), min_size=12, max_size=40),
    st.sampled_from(CHINESE),
)
def test_a_word_within_a_long_sentence_starts_nothing(sentence: str, word: str) -> None:
    assert read_command(f"{sentence}{word}{sentence}", WORDS) is None


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from([*CHINESE, *"我要去不没了吗 ,的在"]), max_size=6).map("".join)
)
def test_any_text_is_a_command_a_question_or_none(typed: str) -> None:
    found = read_command(typed, WORDS)
    if isinstance(found, TwoCommands):
        assert found.names
        assert len(set(found.names)) == len(found.names)


@given(st.sampled_from(sorted(MOVES)))
def test_a_move_is_the_whole_message_and_never_part_of_one(word: str) -> None:
    assert read_move(f" {word}。" if word not in "*#?" else word) == MOVES[word]
    assert read_move(f"李家{word}了") is None


@given(st.integers(1, 99))
def test_an_item_to_change_is_read_in_digits_and_characters(item: int) -> None:
    ones = "零一二三四五六七八九"
    spoken = (f"{ones[item // 10]}十" if item > 19 else "十" if item > 9 else "") + (
        ones[item % 10] if item % 10 else ""
    )
    for typed in (
        f"改{item}",
        f"改第{item}项",
        f"改 {item}",
        f"改{spoken}",
        f"修改第{spoken}题",
        f"edit {item}",
        f"Edit{item}",
    ):
        assert read_move(typed) == Edit(item)


@given(st.text(max_size=30))
def test_any_text_is_a_move_or_not(typed: str) -> None:
    read_move(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "到村道路不通", "到村民家", "到村口了", "打卡机坏了", "驻村工作队", "今天到村道路不通", "离村委会很近", "撤回来了", "解绑手机怎么弄的",
        "签到石关村旁边", "快到村了", "签到情况", "签到走访", "退出登录界面",
    ],
)  # fmt: skip
def test_what_is_done_at_once_is_never_done_because_a_word_begins_so(typed: str) -> None:
    found = vocabulary().read(typed)
    assert found is None or found.name == TWO


@given(
    st.sampled_from([w for w, name in vocabulary().words.items() if name in AT_ONCE and not w.isascii()]),
    st.text(st.sampled_from("民家道路机委会工作队口大山水的人有在上下"), min_size=1, max_size=8),
)
def test_a_command_that_saves_with_words_grown_onto_it_is_asked_back(word: str, more: str) -> None:
    found = vocabulary().read(word + more)
    assert found is None or found.name not in AT_ONCE or found.rest == ""


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("走放李家", "走访 李家"),
        ("李家走访", "走访 李家"),
        ("李家走访没问题", "走访 李家 没问题"),
        ("千到石关村", "签到 石关村"),
    ],
)
def test_a_broken_line_is_offered_as_it_was_meant(typed: str, line: str) -> None:
    found = vocabulary().read(typed)
    assert found is not None
    assert (found.name, found.line) == (TWO, line)
    again = vocabulary().read(line)
    assert again is not None
    assert again.name in found.rest.split()


@pytest.mark.parametrize(
    ("typed", "name", "rest"),
    [
        ("ZF 12 0", "visit", "12 0"),
        ("zf12 0", "visit", "12 0"),
        ("QD", "check_in", ""),
        ("qj 3天", "leave", "3天"),
    ],
)
def test_the_letters_of_a_receipt_are_the_command_by_sms(typed: str, name: str, rest: str) -> None:
    found = vocabulary().read(typed)
    assert found is not None
    assert (found.name, found.rest) == (name, rest)


def test_a_receipt_number_is_no_command() -> None:
    for receipt in ("ZF261119-0231", "QD261119-0231", "qj261119-0231"):
        assert vocabulary().read(receipt) is None
