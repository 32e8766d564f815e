"""The organization's own accounts: those of snapshots, and those that logs are of."""

import re
from collections.abc import Collection, Iterator

from ringwall.model.table import Row

_ACCOUNT = re.compile(r"[0-9]{12}")


def list_own_accounts(
    of_estate: Collection[str], of_logs: Collection[str], *, is_whole: bool = False
) -> Iterator[Row]:
    """Yield rows of facts.own_account, each account once; what is no account ID is left out.

    Where the estate is whole (it lists the organization's accounts), what logs alone name is
    foreign: a stranger's account may deliver logs into a bucket that takes them from anybody.
    """
    for account in sorted({*of_estate} if is_whole else {*of_estate, *of_logs}):
        if _ACCOUNT.fullmatch(account):
            source = "estate" if account in of_estate else "logs"
            yield {"account_id": account, "source": source}
