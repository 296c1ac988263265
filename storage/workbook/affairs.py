"""The sheets of what offices keep of the affairs of households: insurance."""

from __future__ import annotations

from storage.workbook.columns import Plan
from storage.workbook.making import choice, plain, ref
from storage.workbook.model import words

INSURED = {"已缴": "paid", "未缴": "unpaid", "免缴": "exempt", "不详": "unknown"}
INSURED_ALIASES = {"已参保": "paid", "未参保": "unpaid", "资助参保": "exempt", "是": "paid", "否": "unpaid"}

INSURANCES = Plan(
    "insurances", "参保", ("医保参保", "医保缴费", "城乡居民医保"),
    (
        ref("person", "人员编码", "people", "成员编码", example="SG001-1"),
        plain("year", "年度", "year", "参保年度", "年份", required=True, example="2027",
              about=words("the year that is insured, not the one in which it is paid")),
        choice("state", "缴费状态", INSURED, INSURED_ALIASES, aliases=("状态", "参保状态"), required=True,
               about=words("nobody is asked for what is 不详")),
        plain("paid_on", "缴费日期", "date", "参保日期"),
        plain("known_on", "截至日期", "date", "数据日期", "统计日期", required=True, example="2026-11-20",
              about=words("the day of the list that this is from")),
    ),
    words("Whether the health insurance of each member of a household is paid, as the insurance office lists it."),
)  # fmt: skip

AFFAIRS = (INSURANCES,)
