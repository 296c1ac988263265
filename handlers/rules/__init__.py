"""Rules of the work, pure: figures in, findings out. No database, no clock, no channel."""
