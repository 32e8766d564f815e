from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ringwall.emulator.traffic.script import (
    BadTraffic,
    DnsAnswer,
    DnsQuery,
    Quiet,
    ScriptedConnection,
    read_script,
)

AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"sent_packets": 0},
        {"tls_name": "a.example", "http_host": "a.example"},
        {"tls_name": "a.example", "protocol": "udp"},
        {"tls_name": 1},
        {"received_bytes": -1},
        {"retries": -1},
        {"port": 65536},
        {"start": AT.replace(tzinfo=None)},
        {"duration": timedelta(seconds=-1)},
        {"duration": 1},
        {"start": "now"},
        {"source": None},
        {"port": "443"},
        {"protocol": "sctp"},
        {"answer": "maybe"},
    ],
)
def test_what_no_network_carries_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadTraffic):
        replace(ScriptedConnection("a", "b", 1, AT), **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": AT.replace(tzinfo=None)},
        {"end": AT.replace(tzinfo=None)},
        {"end": AT - timedelta(seconds=1)},
        {"interface": 1},
        {"status": "OK"},
    ],
)
def test_what_is_no_quiet_time_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadTraffic):
        replace(Quiet("eni-1", AT, AT), **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": AT.replace(tzinfo=None)},
        {"name": None},
        {"transport": "TLS"},
        {"source_port": -1},
        {"answers": ("192.0.2.1",)},
        {"answers": [DnsAnswer("192.0.2.1")]},
    ],
)
def test_what_nobody_can_ask_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadTraffic):
        replace(DnsQuery("i-1", "example.com", AT), **wrong)


def test_what_no_name_server_answers_is_refused() -> None:
    with pytest.raises(BadTraffic, match="ttl"):
        DnsAnswer("192.0.2.1", ttl=-1)


def test_a_script_is_read_once() -> None:
    quiet = Quiet("eni-1", AT, AT)
    assert read_script(item for item in [quiet, quiet]) == (quiet, quiet)
