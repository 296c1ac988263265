"""申请, 我的申请 (D32): how one's own applications stand, and what comes next."""

from handlers.applications import talk
from handlers.dialog import Command, Dialog

DIALOG = Dialog(
    "applications",
    commands=(
        Command(
            "applications",
            ("申请", "我的申请", "进度", "申请进度", "办到哪了", "my applications", "application"),
            talk.show,
        ),
    ),
)
