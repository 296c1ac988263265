"""The sheets and columns of the workbook, as data: reading, checking, template and docs follow it."""

from __future__ import annotations

from storage.workbook import choices as c
from storage.workbook.affairs import AFFAIRS
from storage.workbook.columns import Plan
from storage.workbook.making import VILLAGE, choice, code, plain, ref, spell
from storage.workbook.model import words
from storage.workbook.papers import HOLIDAY_DUTIES, MEASURES, PUBLIC_NOTICES, TRAININGS
from storage.workbook.profile import PROFILE
from storage.workbook.registers import REGISTERS

REGIONS = Plan(
    "regions", "区域", ("区划", "行政区划", "地区"),
    (
        code("编码", "区域编码", "区划编码", "行政区划代码", "代码", example=VILLAGE),
        plain("name", "名称", "name", "区域名称", "区划名称", required=True, example="石关村"),
        choice("level", "级别", c.LEVELS, c.LEVEL_ALIASES, aliases=("层级",), required=True, example="村"),
        ref("parent", "上级编码", "regions", "上级", "上级区划编码", "父级编码", example="999901101", required=False,
            about=words("empty for the uppermost region only")),
        plain("tags", "标签", "list", "村标签", example="省定贫困村、高寒山区村", default=()),
        plain("valid_from", "启用日期", "date"),
        plain("valid_to", "停用日期", "date", about=words("for a region that was merged or renamed")),
    ),
    words("Regions of the administrative tree, down to the village."),
)  # fmt: skip

PROFILES = Plan(
    "profiles", "村情", ("村情档案", "村情概况"),
    (ref("region", "区域编码", "regions", "编码", "村编码", example=VILLAGE), *PROFILE),
    words("What is known about a village or a wider region. Every column but the first may be left out."),
)  # fmt: skip

UNITS = Plan(
    "units", "单位", ("帮扶单位", "部门"),
    (
        code("编码", "单位编码", "代码", example="U01"),
        plain("name", "名称", "name", "单位名称", required=True, example="县城管局"),
        choice("level", "级别", c.same(c.UNIT_LEVELS), aliases=("单位级别", "隶属")),
        ref("region", "区域编码", "regions", "所在区域编码", "所在区域", example="999901", required=False),
        choice("matter", "主管事项", c.MATTERS, c.MATTER_ALIASES, aliases=("事项",),
               about=words("for a department that answers for a matter")),
    ),
    words("Helping units, departments and donors."),
)  # fmt: skip

_NAME = plain("name", "姓名", "name", "人员姓名", "成员姓名", example="李明", required=True)
_SEX = choice("sex", "性别", c.same(c.SEXES), about=words("read from the ID number where it is empty"))
_BIRTH = plain("birth", "出生日期", "date", "出生年月日", "生日", example="1975-01-01",
               about=words("read from the ID number where it is empty"))  # fmt: skip
_PHONE = plain("phone", "手机号", "phone", "手机", "手机号码", "电话", "联系电话", "电话号码", "联系方式",
               example="19900000001")  # fmt: skip
_ID = plain("id_number", "身份证号", "id", "身份证", "身份证号码", "公民身份号码", "证件号码", "证件号",
            example="999901197501010018")  # fmt: skip

PEOPLE = Plan(
    "people", "人员", ("干部", "干部名单", "帮扶人员", "人员名单"),
    (
        code("编码", "人员编码", "工号", "干部编码", example="G001"),
        _NAME, _SEX, _BIRTH, _PHONE, _ID,
        ref("unit", "单位编码", "units", "工作单位编码", "所在单位编码", example="U01", required=False),
        plain("rank", "职级", "text", "级别", "职务级别", example="一般干部", default=""),
        choice("language", "语言", c.LANGUAGES, c.LANGUAGE_ALIASES, default=None),
    ),
    words("Cadres, leaders and everybody else who works in the programme; members of households stand in 家庭成员."),
)  # fmt: skip

_PERSON = ref("person", "人员编码", "people", "工号", "干部编码", example="G001")

ROLES = Plan(
    "roles", "角色", ("人员角色", "任职", "职责"),
    (
        _PERSON,
        choice("kind", "角色", c.ROLES, c.ROLE_ALIASES, aliases=("角色类型", "身份"), required=True),
        ref("region", "区域编码", "regions", "所在区域编码", example=VILLAGE, required=False,
            about=words("the area the role reaches")),
        ref("unit", "单位编码", "units", example="U01", required=False),
        *spell("开始日期", "结束日期"),
    ),
    words("What a person is, and where: this decides what he or she may see."),
)  # fmt: skip

