"""The sheets of what an office keeps beside the register: public notices, measures, training, duty on holidays."""

from __future__ import annotations

from storage.workbook import choices as c
from storage.workbook.columns import Plan
from storage.workbook.making import VILLAGE, choice, code, plain, ref
from storage.workbook.model import words

TOWNSHIP = "999901101"
"""The code of a township in the examples."""

NO_NAMES = words("a short name; nobody's name, no number")

PUBLIC_NOTICES = Plan(
    "public_notices", "公示", ("公示公告", "公示台账"),
    (
        code("编码", "公示编码", "公示编号", example="GS2601"),
        ref("region", "区域编码", "regions", "村编码", "乡镇编码", example=VILLAGE),
        choice("kind", "类别", c.same(c.NOTICE_KINDS), aliases=("公示类别",), required=True, example="低保"),
        plain("title", "标题", "text", "公示标题", "名称", required=True, example="低保复核", about=NO_NAMES),
        plain("posted", "张贴日期", "date", "公示日期", "发布日期", required=True, example="2026-11-14",
              about=words("the first day of the notice is the day after")),
        plain("ends", "截止日期", "date", "公示截止", "结束日期", required=True, example="2026-11-21",
              about=words("the last day, which counts")),
        plain("objections", "异议数", "integer", "异议条数", default=0),
        choice("result", "结果", c.NOTICE_RESULTS, aliases=("公示结果",),
               about=words("empty: none yet; what was said in the chat stands before it")),
    ),
    words("Public notices of villages and townships. They are asked for their result when they have ended."),
)  # fmt: skip

MEASURES = Plan(
    "measures", "措施", ("帮扶措施", "帮扶计划", "措施台账"),
    (
        code("编码", "措施编码", "措施编号", example="CS2601"),
        ref("village", "村编码", "regions", "区域编码", example=VILLAGE),
        ref("household", "户编码", "households", "户号", example="SG001", required=False,
            about=words("empty: for the whole village")),
        choice("kind", "类别", c.same(c.MEASURE_KINDS), c.MEASURE_ALIASES, aliases=("措施类别",), required=True),
        plain("what", "措施", "text", "措施内容", "名称", required=True, example="养鸡", about=NO_NAMES),
        plain("goal", "目标数量", "number", "目标", required=True, example="50"),
        plain("unit", "单位", "text", "计量单位", required=True, example="只"),
        ref("owner", "责任人编码", "people", "责任人", "帮扶人编码", example="G001"),
        plain("due", "完成时限", "date", "期限", "完成期限", required=True, example="2026-11-26"),
        choice("state", "状态", c.MEASURE_STATES, c.MEASURE_STATE_ALIASES, default="open"),
        plain("reached", "完成数量", "number", "进度", default=0),
        plain("done_on", "完成日期", "date"),
    ),
    words("Measures for households and villages: what, how much, who, by when. Their owners report in the chat."),
)  # fmt: skip

TRAININGS = Plan(
    "trainings", "培训", ("培训班", "培训计划"),
    (
        code("编码", "培训编码", "班次编码", example="PX2601"),
        ref("region", "区域编码", "regions", "村编码", "乡镇编码", example=VILLAGE,
            about=words("whose people may enrol")),
        choice("kind", "类别", c.same(c.TRAINING_KINDS), aliases=("培训类别",), default=""),
        plain("title", "名称", "text", "培训名称", required=True, example="家政培训", about=NO_NAMES),
        plain("place", "地点", "text", "培训地点", required=True, example="村委会"),
        plain("day", "日期", "date", "培训日期", required=True, example="2026-11-21"),
        plain("hour", "时间", "time", "开始时间", required=True, example="9:00"),
        plain("seats", "名额", "integer", "人数", required=True, example="30"),
        plain("opens", "报名开始", "date", required=True, example="2026-11-09"),
        plain("closes", "报名截止", "date", required=True, example="2026-11-20"),
    ),
    words("Sessions of training. People enrol in the chat; who comes after the last seat waits."),
)  # fmt: skip

HOLIDAY_DUTIES = Plan(
    "holiday_duties", "节假日值班", ("值班", "值班表", "值班安排"),
    (
        ref("region", "乡镇编码", "regions", "区域编码", example=TOWNSHIP),
        plain("day", "日期", "date", "值班日期", required=True, example="2026-10-01"),
        ref("person", "人员编码", "people", "值班人员编码", "值班人", example="G001"),
    ),
    words("Who is on duty for a township on a day off. A line for each person and day."),
)  # fmt: skip
