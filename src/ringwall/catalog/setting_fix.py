"""A Change of one setting, for playbooks: from what is read to what it should be, and back."""

from collections.abc import Callable, Iterator
from typing import Any

from ringwall.model.change import Blast, Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.state import is_same, read_state
from ringwall.model.table import Reader

MakeWrite = Callable[[Any], Write]
"""Makes the write that leads to a state: the same call there and back."""


def change_setting(
    finding: Finding,
    reader: Reader,
    probe: Probe,
    write: MakeWrite,
    *,
    after: Any,
    why: str,
    blast: Blast = "config",
    undo: MakeWrite | None = None,
) -> Iterator[Change]:
    """Yield the Change that sets what the probe reads; none where it is so already.

    `write` makes the call for the state that it is to lead to: `undo`, or else `write` itself, is
    given what was read.
    """
    before = read_state(probe, reader)
    if is_same(probe, before, after):
        return
    yield Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=write(after),
        probe=probe,
        before=before,
        after=after,
        why=why,
        layer=finding.layer,
        blast=blast,
        undo=(undo or write)(before),
    )
