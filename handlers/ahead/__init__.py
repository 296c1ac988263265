"""参保, 户况, and what else a cadre says in one line ahead of the register, until the next import has it 先报."""

from pathlib import Path

from handlers.ahead import talk
from handlers.dialog import Command, Dialog, FormPlay

HERE = Path(__file__).parent

INSURED = FormPlay(
    form="insured",
    title=talk.INSURED,
    source=HERE / "insured.md",
    save=talk.saved_insured,
    files={"reached_households.csv": talk.households},
)

HOME_STATE = FormPlay(
    form="home_state",
    title=talk.HOME_STATE,
    source=HERE / "home_state.md",
    save=talk.saved_home_state,
    files={"reached_households.csv": talk.households},
)

RECHECK = FormPlay(
    form="recheck",
    title=talk.RECHECK,
    source=HERE / "recheck.md",
    save=talk.saved_recheck,
    files={"reached_households.csv": talk.households},
)
AUDIT_PLAN = FormPlay(
    form="audit_plan", title=talk.AUDIT_PLAN, source=HERE / "audit_plan.md", save=talk.saved_audit_plan
)

DIALOG = Dialog(
    "ahead",
    commands=(
        Command("insured", ("参保", "医保缴费", "參保", "insurance"), talk.insured, opens=True),
        Command("home_state", ("户况", "家况", "戶況", "household state"), talk.home_state, opens=True),
        Command("recheck", ("复核", "年度复核", "複核", "recheck"), talk.recheck, opens=True),
        Command("audit_plan", ("审计方案", "審計方案", "audit plan"), talk.audit_plan, opens=True),
    ),
    forms=(INSURED, HOME_STATE, RECHECK, AUDIT_PLAN),
)
