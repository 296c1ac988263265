"""The command that a message asks for: 签到, 签到 走访 开会, 走访李家, 我要请假, 簽到, 前到."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from handlers.understand.text import clean, fold, listed

SHORT = 12
"""Characters of a message in which a trigger word may stand anywhere."""
SHORT_IN_LETTERS = 30


@dataclass(frozen=True, slots=True)
class Command:
    """A command meant: its name, what was said besides (`走访 开会`), and the word that was recognised.

    `rest` is everything the word does not explain. A command that saves at once must understand its
    `rest` or ask: 签到 昨天 is no check-in of today.
    """

    name: str
    rest: str
    word: str


@dataclass(frozen=True, slots=True)
class TwoCommands:
    """Commands to ask about (您要:1签到 2签退); one name only where a command is likely but not certain."""

    names: tuple[str, ...]


Read = Command | TwoCommands | None

_PICTURES = re.compile("[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]+")
_SEPARATORS = " ,;:、。.|/-"
_DENIED = re.compile(
    "(不|别|没|未|无需|无须|勿|忘|取消|撤|删|改|更正|作废|退|帮(?!我)|给(?!我)|替|代|他|她|谁|人家|别人|\\bnot?|don't|cancel)[^,;。、]{0,4}$"
)
_ASKED = re.compile("吗|[么呢]$|没有?$|怎么|如何|怎样|咋|什么|多少|几[时点]|哪|谁|是不是|能不能|[?]")
_UNDONE = re.compile("不|没|未|别|过|失败|错|取消|撤|算了|[表条单卡]$")
_ABOUT = re.compile(
    "情况|记录|统计|次数|名单|规定|要求|制度|功能|方法|流程|系统|人员|时间|地点|提醒|状态|结果|率"
)
_DONE = re.compile("(了|啦|咯|喽|哦|啊|呀|吧|哈|一下|打卡|[ ,])*")
_BEFORE = re.compile(
    "(你好|您好|好的|我们?|今天|今日|现在|刚|已经?|正在|要|想|需要|来|去|在|到|进|给我|麻烦|请|帮我|申请|办理?|填|发|做"
    "|查一?下?|看一?下?|看看|[ ,]|\\b(i|want|to|please)\\b)*"
)
_PLACE = re.compile("(?:我们?|今天|现在|已经|刚|人)*[在到来去](.+?)[了, ]*")
_DAY = re.compile(
    "我?((?:昨|明)[天日晚]|前天|大前天|后天|(?:上|本|这|下)?个?(?:周|星期|礼拜)[一二三四五六日天]|[0-9]+月[0-9]+[日号]?|[0-9]+[日号])"
)

# Characters that a keyboard offers for one another, so that 前到 is 签到.
_ALIKE = listed(
    "签前千欠迁鉴 到倒道稻 退推腿 访仿放坊防 走奏 请情晴青 假价驾 报抱暴 帮邦 资姿 金今斤 反返 映应硬 周洲 计记既 划画话 助住驻祝注"
)
_HOMOPHONES = {ord(other): group[0] for group in _ALIKE for other in group[1:]}
_DENYING = frozenset("不没无未非别勿")


@dataclass(frozen=True, slots=True)
class _Index:
    """A vocabulary made ready: folded word -> name, and the words from the longest to the shortest."""

    names: dict[str, str]
    words: tuple[str, ...]
    alike: dict[str, str]

    def mentions(self, typed: str) -> list[tuple[int, str]]:
        """The words in a text with their places, longer words before the ones inside them."""
        found = []
        for word in self.words:
            at = typed.find(word) if len(word) > 1 else -1
            if at >= 0 and _stands_alone(typed, at, word):
                found.append((at, word))
                typed = typed.replace(word, "\n" * len(word), 1)
        return sorted(found)


def read_command(text: str, vocabulary: Mapping[str, str]) -> Read:
    """The command of a message; `vocabulary` maps each trigger word to the name of its command.

    The exact word costs one look into the dictionary. A denied command (别签到) and somebody else's
    (帮他签到) are none; a question about one (签到了吗) is asked back.
    """
    name = vocabulary.get(text)
    if name:
        return Command(name, "", text)
    said = _PICTURES.sub("", clean(text)).strip(_SEPARATORS)
    name = vocabulary.get(said) or vocabulary.get(said.replace(" ", ""))
    if name or (said.isascii() and not re.search("[A-Za-z]", said)):
        return Command(name, "", said) if name else None
    return _search(said, _indexed(tuple(vocabulary.items())))


@lru_cache(maxsize=16)
def _indexed(items: tuple[tuple[str, str], ...]) -> _Index:
    names = {fold(word): name for word, name in items}
    words = tuple(sorted((word for word in names if not word.isdigit()), key=len, reverse=True))
    alike = {word.translate(_HOMOPHONES): word for word in words if len(word) > 1 and not word.isascii()}
    return _Index(names, words, alike)


def _search(said: str, index: _Index) -> Read:
    typed = fold(said)
    said = said if len(said) == len(typed) else typed
    day = _DAY.match(typed)
    if day:  # 上周三 is a day, though 上周 may be a command
        return _somewhere(said, typed, "\n" * day.end() + typed[day.end() :], index)
    head = next(
        (word for word in index.words if typed.startswith(word) and _stands_alone(typed, 0, word)), None
    )
    if head:
        return _headed(said, typed, head, index)
    return _mistyped(said, typed, index) or _somewhere(said, typed, typed, index)


def _somewhere(said: str, typed: str, searched: str, index: _Index) -> Read:
    found = index.mentions(searched) if len(typed) <= (SHORT_IN_LETTERS if typed.isascii() else SHORT) else []
    return _inside(said, typed, found, index) if found else _nearly(typed, index)


def _stands_alone(typed: str, at: int, word: str) -> bool:
    """Words in letters are whole words; a word of one character has a separator after it."""
    end = at + len(word)
    after = typed[end : end + 1]
    if len(word) == 1:
        return not after or after in _SEPARATORS
    letters_follow = after.isascii() and after.isalnum()
    return not word.isascii() or not (letters_follow or typed[max(at - 1, 0) : at].isalnum())


def _headed(said: str, typed: str, word: str, index: _Index) -> Read:
    """The message begins with a trigger word."""
    name, rest = index.names[word], typed[len(word) :]
    kept = said[len(word) :].strip(_SEPARATORS)
    if _DONE.fullmatch(rest) or index.names.get(rest.strip(_SEPARATORS)) == name:
        return Command(name, "", word)
    if _UNDONE.match(rest.lstrip(_SEPARATORS)):
        return None
    if rest[0] in _SEPARATORS and not (len(kept) < 5 and _ASKED.search(kept)):
        return Command(name, kept, word)
    return _glued(name, rest, index) or Command(name, kept, word)


def _glued(name: str, rest: str, index: _Index) -> TwoCommands | None:
    """走访李家 is a command; 签到走访, 签到情况 and what is long or a question are asked back."""
    others = [index.names[word] for at, word in index.mentions(rest) if not _DENIED.search(rest[:at])]
    doubtful = _ASKED.search(rest) or _ABOUT.search(rest) or len(rest) >= SHORT
    return _ask(name, *others) if doubtful or set(others) - {name} else None


def _inside(said: str, typed: str, found: list[tuple[int, str]], index: _Index) -> Read:
    """A short message with a trigger word in it: 我要签到, 昨天签到, 张三签到 (asked back)."""
    at, word = found[0]
    before, after = typed[:at].strip(_SEPARATORS), typed[at + len(word) :]
    if _DENIED.search(before) or _UNDONE.match(after):
        return None
    names = [index.names[each] for _, each in found]
    extra = _explained(before)
    if extra is None or _ASKED.search(typed) or _ABOUT.search(after) or len(set(names)) > 1:
        return _ask(*names)
    more = "" if _DONE.fullmatch(after) else said[at + len(word) :].strip(_SEPARATORS)
    return Command(names[0], f"{extra} {more}".strip(), word)


def _explained(before: str) -> str | None:
    """What stands before a trigger word: nothing that matters (`""`), a place or a day; else nothing."""
    if _BEFORE.fullmatch(before):
        return ""
    match = _DAY.fullmatch(before) or _PLACE.fullmatch(before)
    return match[1] if match else None


def _mistyped(said: str, typed: str, index: _Index) -> Command | None:
    """前到, 走仿 李家: characters that sound alike."""
    head = re.split(f"[{re.escape(_SEPARATORS)}]", typed, maxsplit=1)[0]
    bare = re.sub("[了啦啊呀吧]+$", "", head)
    word = index.alike.get(bare.translate(_HOMOPHONES))
    return Command(index.names[word], said[len(head) :].strip(_SEPARATORS), word) if word else None


def _nearly(typed: str, index: _Index) -> TwoCommands | None:
    """One slip in a longer word: asked back."""
    if not 2 < len(typed) <= 8 or typed.isascii():
        return None
    from rapidfuzz.distance import OSA  # 30 ms, paid only by whoever mistypes

    near = [word for word in index.words if len(word) > 2 and OSA.distance(typed, word, score_cutoff=1) == 1]
    names = [index.names[word] for word in near if not (set(word) ^ set(typed)) & _DENYING]
    return _ask(*names) if names else None


def _ask(*names: str) -> TwoCommands:
    return TwoCommands(tuple(dict.fromkeys(names)))
