"""What is remembered: the database, the values kept in it, the register's workbook, the pictures.

The only SQL of the house is in `storage/queries/`: plain functions on a `Connection`, the same for
SQLite and PostgreSQL, for the running bot and for the command line. No wording and no channel here.
"""
