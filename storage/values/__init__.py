"""What a thing is, whoever stores it: ID numbers, phones, money, weeks, region paths, receipt numbers.

Frozen values of pure Python: no database, no words to people. What cannot be such a value raises
ValueError or a kind of it that tells why, and never repeats an ID number or a phone.
"""
