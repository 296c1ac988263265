"""Logs: structlog, through one redactor that no number of a person gets past."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from handlers.understand.identity import mask_numbers

TALKATIVE = ("aiogram", "apscheduler", "alembic", "aiohttp.access", "aiosqlite", "psycopg")
"""Libraries that write a line for every message or job; only their warnings are wanted. aiosqlite would at
level debug write down the arguments of every query, which is what people said."""


def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:  # noqa: ANN401
    """Mask ID numbers, phones and cards wherever they stand in a log line, tracebacks included."""
    return {key: mask_numbers(value) if isinstance(value, str) else value for key, value in event.items()}


def set_up(level: str, *, as_json: bool) -> None:
    """Send every library's log lines through structlog to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
    ]
    last = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact, last],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for library in TALKATIVE:
        logging.getLogger(library).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
