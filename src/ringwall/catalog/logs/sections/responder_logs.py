"""The log groups of the functions that respond."""

from collections.abc import Iterator

from ringwall.catalog.responder_keys import (
    SECTION,
    SHARED,
    find_responder,
    list_functions,
    responder_key,
)
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted


@wants(SECTION)
def want_responder_logs(landscape: Landscape) -> Iterator[Wanted]:
    """Have a log group for each function, before Lambda makes one that keeps all for ever."""
    wanted = find_responder(landscape)
    for name in list_functions(wanted) if wanted else ():
        yield Wanted(
            key=responder_key(landscape, "logs_log_group", name),
            columns={
                "log_group_name": f"/aws/lambda/{name}",
                "retention_in_days": wanted.retention_in_days if wanted else 0,
            },
            why="what was done, and why, can be read after an incident",
            **SHARED,
        )
