"""The command that a message asks for: 签到, 签到 走访 开会, 走访李家, 我要请假, 簽到, 前到."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handlers.understand.index import SEPARATORS, Index, indexed, stands_alone
from handlers.understand.text import clean, fold, without_hesitation

SHORT = 12
"""Characters of a message in which a trigger word may stand anywhere."""
SHORT_IN_LETTERS = 30


@dataclass(frozen=True, slots=True)
class Command:
    """A command meant: its name, what was said besides (`走访 开会`), and the word that was recognised.

    `rest` is everything the word does not explain. A command that saves at once must understand its
    `rest` or ask: 签到 昨天 is no check-in of today. `glued`: the rest stands right behind the word, which then may
    be part of another one (到村道路不通, 撤回来了).
    """

    name: str
    rest: str
    word: str
    glued: bool = False


@dataclass(frozen=True, slots=True)
class TwoCommands:
    """Commands to ask about (您要:1签到 2签退); one name only where a command is likely but not certain.

    `line` is the message put right (走访 李家 for 走放李家), to be offered for sending back; `""` if it is not certain.
    """

    names: tuple[str, ...]
    line: str = ""


Read = Command | TwoCommands | None

_PICTURES = re.compile("[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]+")
_DENIED = re.compile(
    "(不|别|没|未|无|勿|忘|取消|撤|删|改|更正|作废|退|帮(?!我)|给(?!我)|替|代|他|她|谁(?!是)|人家|别人|\\bnot?|don't|cancel)[^,;。、]{0,4}$"
)
_ASKED = re.compile("吗|[么呢]$|没有?$|怎么|如何|怎样|咋|什么|多少|几[时点]|哪|谁|是不是|能不能|[?]")
_UNDONE = re.compile("不|没(?!有?问题|事|变化|啥)|未|别|过|失败|错|取消|撤|算了|[表条单卡]$")
_ABOUT = re.compile(
    "情况|记录|统计|次数|名单|规定|要求|制度|功能|方法|流程|系统|人员|时间|地点|提醒|状态|结果|率"
)
_DONE = re.compile("(里|了|啦|咯|喽|哦|啊|呀|吧|哈|一下|打卡|完了?|好了|[ ,])*")
_DONE_BEFORE = re.compile("^(?:完了?|好了|了|啦|一下)+")
_OR_NOT = re.compile("(?:了)?(?:不|没|没有|吗)$")
_PARTED = re.compile("我?(?:想|要|再)?请(个|[^不没了完过假]{1,4})假(?:了|吧)?")
_CODED = re.compile("^([A-Za-z]{2})(?=[0-9]{1,3}(?:[^0-9-]|$))")
_SPELLED_OUT = re.compile("(?:[^ -~] ){2,}[^ -~]")
_NAMED = re.compile("(?:老|小)?[^ ]{1,8}(?:家|户)")
"""Who may stand before a command that is about somebody: 李家走访."""
_BEFORE = re.compile(
    "(你好|您好|好的|我们?|今天|今日|现在|刚|已经?|正在|要|想|需要|来|去|在|到|进|给我|麻烦|请|帮我|申请|办理?|填|发|做"
    "|查一?下?|看一?下?|看看|[ ,]|\\b(i|want|to|please)\\b)*"
)
_PLACE = re.compile("(?:我们?|今天|现在|已经|刚|人)*[在到来去](.+?)[了, ]*")
_DAY = re.compile(
    "我?((?:昨|明)[天日晚]|前天|大前天|后天|(?:上|本|这|下)?个?(?:周|星期|礼拜)[一二三四五六日天]|[0-9]+月[0-9]+[日号]?|[0-9]+[日号])"
)


def read_command(text: str, vocabulary: Mapping[str, str]) -> Read:
    """The command of a message; `vocabulary` maps each trigger word to the name of its command.

    The exact word costs one look into the dictionary. A denied command (别签到) and somebody else's
    (帮他签到) are none; a question about one (签到了吗) is asked back.
    """
    name = vocabulary.get(text)
    if name:
        return Command(name, "", text)
    said = without_hesitation(_PICTURES.sub("", clean(text)).strip(SEPARATORS))
    said = said.replace(" ", "") if _SPELLED_OUT.fullmatch(said) and said[0] not in vocabulary else said
    name = (
        vocabulary.get(said)
        or vocabulary.get(said.replace(" ", ""))
        or vocabulary.get(said.replace("-", " ").lower())
    )
    if name or (said.isascii() and not re.search("[A-Za-z]", said)):
        return Command(name, "", said) if name else None
    return _search(said, indexed(tuple(vocabulary.items())))


def _search(said: str, index: Index) -> Read:
    said = _CODED.sub(r"\1 ", said) if said[:2].lower() in index.names else said
    typed = fold(said)
    said = said if len(said) == len(typed) else typed
    if leave := _parted(typed, index):
        return leave
    day = _DAY.match(typed)
    if day:  # 上周三 is a day, though 上周 may be a command
        return _somewhere(said, typed, "\n" * day.end() + typed[day.end() :], index)
    head = next(
        (word for word in index.words if typed.startswith(word) and stands_alone(typed, 0, word)), None
    )
    if head:
        return _headed(said, typed, head, index)
    return (
        _mistyped(said, typed, index)
        or _somewhere(said, typed, typed, index)
        or _mistyped_glued(said, typed, index)
    )


def _parted(typed: str, index: Index) -> Command | None:
    """请三天假: the one word that is said in two parts."""
    parted = _PARTED.fullmatch(typed)
    name = index.names.get("请假") if parted else None
    return Command(name, parted[1].replace("个", ""), "请假") if parted and name else None


def _somewhere(said: str, typed: str, searched: str, index: Index) -> Read:
    found = index.mentions(searched) if len(typed) <= (SHORT_IN_LETTERS if typed.isascii() else SHORT) else []
    if found:
        return _inside(said, typed, found, index)
    near = [index.names[word] for word in index.near(typed)]
    return _ask(*near) if near else None


def _headed(said: str, typed: str, word: str, index: Index) -> Read:
    """The message begins with a trigger word."""
    name, rest = index.names[word], typed[len(word) :]
    kept = _DONE_BEFORE.sub("", said[len(word) :]).strip(SEPARATORS)
    if _OR_NOT.fullmatch(rest):
        return _ask(name)
    if _DONE.fullmatch(rest) or index.names.get(rest.strip(SEPARATORS)) == name:
        return Command(name, "", word)
    if _UNDONE.match(rest.lstrip(SEPARATORS)):
        return None
    if rest[0] in SEPARATORS and not (len(kept) < 5 and _ASKED.search(kept)):
        return Command(name, kept, word)
    return _glued(name, rest, index) or Command(name, kept, word, glued=True)


def _glued(name: str, rest: str, index: Index) -> TwoCommands | None:
    """走访李家 is a command; 签到走访, 签到情况 and what is long or a question are asked back."""
    others = [index.names[word] for at, word in index.mentions(rest) if not _DENIED.search(rest[:at])]
    doubtful = _ASKED.search(rest) or _ABOUT.search(rest) or len(rest) >= SHORT
    return _ask(name, *others) if doubtful or set(others) - {name} else None


def _inside(said: str, typed: str, found: list[tuple[int, str]], index: Index) -> Read:
    """A short message with a trigger word in it: 我要签到, 昨天签到, 张三签到 (asked back)."""
    at, word = found[0]
    before, after = typed[:at].strip(SEPARATORS), typed[at + len(word) :]
    if _DENIED.search(before) or _UNDONE.match(after):
        return None
    names = [index.names[each] for place, each in found if not _DENIED.search(typed[at + len(word) : place])]
    extra = _explained(before)
    if extra is None and _NAMED.fullmatch(before) and len(set(names)) == 1 and not _ASKED.search(typed):
        return TwoCommands((names[0],), _line(word, before, after))
    if extra is None or _ASKED.search(typed) or _ABOUT.search(after) or len(set(names)) > 1:
        return _ask(*names)
    more = "" if _DONE.fullmatch(after) else _DONE_BEFORE.sub("", said[at + len(word) :]).strip(SEPARATORS)
    return Command(names[0], f"{extra} {more}".strip(), word, glued=bool(more) and after[0] not in SEPARATORS)


def _explained(before: str) -> str | None:
    """What stands before a trigger word: nothing that matters (`""`), a place or a day; else nothing."""
    if _BEFORE.fullmatch(before.removesuffix("的")):
        return ""
    match = _DAY.fullmatch(before.removesuffix("的")) or _PLACE.fullmatch(before)
    return match[1] if match else None


def _mistyped(said: str, typed: str, index: Index) -> Command | None:
    """前到, 走仿 李家: characters that sound alike."""
    head = re.split(f"[{re.escape(SEPARATORS)}]", typed, maxsplit=1)[0]
    word = index.sounding(re.sub("[了啦啊呀吧]+$", "", head))
    return Command(index.names[word], said[len(head) :].strip(SEPARATORS), word) if word else None


def _mistyped_glued(said: str, typed: str, index: Index) -> TwoCommands | None:
    """走放李家: asked back with the line as it was probably meant."""
    word = index.sounding_first(typed) if len(typed) <= SHORT else None
    if word is None or _UNDONE.match(typed[len(word) :]) or _ASKED.search(typed):
        return None
    return TwoCommands((index.names[word],), _line(word, said[len(word) :]))


def _line(word: str, *rest: str) -> str:
    """A line to send: the word, and what was said besides."""
    kept = (_DONE_BEFORE.sub("", part).strip(SEPARATORS) for part in rest)
    return " ".join(filter(None, (word, *kept)))


def _ask(*names: str) -> TwoCommands:
    return TwoCommands(tuple(dict.fromkeys(names)))
