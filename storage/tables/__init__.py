"""The tables, one file per family. A table is a class here, a query file and a migration."""

from storage.tables.affairs import Insurance, Statement
from storage.tables.asked import Flag, Plan, Request
from storage.tables.base import Base
from storage.tables.channels import Accepted, Card, EarlyReport, Late, Once, OptOut
from storage.tables.instructions import Instruction, InstructionEvent
from storage.tables.links import Link
from storage.tables.money import Fund, Grant, Project
from storage.tables.notices import Attempt, Notice, Tick
from storage.tables.office import AuditEntry, DigestIssue, Parameter, QueryEntry, Workday
from storage.tables.papers import (
    Enrolment,
    HolidayDuty,
    Measure,
    MeasureReport,
    NoticeResult,
    PublicNotice,
    Training,
)
from storage.tables.register import (
    Assignment,
    Household,
    Member,
    Pairing,
    Person,
    Region,
    Role,
    Unit,
)
from storage.tables.registers import Application, Gap, Need
from storage.tables.samples import SpotDraw
from storage.tables.talk import Binding, Code, Contact, Draft, FormVersion, Inbound
from storage.tables.wishes import Preference
from storage.tables.work import (
    Answers,
    CheckIn,
    Correction,
    DiaryEntry,
    Explanation,
    FollowUp,
    Leave,
    Photo,
    Visit,
)

__all__ = [
    "Accepted", "Answers", "Application", "Assignment", "Attempt", "AuditEntry", "Base", "Binding", "Card", "CheckIn",
    "Code", "Contact", "Correction", "DiaryEntry", "DigestIssue", "Draft", "EarlyReport", "Enrolment", "Explanation", "Flag",
    "FollowUp", "FormVersion", "Fund", "Gap", "Grant", "HolidayDuty", "Household", "Inbound", "Instruction", "InstructionEvent", "Insurance", "Late", "Leave", "Link", "Measure", "MeasureReport", "Member", "Need", "Notice", "NoticeResult", "Once",
    "OptOut", "Pairing", "Parameter", "Person", "Photo", "Plan", "Preference", "Project", "PublicNotice", "QueryEntry", "Region", "Request",
    "Role", "SpotDraw", "Statement", "Tick", "Training", "Unit", "Visit", "Workday",
]  # fmt: skip
