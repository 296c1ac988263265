"""Digests of weeks and months, and every digest of a unit or a department (domain.md 8.5)."""
