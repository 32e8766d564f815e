"""Apprise is an extra: it is told as text, and its absence is told to the user."""

import sys
from collections.abc import Iterator

import pytest
from channel_bench import equip, make_delivery
from notices import HOSTILE, make_notice
from vendor_servers import Fault, Received, Reply, Vendor, serve

from ringwall.model.errors import BadInput
from ringwall.model.response_channels import AppriseChannel
from ringwall.respond.channels.apprise import send_apprise
from ringwall.respond.channels.sending import NotSent

CHANNEL = AppriseChannel(name="other", token_env="TOKEN")


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    def take(_: Received) -> Reply:
        return 200, {}, b"{}"

    with serve(take) as vendor:
        yield vendor


def test_a_notice_is_handed_over_as_text(vendor: Vendor) -> None:
    pytest.importorskip("apprise")
    equipment = equip(TOKEN=vendor.url.replace("http://", "json://"))
    send_apprise(CHANNEL, make_delivery(make_notice(title=HOSTILE)), equipment)
    (request,) = vendor.received
    assert "://evil" not in request.body.decode()
    assert "console.example.com/cases/1" in request.json["message"]


def test_what_it_does_not_take_is_told_without_the_url(vendor: Vendor) -> None:
    pytest.importorskip("apprise")
    vendor.faults.append(Fault(500))
    equipment = equip(TOKEN=vendor.url.replace("http://", "json://user:hunter2@"))
    with pytest.raises(NotSent, match="did not take it") as raised:
        send_apprise(CHANNEL, make_delivery(make_notice()), equipment)
    with pytest.raises(NotSent, match="no URL that Apprise knows"):
        send_apprise(CHANNEL, make_delivery(make_notice()), equip(TOKEN="hunter2"))
    assert "hunter2" not in str(raised.value)


def test_without_the_extra_the_user_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(BadInput, match=r"pip install 'ringwall\[apprise\]'"):
        send_apprise(CHANNEL, make_delivery(make_notice()), equip(TOKEN="x"))
