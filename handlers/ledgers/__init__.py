"""台账 导出 报表: the ledgers a person may have, each by a link that opens once."""
