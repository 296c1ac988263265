"""日报 周报 月报 (D51): the digests of one's own area or unit, details by number, and how they come."""

from handlers.dialog import Command, Dialog
from handlers.digest import settings, talk

DIALOG = Dialog(
    "digest",
    commands=(
        Command(
            "digest", ("日报", "今日日报", "本村日报", "帮扶日报", "digest", "daily digest"), talk.digest
        ),
        Command("digest_week", ("周报", "本周周报", "weekly digest"), talk.weekly),
        Command("digest_month", ("月报", "本月月报", "monthly digest"), talk.monthly),
        Command("digest_settings", ("日报设置", "订阅", "订阅设置", "digest settings"), settings.show),
        Command("digest_switch", ("日报开关", "digest switch"), settings.switch),
        Command("digest_time", ("日报时间", "digest time"), settings.at_time),
        Command("digest_channel", ("日报渠道", "digest channel"), settings.channel),
        Command("digest_page", ("看网页", "网页日报", "日报网页", "digest page"), talk.digest_page),
    ),
)
