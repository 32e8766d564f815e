"""More accounts than AWS allows without a request."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import Ref
from ringwall.plan.quotas import find_quota
from ringwall.plan.remark import Remark


def account_quota(landscape: Landscape) -> Iterator[Remark]:
    """Yield a note where new accounts are beyond the quota that organizations begin with."""
    quota = find_quota(landscape.partition, "accounts")
    new = sum(isinstance(account.id, Ref) for account in landscape.members)
    total = len(landscape.accounts)
    if quota and new and total > quota.value:
        said = (
            f"{total} accounts, {new} of them new; an organization begins with a quota of "
            f"{quota.value}: ask AWS for more beforehand ({quota.source})"
        )
        yield Remark(("accounts",), said, "note", is_key=True)
