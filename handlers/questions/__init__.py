"""即时查询 (D50): short questions of whoever leads, supervises or answers for a unit; numbers lead on."""

from handlers.dialog import Command, Dialog
from handlers.questions import glance, person, talk, unit

DIALOG = Dialog(
    "questions",
    commands=(
        Command(
            "ask_on_site",
            ("驻村情况", "本周驻村", "驻村", "谁没来", "谁没到", "谁没签到", "谁在村", "谁请假", "on site"),
            talk.on_site,
            asks=True,
            knows=talk.knows_on_site,
        ),
        Command(
            "ask_visits",
            ("走访进度", "走访情况", "走访", "走仿", "走訪", "visits"),
            talk.visits,
            asks=True,
            knows=talk.knows_visits,
        ),
        Command("ask_problems", ("问题督办", "问题", "problems"), talk.problems, asks=True),
        Command("compare", ("对比", "比较", "compare"), talk.compare, asks=True),
        Command("ranking", ("排名", "排行", "排行榜", "ranking"), talk.ranking, asks=True),
        Command("ask_village", ("查村", "村", "村情", "village"), glance.village, asks=True),
        Command("ask_unit", ("查单位", "单位", "unit"), unit.unit, asks=True),
        Command("ask_person", ("查人", "人", "person named"), person.person, asks=True),
    ),
)