ASSIGNMENTS = Plan(
    "assignments", "驻村", ("驻村安排", "驻村任务"),
    (
        _PERSON,
        ref("village", "村编码", "regions", "区域编码", "驻村编码", example=VILLAGE),
        choice("duty", "职责", c.same(c.DUTIES), aliases=("驻村职责", "岗位"), required=True),
        plain("share", "时间占比", "percent", "占比", example="100", default=100,
              about=words("per cent of the person's on-site time; a person is listed in the village of the largest")),
        *spell("开始日期", "结束日期"),
    ),
    words("Who is bound by the weekly on-site days, and in which village."),
)  # fmt: skip

HOUSEHOLDS = Plan(
    "households", "农户", ("户", "贫困户", "帮扶户", "户信息"),
    (
        code("户编码", "编码", "户号", "户编号", example="SG001"),
        ref("village", "村编码", "regions", "所在村编码", "区域编码", example=VILLAGE),
        plain("group_no", "组", "integer", "村民小组", "组别", "小组", example="2", required=True),
        choice("category", "户类型", c.same(c.CATEGORIES), c.CATEGORY_ALIASES, aliases=("户属性", "农户类型")),
        choice("cause", "致贫原因", c.same(c.CAUSES), c.CAUSE_ALIASES, aliases=("主要致贫原因",)),
        choice("state", "状态", c.STATES, c.STATE_ALIASES, aliases=("户状态", "脱贫状态"), required=True),
        choice("watched", "监测户", c.YES, c.YES_ALIASES, aliases=("是否监测户", "监测对象"), default=False),
        plain("exited_on", "脱贫日期", "date", "退出日期", "销号日期"),
        plain("rechecked_on", "复核日期", "date", "年度复核日期", about=words("when the household was last looked at again")),
        plain("marks", "特殊标记", "list", "标记", example="留守儿童、退役军人", default=()),
    ),
    words("Households in the register."),
)  # fmt: skip

MEMBERS = Plan(
    "members", "家庭成员", ("成员", "户成员", "家庭人口"),
    (
        ref("household", "户编码", "households", "户号", "户编号", example="SG001"),
        code("人员编码", "成员编码", "编码", example="SG001-1"),
        plain("name", "姓名", "name", "成员姓名", example="李明",
              about=words("may be left empty for a person who stands in 人员")),
        _SEX, _BIRTH, _PHONE, _ID,
        choice("relation", "与户主关系", c.same(c.RELATIONS), c.RELATION_ALIASES, aliases=("关系", "户主关系"), required=True),
        choice("labour", "劳动能力", c.same(c.LABOUR), aliases=("劳动力", "劳动技能")),
        choice("health", "健康状况", c.same(c.HEALTH), aliases=("健康",)),
        choice("school", "在读阶段", c.same(c.SCHOOLS), aliases=("在校生状况", "就读情况")),
        plain("starts", "加入日期", "date", "入户日期",
              about=words("since when a member; empty: for as long as anybody knows")),
        plain("ends", "离开日期", "date", "离户日期", about=words("the last day; empty while it goes on")),
    ),
    words("Members of the households, one row each; the head is the one whose relation is 户主."),
)  # fmt: skip

PAIRINGS = Plan(
    "pairings", "结对", ("结对帮扶", "帮扶结对"),
    (
        ref("household", "户编码", "households", "户号", "户编号", example="SG001"),
        ref("helper", "帮扶人编码", "people", "责任人编码", "帮扶责任人编码", "人员编码", example="G001"),
        choice("primary", "类型", c.PAIRINGS, aliases=("结对类型",), default=True),
        *spell("开始日期", "结束日期"),
    ),
    words("Which helper answers for which household; one primary helper at a time."),
)  # fmt: skip

