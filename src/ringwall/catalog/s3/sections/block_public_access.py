"""Block Public Access of accounts, where no policy of the organization does it."""

from collections.abc import Iterator

from ringwall.catalog.organizations.policy_reach import find_policy
from ringwall.catalog.s3.lifecycles.s3_account import COLUMNS
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, RowKey, Wanted

SECTION = "data.s3_block_public_access"


@wants(SECTION)
def want_block_public_access(landscape: Landscape) -> Iterator[Wanted]:
    """Have no public buckets in any account: by the account's setting, or by a policy.

    AWS refuses to change the setting where a policy of type S3 makes it.
    """
    for account in landscape.accounts:
        if account.settings.data.s3_block_public_access.enabled:
            yield Wanted(
                key=RowKey(account.name, GLOBAL, "s3_account", "account"),
                columns=dict.fromkeys(COLUMNS, True),
                section=SECTION,
                layer="data",
                why="one bucket that is made public by mistake is found within hours",
                satisfied_by=find_policy(landscape, account, "S3_POLICY"),
            )
