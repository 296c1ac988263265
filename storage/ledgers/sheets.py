"""The sheets of the ledgers with their columns. Keys are what mapping files name; headers are what offices print."""

from __future__ import annotations

from storage.ledgers.model import Field, Kind, Table

WEEKS = 6
"""Most ISO weeks that have a day in one month."""


def _fields(lines: str) -> tuple[Field, ...]:
    """A field a line: key, header, kind (text where there is none)."""
    found = []
    for line in lines.strip().splitlines():
        key, header, *kind = line.split()
        found.append(Field(key, header, _kind(kind[0]) if kind else "text"))
    return tuple(found)


def _kind(word: str) -> Kind:
    kinds: dict[str, Kind] = {
        "long": "long", "code": "code", "mark": "mark", "date": "date", "moment": "moment", "integer": "integer",
        "money": "money", "phone": "phone", "id": "id", "secret": "secret",
    }  # fmt: skip
    return kinds[word]


PLACE = """
township 乡镇
village 村
group_no 村民组 integer
"""
HOME = f"""
{PLACE.strip()}
code 户编号 code
head 户主
persons 人口数 integer
labour 劳动力数 integer
category 户类型
cause 致贫原因
state 状态
watched 监测户
exited_on 脱贫日期 date
marks 特殊标记
helper 帮扶责任人
unit 帮扶单位
visits 本期走访次数 integer
visited_on 最近走访 date
open 未办结问题 integer
paid 本期已发补助(元) money
"""
MEMBERS = Table(
    "members",
    "家庭成员",
    _fields(f"""
{PLACE.strip()}
code 户编号 code
name 姓名
relation 与户主关系
sex 性别
birth 出生日期 date
id 身份证号 id
phone 联系电话 phone
labour 劳动能力
health 健康状况 secret
school 在校情况
"""),
)
VISITS = Table(
    "visits",
    "走访记录",
    _fields(f"""
number 编号 code
day 走访日期 date
{PLACE.strip()}
code 户编号 code
head 户主
helper 走访人
unit 单位
manner 方式
met 见到
matters 发现问题
said 困难意见 long
done 帮办事项 long
photos 照片数 integer
next 下次走访 date
remarks 备注
saved 录入时间 moment
"""),
)
PROBLEMS = Table(
    "problems",
    "问题台账",
    _fields(f"""
number 序号 integer
{PLACE.strip()}
code 户编号 code
head 户主
matter 问题类别
text 问题内容 long
urgent 紧急
visit 走访编号 code
owner 责任人
unit 责任单位
opened 发现日期 date
due 办结期限 date
state 状态
closed 办结日期 date
late 逾期天数 integer
"""),
)
GRANTS = Table(
    "grants",
    "享受补助",
    _fields("""
code 户编号 code
head 户主
year 年度 integer
kind 补助项目
amount 金额(元) money
paid_on 发放日期 date
person 享受人
"""),
)
MARKS = (
    "述=本人报告 访=走访记录 记=民情日记 码=当日码 位=位置 照=照片 证=村里确认 差=公差计入 待=待核 假=请假;"
    "周栏为 实到/应到 结果,按单位计的另写单位合计天数"
)
ATTENDANCE = Table(
    "attendance",
    "驻村考勤表",
    (
        *_fields("""
unit 单位
name 姓名
code 人员编号 code
duty 职责
village 驻村
"""),
        *(Field(f"d{n}", str(n), "mark") for n in range(1, 32)),
        *(Field(f"w{n}", f"第{n}周") for n in range(1, WEEKS + 1)),
        *_fields("""
days 驻村天数 integer
pending 待核天数 integer
absent 请假工作日 integer
weeks_due 应考周数 integer
weeks_met 达标周数 integer
e0 本人报告 integer
e1 当日码 integer
e2 位置 integer
e3 照片 integer
e4 村里确认 integer
"""),
    ),
    MARKS,
)
WORK = Table(
    "work",
    "驻村帮扶工作台账",
    _fields("""
township 乡镇
village 村
unit 单位
name 姓名
code 人员编号 code
duty 职责
days 驻村天数 integer
dates 驻村日期 long
items 工作内容 long
homes 走访户数 integer
visits 走访次数 integer
entries 民情日记 integer
found 发现问题 integer
closed 办结问题 integer
done 为民办事 long
"""),
)
DIARY = Table(
    "diary",
    "民情日志",
    _fields("""
day 日期 date
weekday 星期
name 姓名
unit 单位
village 村
what 事项
household 走访户
text 记录 long
matters 发现问题
photos 照片数 integer
number 编号 code
"""),
)
NO_INCOME = "本系统尚无分项收入登记:收入各栏留空待填,不作推算;已发补助为系统内记录"
INCOME = Table(
    "income",
    "增收台账",
    _fields(f"""
{PLACE.strip()}
code 户编号 code
head 户主
persons 人口数 integer
category 户类型
cause 致贫原因
helper 帮扶责任人
wages 工资性收入(元) money
business 生产经营性收入(元) money
property 财产性收入(元) money
transfers 转移性收入(元) money
costs 经营支出(元) money
net 纯收入(元) money
each 人均纯收入(元) money
before 上年人均纯收入(元) money
growth 增长(%)
paid 其中系统内已发补助(元) money
"""),
    NO_INCOME,
)
PAIRING = Table(
    "pairing",
    "结对帮扶名单",
    _fields(f"""
unit 帮扶单位
helper 帮扶责任人
rank 职级
phone 联系电话 phone
{PLACE.strip()}
code 户编号 code
head 户主
persons 人口数 integer
category 户类型
primary 主要责任人
starts 结对日期 date
"""),
)
ROLL_UP = Table(
    "register",
    "汇总簿",
    _fields("""
place 地区
households 农户数 integer
persons 人口数 integer
exited 已脱贫人口 integer
watched 监测户数 integer
due 本周应驻人数 integer
met 本周达标人数 integer
visited 本月已走访户数 integer
visits 本月走访次数 integer
open 未办结问题 integer
overdue 其中逾期 integer
paid 本年已发补助(元) money
"""),
)
WEEK_PLACES = Table(
    "places",
    "驻村周报",
    _fields("""
place 地区
due 应驻人数 integer
met 达标人数 integer
rate 达标率
visited 本周走访户数 integer
visits 本周走访次数 integer
opened 新增问题 integer
closed 办结问题 integer
open 未办结问题 integer
overdue 其中逾期 integer
"""),
)
WEEK_PEOPLE = Table(
    "people",
    "驻村明细",
    _fields("""
place 地区
unit 单位
name 姓名
required 应驻天数 integer
done 实驻天数 integer
dates 驻村日期
pending 待核天数 integer
absent 请假工作日 integer
unit_days 单位合计天数 integer
state 结果
reason 说明 long
"""),
)
HOMES = Table("homes", "基本情况", _fields(HOME))
HOMES_OF_VILLAGE = Table("homes", "农户", _fields(HOME))
