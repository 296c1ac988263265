"""The ledgers an office hands in (domain.md 5): what each is called, its columns, the days it is of.

Declarations only: the records are read by `storage/queries/ledgers_*.py`, the figures are put together by
`handlers/ledgers/gather/`, the files are written by `storage/workbook/`. Nothing of a ledger is kept: what
was said once, in a check-in or a visit, is what every one of them is made of.
"""
