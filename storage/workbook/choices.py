"""The words a cell may hold, and the key each is stored under (itself, unless said otherwise)."""

from __future__ import annotations

from collections.abc import Mapping

LEVELS = {"省": "province", "市": "city", "县": "county", "乡镇": "township", "村": "village"}
LEVEL_ALIASES = {
    "区": "county", "县区": "county", "管理区": "county", "经开区": "county",
    "乡": "township", "镇": "township", "街道": "township", "街道办事处": "township", "办事处": "township",
    "社区": "village",
}  # fmt: skip

UNIT_LEVELS = ("中直", "省直", "市直", "县直", "镇直", "企业", "高校", "部队", "协作", "社会组织")

MATTERS = {
    "吃穿": "food", "上学": "school", "看病": "health", "住房": "housing", "饮水": "water",
    "收入": "income", "道路": "road", "资金": "money", "其他": "other",
}  # fmt: skip
MATTER_ALIASES = {"教育": "school", "医疗": "health", "产业": "income", "交通": "road", "民政": "food"}

SEXES = ("男", "女")
LANGUAGES = {"中文": "zh_Hans", "英文": "en"}
LANGUAGE_ALIASES = {"English": "en", "英语": "en", "简体中文": "zh_Hans"}
RANKS = ("正县级", "副县级", "正科级", "副科级", "一般干部", "事业人员", "工勤人员")

ROLES = {
    "帮扶责任人": "helper", "队员": "team_member", "队长": "team_leader", "第一书记": "first_secretary",
    "村两委": "village_officer", "信息员": "info_officer", "义务监督员": "supervisor",
    "乡镇专干": "township_clerk", "乡镇领导": "township_leader", "县帮扶办": "county_office",
    "县领导": "county_leader", "行业部门": "department", "单位联络人": "unit_contact",
    "单位领导": "unit_leader", "督查": "inspector", "审计": "auditor", "捐助方": "donor", "管理员": "admin",
}  # fmt: skip
ROLE_ALIASES = {
    "帮扶人": "helper", "驻村队员": "team_member", "工作队队长": "team_leader", "村文书": "village_officer",
    "村干部": "village_officer", "村级义务监督员": "supervisor", "乡镇扶贫专干": "township_clerk",
    "县扶贫办": "county_office", "帮扶单位联络人": "unit_contact", "帮扶单位领导": "unit_leader",
    "财政": "auditor", "系统管理员": "admin",
}  # fmt: skip

DUTIES = ("帮扶责任人", "队员", "队长", "第一书记", "科技特派员", "大学生村官", "支教", "支医")

CATEGORIES = (
    "扶贫对象户", "扶贫低保户", "低保户", "五保户", "特困供养户", "脱贫户", "脱贫不稳定户", "边缘易致贫户",
    "突发严重困难户", "一般农户",
)  # fmt: skip
CATEGORY_ALIASES = {"建卡贫困户": "扶贫对象户", "建档立卡户": "扶贫对象户", "贫困户": "扶贫对象户"}

CAUSES = (
    "因病", "因残", "因学", "因灾", "缺技术", "缺劳力", "缺资金", "缺产业", "缺土地", "交通条件落后", "缺水",
    "自身动力不足", "因婚", "因意外", "其他",
)  # fmt: skip
# 因病至贫 and the like stand in real papers (domain.md I18).
CAUSE_ALIASES = {
    "因病致贫": "因病", "因病至贫": "因病", "因病返贫": "因病", "因残致贫": "因残", "因学致贫": "因学",
    "因灾致贫": "因灾", "缺劳动力": "缺劳力", "无劳动力": "缺劳力", "失地": "缺土地",
}  # fmt: skip

STATES = {"在档": "active", "已脱贫": "exited", "已注销": "closed"}
STATE_ALIASES = {"销号": "exited", "出列": "exited", "脱贫": "exited", "注销": "closed"}

RELATIONS = (
    "户主", "配偶", "之子", "之女", "之儿媳", "之女婿", "之孙子", "之孙女", "之外孙子", "之外孙女", "之父", "之母",
    "之岳父", "之岳母", "之祖父", "之祖母", "之兄弟姐妹", "其他",
)  # fmt: skip
RELATION_ALIASES = {
    "本人": "户主", "儿子": "之子", "女儿": "之女", "儿媳": "之儿媳", "女婿": "之女婿", "孙子": "之孙子",
    "孙女": "之孙女", "父亲": "之父", "母亲": "之母", "公公": "之父", "婆婆": "之母",
}  # fmt: skip
LABOUR = ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力")
HEALTH = ("健康", "长期慢性病", "患有大病", "残疾")
SCHOOLS = (
    "非在校", "学前", "幼儿园", "小学", "小学寄宿", "初中", "初中寄宿", "高中", "中职", "高职", "大专", "本科", "研究生",
)  # fmt: skip

PAIRINGS = {"主要": True, "协助": False}
PROJECT_KINDS = ("产业", "基础设施", "民生")
PROJECT_STATES = {
    "计划": "planned", "在建": "building", "停工": "stopped", "完工": "finished", "验收": "accepted",
}  # fmt: skip
PROJECT_STATE_ALIASES = {
    "未开工": "planned",
    "完工待验收": "finished",
    "已完工": "finished",
    "已验收": "accepted",
}
SOURCES = {"财政": "fiscal", "对口": "paired", "社会": "social", "单位": "unit"}
SOURCE_ALIASES = {
    "财政专项": "fiscal", "财政专项扶贫资金": "fiscal", "对口帮扶": "paired", "社会捐助": "social", "帮扶单位": "unit",
}  # fmt: skip
STEPS = {"到位": "received", "支出": "spent"}
STEP_ALIASES = {"拨入": "received", "已支出": "spent", "支付": "spent"}

NOTICE_KINDS = ("对象", "低保", "危房", "项目", "资金", "考核结果", "其他")
NOTICE_RESULTS = {"无异议": "clear", "有异议": "contested", "撤下": "withdrawn"}
# The six kinds that reach villages and households, and the eleven matters (domain.md E10), as one list.
MEASURE_KINDS = (
    "产业", "就业培训", "就学", "就医", "住房", "饮水", "道路", "电力", "文化信息", "生活保障", "生态移民",
    "基础设施", "其他",
)  # fmt: skip
MEASURE_ALIASES = {
    "产业扶贫": "产业", "教育培训": "就业培训", "农村危房改造": "住房", "危房改造": "住房", "扶贫生态移民": "生态移民",
    "搬迁": "生态移民", "教育": "就学", "医疗": "就医",
}  # fmt: skip
MEASURE_STATES = {"进行中": "open", "已完成": "done", "取消": "dropped"}
MEASURE_STATE_ALIASES = {"未完成": "open", "完成": "done", "未开始": "open", "停止": "dropped"}
TRAINING_KINDS = ("实用技术", "创业", "引导性", "职业技能", "进城农民工", "雨露计划", "干部培训", "其他")

YES = {"是": True, "否": False}
YES_ALIASES = {
    "有": True, "无": False, "√": True, "✓": True, "1": True, "0": False, "Y": True, "N": False,
    "TRUE": True, "FALSE": False,
}  # fmt: skip


def same(words: tuple[str, ...]) -> Mapping[str, str]:
    """Words stored as they are."""
    return {word: word for word in words}
