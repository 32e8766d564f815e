from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ringwall.emulator.traffic.script import BadTraffic, ScriptedConnection

AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"sent_packets": 0},
        {"received_bytes": -1},
        {"retries": -1},
        {"port": 65536},
        {"start": AT.replace(tzinfo=None)},
        {"duration": timedelta(seconds=-1)},
    ],
)
def test_what_no_network_carries_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadTraffic):
        replace(ScriptedConnection("a", "b", 1, AT), **wrong)