PROJECTS = Plan(
    "projects", "项目", ("扶贫项目", "项目库"),
    (
        code("编码", "项目编码", "项目编号", example="P2601"),
        plain("name", "名称", "text", "项目名称", required=True, example="马铃薯种植500亩"),
        ref("village", "村编码", "regions", "实施村编码", "区域编码", example=VILLAGE),
        choice("kind", "类别", c.same(c.PROJECT_KINDS), aliases=("项目类别",), required=True),
        choice("state", "状态", c.PROJECT_STATES, c.PROJECT_STATE_ALIASES, aliases=("项目状态",), required=True),
        plain("progress", "进度", "percent", "形象进度", example="80", default=0),
        plain("approved_fen", "批复金额(元)", "amount", "批复资金", "总投资", "计划投资", example="240000", required=True),
        plain("households", "受益户数", "integer", "受益户", example="62", default=0),
        choice("matter", "主管事项", c.MATTERS, c.MATTER_ALIASES, aliases=("事项",)),
        plain("in_charge", "负责人", "name", "项目负责人", example="陈刚", default=""),
        plain("note", "说明", "text", "备注", default=""),
        plain("published_from", "公示开始", "date", "公示起", "公示开始日期",
              about=words("empty: not published, and not shown to those who see only what is")),
        plain("published_to", "公示结束", "date", "公示止", "公示结束日期"),
    ),
    words("Projects of the villages."),
)  # fmt: skip

FUNDS = Plan(
    "funds", "资金", ("资金台账", "资金流水"),
    (
        code("编码", "资金编码", "流水号", "凭证号", example="F260001"),
        plain("year", "年度", "year", "年份", required=True, example="2026"),
        ref("region", "区域编码", "regions", "村编码", example=VILLAGE),
        choice("source", "来源", c.SOURCES, c.SOURCE_ALIASES, aliases=("资金来源",), required=True),
        choice("step", "环节", c.STEPS, c.STEP_ALIASES, aliases=("收支", "到位/支出"), required=True),
        plain("amount_fen", "金额(元)", "amount", "资金金额", required=True, example="600000"),
        plain("day", "日期", "date", "发生日期", required=True, example="2026-03-20"),
        choice("industry", "产业", c.YES, c.YES_ALIASES, aliases=("产业资金", "是否产业"), default=False,
               about=words("on 到位 rows: meant for industry")),
        choice("direct", "直接到户", c.YES, c.YES_ALIASES, aliases=("到户", "是否直接到户"), default=False,
               about=words("on 到位 rows: industry money that goes straight to households")),
        ref("project", "项目编码", "projects", example="P2601", required=False),
        ref("household", "户编码", "households", example="SG001", required=False),
        ref("unit", "单位编码", "units", "出资单位编码", example="U01", required=False),
        choice("published", "已公示", c.YES, c.YES_ALIASES, aliases=("是否公示",), default=False),
    ),
    words("Movements of money, as the finance office keeps them. Bangfu shows them and never moves any."),
)  # fmt: skip

GRANTS = Plan(
    "grants", "补助", ("补助发放", "惠农补贴"),
    (
        code("编码", "补助编码", "流水号", example="B260001"),
        ref("household", "户编码", "households", "户号", example="SG001"),
        ref("person", "人员编码", "people", "成员编码", example="SG001-1", required=False,
            about=words("whose benefit it is; empty: the household's")),
        plain("kind", "种类", "text", "补助种类", "补助名称", required=True, example="低保"),
        plain("year", "年度", "year", "年份", required=True, example="2026"),
        plain("amount_fen", "金额(元)", "amount", "补助金额", required=True, example="320"),
        plain("paid_on", "发放日期", "date", "到账日期", "支付日期", about=words("empty: granted, not yet paid")),
        plain("card_tail", "卡尾号", "tail", "银行卡尾号", example="1234", default=""),
        choice("personal", "仅本人可见", c.YES, c.YES_ALIASES, aliases=("本人可见",), default=False,
               about=words("other members of the household do not see it")),
        plain("note", "说明", "text", "备注", default=""),
    ),
    words("Benefits granted to households and their members."),
)  # fmt: skip

PLANS = (
    REGIONS, PROFILES, UNITS, PEOPLE, ROLES, ASSIGNMENTS, HOUSEHOLDS, MEMBERS, PAIRINGS, PROJECTS, FUNDS, GRANTS,
    PUBLIC_NOTICES, MEASURES, TRAININGS, HOLIDAY_DUTIES,
    *AFFAIRS, *REGISTERS,
)  # fmt: skip

BY_KEY = {plan.key: plan for plan in PLANS}
