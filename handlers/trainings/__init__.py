"""报名 (D26): open sessions of training, a seat or a place among those who wait, and whether one comes (N15)."""

from handlers.dialog import Command, Dialog
from handlers.trainings import talk

DIALOG = Dialog(
    "trainings",
    commands=(
        Command("trainings", ("报名", "报名培训", "培训报名", "培训班", "enrol"), talk.show),
        Command("enrol_one", ("报名单", "enrol number"), talk.one),
        Command("enrolments", ("我的报名", "取消报名", "my enrolments"), talk.mine),
        Command("leave_one", ("退报名", "enrolment off"), talk.leave),
        Command("training_coming", ("来培训", "参加培训", "coming"), talk.coming),
        Command("training_not_coming", ("不来培训", "不参加培训", "not coming"), talk.not_coming),
    ),
)
