"""The sheets of the registers: applications, entitlements not enjoyed, needs."""

from __future__ import annotations

from storage.workbook.choices import YES, YES_ALIASES, same
from storage.workbook.columns import Plan
from storage.workbook.making import VILLAGE, choice, code, plain, ref
from storage.workbook.model import words

HOLDERS = {"村": "village", "乡镇": "township", "县": "county", "部门": "department"}
HOLDER_ALIASES = {"村委会": "village", "村两委": "village", "县帮扶办": "county", "行业部门": "department"}
OUTCOMES = {"同意": "agreed", "不同意": "refused", "撤回": "withdrawn"}
OUTCOME_ALIASES = {
    "通过": "agreed",
    "已办结": "agreed",
    "未通过": "refused",
    "驳回": "refused",
    "户主撤回": "withdrawn",
}
NEEDS = ("资金", "物资", "助学", "看病", "住房", "技术", "就业", "销路", "劳力", "陪护", "其他")

APPLICATIONS = Plan(
    "applications", "申请", ("申请台账", "申请事项"),
    (
        code("编码", "申请编码", "申请编号", "流水号", example="SQ26001"),
        ref("household", "户编码", "households", "户号", "户编号", example="SG001"),
        plain("kind", "种类", "text", "申请事项", "事项", required=True, example="危房改造"),
        plain("step", "当前环节", "text", "环节", "步骤", required=True, example="鉴定",
              about=words("the step where it stands")),
        choice("holder", "承办", HOLDERS, HOLDER_ALIASES, aliases=("承办层级", "办理层级"), required=True,
               about=words("who has to take this step: they are reminded of its day")),
        ref("unit", "承办单位编码", "units", "单位编码", example="U01", required=False, about=words("where it is a department")),
        plain("step_due", "环节期限", "date", "办理期限", "到期日期", about=words("the day by which this step has to be taken")),
        plain("next_step", "下一环节", "text", "下一步", default="", about=words("what the household is told comes next")),
        plain("published_from", "公示开始", "date", "公示起"),
        plain("published_to", "公示结束", "date", "公示止"),
        plain("objections", "异议数", "integer", "异议", default=0),
        plain("opened_on", "申请日期", "date", "受理日期", required=True, example="2026-11-02"),
        plain("closed_on", "办结日期", "date", about=words("empty while it is open")),
        choice("outcome", "结果", OUTCOMES, OUTCOME_ALIASES, aliases=("办理结果",)),
    ),
    words("Applications of households, one row each, at the step where they stand."),
)  # fmt: skip

GAPS = Plan(
    "gaps", "应享未享", ("应享未享台账",),
    (
        code("编码", "流水号", example="YX26001"),
        ref("household", "户编码", "households", "户号", "户编号", example="SG001"),
        plain("kind", "种类", "text", "政策", "补助种类", required=True, example="教育",
              about=words("as in the sheet 补助 where it is a grant: once that is paid the gap is closed")),
        plain("since", "发现日期", "date", "起始日期", "登记日期", required=True, example="2026-10-12"),
        plain("closed_on", "销号日期", "date", "办结日期", about=words("empty while it is open")),
    ),
    words("What households are entitled to and do not have yet."),
)  # fmt: skip

NEEDS_PLAN = Plan(
    "needs", "需求", ("需求清单", "需求台账"),
    (
        code("编码", "需求编码", "流水号", example="XQ26001"),
        choice("kind", "种类", same(NEEDS), {"医疗": "看病", "务工": "就业"}, aliases=("需求种类", "类别"), required=True),
        ref("village", "村编码", "regions", "所在村编码", example=VILLAGE),
        ref("household", "户编码", "households", "户号", example="SG001", required=False, about=words("empty: a need of the village")),
        choice("public", "可公开", YES, YES_ALIASES, aliases=("是否公开", "可匿名公开"), default=False,
               about=words("whether donors may see it, without a name")),
        plain("opened_on", "登记日期", "date", "提出日期", required=True, example="2026-11-17"),
        plain("matched_on", "对接日期", "date", "认领日期", about=words("when somebody took it on")),
        plain("closed_on", "办结日期", "date", "落实日期", about=words("empty while it is open")),
    ),
    words("Needs of villages and households, and whether somebody has taken them on."),
)  # fmt: skip

REGISTERS = (APPLICATIONS, GAPS, NEEDS_PLAN)
