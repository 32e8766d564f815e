"""The log groups of web ACLs."""

from collections.abc import Iterator

from ringwall.catalog.wafv2.wanted_rows import (
    SECTION,
    SHARED,
    list_places,
    log_group_key,
    log_group_name,
)
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted


@wants(SECTION)
def want_web_acl_log_groups(landscape: Landscape) -> Iterator[Wanted]:
    """Have a log group beside each web ACL, unless the blueprint names where the logs go."""
    wanted = landscape.settings.infrastructure.web_firewall
    for account, region, scope in list_places(landscape) if not wanted.log_destination_arn else ():
        yield Wanted(
            key=log_group_key(account, region, scope),
            columns={
                "log_group_name": log_group_name(landscape, scope),
                "retention_in_days": wanted.retention_in_days,
            },
            why="which requests a web ACL let pass is known after an attack",
            **SHARED,
        )
