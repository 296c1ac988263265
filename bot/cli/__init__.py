"""The command line: one file for each family of commands. Exit codes: 0 ok, 1 refused, 2 usage.

Nothing heavy is imported before a command runs: `bangfu --help` answers at once, and what does not
chat never loads aiogram.
"""

import typer

from bot.cli import (
    calendar,
    deliveries,
    forms,
    ledgers,
    office,
    operations,
    people,
    register,
    reminders,
    serve,
    talk,
    templates,
    time,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Bangfu 帮扶: a bot for village support work. Times are in Asia/Shanghai.",
)
for family in (serve, talk, time, register, ledgers, office, people, operations, deliveries):
    family.add_to(app)
app.add_typer(calendar.app, name="calendar")
app.add_typer(forms.app, name="forms")
app.add_typer(people.app, name="people")
app.add_typer(reminders.app, name="reminders")
app.add_typer(templates.app, name="templates")
