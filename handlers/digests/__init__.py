"""The leader's digest: collected facts, composed text. No aiogram, no conversation; the dialog is `handlers/digest`."""
