"""抽查, 现场核实 (D53): a sample drawn by lot and sent after a yes, and what somebody found who went to look."""

from pathlib import Path

from handlers.dialog import Command, Dialog, FormPlay
from handlers.spot_check import look, talk

PLAY = FormPlay(
    look.FORM, look.TITLE, Path(__file__).parent / "form.md", look.saved, files={look.EXPECTED: look.expected},
    needs=("area", "person", "found", "why", "note", "households"),
)  # fmt: skip

DIALOG = Dialog(
    "spot_check",
    commands=(
        Command("spot_check", ("抽查", "spot check"), talk.spot_check),
        Command("spot_send", ("抽查发送", "send spot check"), talk.send),
        Command("spot_others", ("抽查换人", "draw others"), talk.others),
        Command("spot_drop", ("抽查作罢", "drop spot check"), talk.drop),
        Command("spot_record", ("抽查记录", "spot checks"), talk.record),
        Command("look", ("现场核实", "到村核实", "look in the village"), look.look, opens=True),
    ),
    forms=(PLAY,),
)
