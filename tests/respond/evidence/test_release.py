"""Handing over takes two persons, and what one of them released."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from ringwall.model.errors import NotAuthorized
from ringwall.model.evidence import EvidenceItem, EvidenceManifest, EvidenceSource
from ringwall.model.response_policy import Responder, ResponsePolicy
from ringwall.respond.approval import find_person
from ringwall.respond.evidence.manifest import add_custody, add_items
from ringwall.respond.evidence.release import describe_export, find_release

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)
AT = "2026-12-01T09:00:00.000Z"
SOURCE = EvidenceSource("123456789012", "eu-west-1", "ec2.describe_instances")
ITEM = EvidenceItem(0, "document", "what", SOURCE, AT, "arn:aws:x", "ringwall 1", "kept")
ITEMS = (
    replace(ITEM, sha256="a" * 64),
    replace(ITEM, sha256="b" * 64, sensitive=True),
    replace(ITEM, sha256="b" * 64),
    replace(ITEM, status="denied"),
)
COLLECTED = add_custody(
    add_items(EvidenceManifest("CASE-20261201-abcdef", AT, {}, ""), ITEMS), "collected", "a", AT, {}
)
ROLE = "arn:aws:sts::123456789012:assumed-role/Respond/"
ANN, BOB = f"{ROLE}ann", f"{ROLE}bob"


def release(at: str = AT, **detail: Any) -> EvidenceManifest:
    return add_custody(COLLECTED, "released", ANN, at, {"sensitive": False, **detail})


def find(manifest: EvidenceManifest, who: str = BOB, **more: Any) -> Any:
    options = {"identify": lambda arn: arn, "now": NOW, "sensitive": False, **more}
    return find_release(manifest, who, **options)


def test_another_person_may_take_out_what_was_released() -> None:
    found = find(release())
    assert [item.number for item in found.items] == [1]
    assert found.left_out == (2, 3)  # the same content, which is a secret
    said = describe_export(found, "/evidence")
    assert (said["released_by"], said["release"], said["left_out"]) == (ANN, 2, [2, 3])
    everything = find(release(sensitive=True), sensitive=True)
    assert [item.number for item in everything.items] == [1, 2, 3]


def test_without_a_release_nothing_is_taken_out() -> None:
    with pytest.raises(NotAuthorized, match=r"nobody has released this evidence.* --reason TEXT$"):
        find(COLLECTED)


def test_nobody_releases_for_themselves() -> None:
    with pytest.raises(NotAuthorized, match="has released it and cannot take it out"):
        find(release(), ANN)


def test_one_person_with_two_roles_is_one_person() -> None:
    other = "arn:aws:iam::123456789012:user/ann"
    people = (
        Responder(principal="ann", arns=(ANN, other)),
        Responder(principal="bob", arns=(BOB,)),
    )
    identify = partial(find_person, ResponsePolicy(people=people))
    with pytest.raises(NotAuthorized, match="cannot take it out"):
        find(release(), other, identify=identify)
    assert find(release(), BOB, identify=identify)


@pytest.mark.parametrize("hours", [-2, 24])
def test_a_release_ends_by_itself(hours: int) -> None:
    with pytest.raises(NotAuthorized, match="has ended"):
        find(release(), now=NOW + timedelta(hours=hours))


def test_secrets_need_a_release_that_covers_them() -> None:
    with pytest.raises(NotAuthorized, match="leaves out what may hold secrets"):
        find(release(), sensitive=True)


@pytest.mark.parametrize("act", ["exported", "collected"])
def test_a_release_is_used_up_by_an_export_and_by_what_comes_later(act: Any) -> None:
    with pytest.raises(NotAuthorized, match="nobody has released"):
        find(add_custody(release(), act, BOB, AT, {}))
    assert find(add_custody(release(), "deposited", BOB, AT, {}))
