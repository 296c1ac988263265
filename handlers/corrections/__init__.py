"""更正 (D07): a saved record put right or taken back afterwards, with somebody's agreement where it needs one."""

from pathlib import Path

from handlers.corrections import answering, talk
from handlers.dialog import Command, Dialog, FormPlay
from handlers.mending import CORRECTION

HERE = Path(__file__).parent

PLAYS = (
    FormPlay(form=CORRECTION, title=talk.TITLE, source=HERE / "form.md", save=talk.saved),
    FormPlay(form=answering.FORM, title=answering.TITLE, source=HERE / "refusal.md", save=answering.refused),
)

DIALOG = Dialog(
    "corrections",
    commands=(
        Command("correct", ("更正", "改错", "correct", "correction"), talk.correct, opens=True),
        Command("correct_back", ("更正撤回",), talk.take_back, opens=True),
        Command("correct_change", ("更正内容",), talk.change, opens=True),
        Command("agree", ("同意更正", "agree"), answering.agree),
        Command("refuse", ("不同意更正",), answering.refuse, opens=True),
        Command("show_correction", ("看更正",), answering.show),
        Command("not_together", ("更正逐条看",), answering.not_together),
        Command("to_answer", ("待审批", "审批", "approvals"), answering.waiting_list),
    ),
    forms=PLAYS,
)
