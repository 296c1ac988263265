"""Ledgers as files: a workbook, a household card to print or to read, an office's own template filled."""

from bot.ledgers.writing import as_bytes, write_file

__all__ = ["as_bytes", "write_file"]
