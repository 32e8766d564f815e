"""The log groups that sessions of Session Manager go to as they run."""

from collections.abc import Iterator

from ringwall.catalog.session_keys import LOG_GROUP, SECTION, find_session_accounts
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import RowKey, Wanted

RETENTION = 90
"""Days; the bucket keeps sessions for longer."""


@wants(SECTION)
def want_session_log_groups(landscape: Landscape) -> Iterator[Wanted]:
    """Have a log group in each account and Region where that is wanted."""
    for account in find_session_accounts(landscape):
        if landscape.settings.infrastructure.session_manager.log_group:
            for region in landscape.regions_of("ssm", account, landscape.logs):
                yield Wanted(
                    key=RowKey(account.name, region, "logs_log_group", "sessions"),
                    columns={"log_group_name": LOG_GROUP, "retention_in_days": RETENTION},
                    section=SECTION,
                    layer="infrastructure",
                    why="a session can be watched, and ended, while it runs",
                )
