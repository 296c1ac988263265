"""The county workbook: the one Excel file the register comes in by, and goes out by.

`read_workbook` opens it, `check` says cell by cell what is refused and what is doubtful, and
`storage.queries.importing.commit` writes a register without a refusal. Nothing here is repaired.
"""

from storage.workbook.check import check
from storage.workbook.model import Checked, Known, Refusal, Register, Sheet, Sheets
from storage.workbook.read import WorkbookProblem, read_workbook
from storage.workbook.reference import reference
from storage.workbook.report import report_lines
from storage.workbook.template import write_workbook

__all__ = [
    "Checked", "Known", "Refusal", "Register", "Sheet", "Sheets", "WorkbookProblem",
    "check", "read_workbook", "reference", "report_lines", "write_workbook",
]  # fmt: skip
