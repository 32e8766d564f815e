"""The organization's own accounts: those of snapshots, and those that logs are of."""

import re
from collections.abc import Collection, Iterator

from ringwall.model.table import Row

_ACCOUNT = re.compile(r"[0-9]{12}")


def list_own_accounts(of_estate: Collection[str], of_logs: Collection[str]) -> Iterator[Row]:
    """Yield rows of facts.own_account, each account once; what is no account ID is left out."""
    for account in sorted({*of_estate, *of_logs}):
        if _ACCOUNT.fullmatch(account):
            source = "estate" if account in of_estate else "logs"
            yield {"account_id": account, "source": source}
