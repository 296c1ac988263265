"""What a person can do. Each dialog is one folder; `handlers.house` lists them in the order they are tried.

Handlers return replies and never send. Nothing here knows a channel, and all SQL is in storage.
"""
