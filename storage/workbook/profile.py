"""The columns of 村情: a village's profile in the order of domain.md 2.2, then those of wider regions."""

from __future__ import annotations

from storage.workbook.columns import Column, Kind
from storage.workbook.model import words


def _many(kind: Kind, *columns: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(key, header, kind) for key, header in columns)


PLACE = _many(
    "number", ("altitude_m", "平均海拔(米)"), ("area_km2", "面积(平方公里)"), ("seat_km", "距乡政府(公里)")
)

PEOPLE = (
    *_many("integer", ("groups", "村民组数"), ("hamlets", "自然村数")),
    Column("households", "总户数", "integer", ("户数",), example="65"),
    Column("persons", "总人口", "integer", ("人口", "全村人口"), example="247"),
    Column("labour", "劳动力", "integer", ("劳动人口", "劳动力人数"), example="72"),
    Column("migrants", "外出务工", "integer", ("外出务工人数", "常年在外务工"), example="40"),
    Column("poor_households", "贫困户数", "integer", ("建卡贫困户", "建档立卡户数"), example="30"),
    Column("poor_persons", "贫困人口", "integer", ("贫困人数", "建档立卡人口"), example="97"),
    Column("exited_persons", "已脱贫人口", "integer", ("脱贫人口",)),
    Column("illness_share", "因病致贫占比(%)", "number", ("因病占比",), example="49.5"),
)

LAND = _many(
    "number",
    ("arable_mu", "耕地(亩)"),
    ("sown_mu", "播种面积(亩)"),
    ("cash_mu", "经济作物(亩)"),
    ("grain_kg", "人均粮食(公斤)"),
)

MONEY = (
    Column("output_fen", "社会总产值(元)", "amount", ("总产值",)),
    Column("farm_output_fen", "农业总产值(元)", "amount"),
    Column("net_income_fen", "人均纯收入(元)", "amount", ("农民人均纯收入",), example="2180"),
    Column("collective_fen", "集体经济收入(元)", "amount", ("村集体经济收入",)),
)

SERVICES = (
    Column("power", "通电情况", "text", default=""),
    *_many("integer", ("phone_households", "电话户数"), ("schools", "小学数"), ("clinics", "卫生室数")),
    Column("water_households", "饮水困难户", "integer", ("饮水困难户数",)),
    Column("water_persons", "饮水困难人口", "integer", ("饮水困难人数",)),
    Column("water_animals", "饮水困难牲畜", "integer"),
    Column("road", "道路", "text", ("道路情况",), default=""),
    Column("hazards", "灾害", "text", ("自然灾害",), default=""),
)

SOCIETY = (
    *_many("integer", ("party_branches", "党支部数"), ("party_members", "党员数")),
    *_many("integer", ("family_farms", "家庭农场数"), ("cooperatives", "合作社数")),
    Column("products", "主要产业", "list", ("现有产业",), default=()),
    Column("planned_products", "规划产业", "list", ("计划产业",), default=(),
           about=words("compared with the products there are")),
    Column("heritage", "文物旅游", "text", default=""),
    Column("digital", "信息化", "text", ("信息化水平",), default=""),
)  # fmt: skip

WIDER = (
    Column("poverty_rate", "贫困发生率(%)", "number", example="14.8",
           about=words("of the whole population of the region")),
    Column("marked_villages", "重点村数", "integer", ("贫困村数",), example="441"),
    *_many("integer", ("national_villages", "国定贫困村数"), ("provincial_villages", "省定贫困村数"),
           ("municipal_villages", "市定贫困村数")),
    Column("provincial_key", "省定村:重点县", "integer", about=words("part of 省定贫困村数")),
    Column("provincial_other", "省定村:面上县", "integer", about=words("part of 省定贫困村数")),
    Column("mountain_villages", "高寒山区村数", "integer"),
    Column("mountain_marked", "高寒山区村:重点村", "integer", about=words("counted in 重点村数 as well")),
    Column("exit_villages", "计划出列村数", "integer", about=words("sum over the years of the plan")),
    Column("grid_villages", "农网改造村数", "integer", about=words("sum over the years of the plan")),
)  # fmt: skip

PROFILE = (*PLACE, *PEOPLE, *LAND, *MONEY, *SERVICES, *SOCIETY, *WIDER)
