"""批示, 督办 (D52): a leader asks somebody to see to something by a day; the answer comes back to be accepted."""

from pathlib import Path

from handlers.dialog import Command, Dialog, FormPlay
from handlers.instructions import leading, owning, talk
from locales import words

HERE = Path(__file__).parent

GIVING = FormPlay(
    form=talk.FORM,
    title=talk.TITLE,
    source=HERE / "form.md",
    save=talk.saved,
    files={talk.ANSWERERS: talk.people},
    needs=("area", "day", "wanted", "most_days", "usual_due", "line", "text", "to", "due", "level"),
    submit=words("give it"),
)
FORMS = (
    GIVING,
    FormPlay(owning.DONE, words("instruction done"), HERE / "done.md", owning.said_done),
    FormPlay(
        owning.EXTENSION, words("more time"), HERE / "extension.md", owning.asked_for_time, submit=words("Submit")
    ),
    FormPlay(
        owning.PASSING, words("passing on"), HERE / "passing.md", owning.passed,
        files={"colleagues.csv": owning.colleagues},
    ),
    FormPlay(
        leading.RETURN, words("sending back"), HERE / "returned.md", leading.sent_back, submit=words("send back")
    ),
)  # fmt: skip

DIALOG = Dialog(
    "instructions",
    commands=(
        Command("instruct", ("批", "新批示", "instruct"), talk.give, opens=True),
        Command("instructions", ("批示", "我的批示", "instructions"), talk.instructions, opens=True),
        Command("instruction", ("看批示", "look at instruction"), talk.show),
        Command("tasks", ("督办", "我的督办", "tasks", "my tasks"), talk.tasks),
        Command("task_done", ("督办办结", "批示办结", "task done"), owning.done, opens=True),
        Command("task_extend", ("督办延期", "申请延期", "延期", "more time"), owning.extend, opens=True),
        Command("task_pass", ("督办转办", "转办", "转给别人", "pass on"), owning.pass_on, opens=True),
        Command("accept", ("认可", "accept"), leading.accept),
        Command("send_back", ("退回批示", "退回", "send back"), leading.send_back, opens=True),
        Command("give_time", ("同意延期", "give more time"), leading.give_time),
        Command("give_no_time", ("不同意延期", "no more time"), leading.give_no_time),
        Command("withdraw_instruction", ("撤回批示", "take back instruction"), leading.withdraw),
    ),
    forms=FORMS,
)
