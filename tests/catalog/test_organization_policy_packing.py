"""Policies packed into documents."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringwall.catalog.organizations.policy_document import measure_document
from ringwall.catalog.organizations.policy_packing import (
    PackedPolicy,
    PlacedPolicy,
    pack_policies,
)
from ringwall.model.errors import BadInput

SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
ROOM = 10_240


def make(name: str, size: int = 100, kind: str = SCP, **more: Any) -> PlacedPolicy:
    """Return a policy whose document has so many characters."""
    document = {"Version": "2012-10-17", "Statement": [{"Sid": ""}]}
    statement = {"Sid": "x" * (size - measure_document(document))}
    whole = {**document, "Statement": [statement]}
    return PlacedPolicy(
        **{"name": name, "type": kind, "document": whole, "targets": ("root",)} | more
    )


def names(packed: Sequence[PackedPolicy]) -> dict[str, tuple[str, ...]]:
    return {policy.name: policy.parts for policy in packed}


def test_policies_of_one_target_become_one_document() -> None:
    packed = pack_policies([make("b"), make("a"), make("c", targets=("Workloads",))])
    assert names(packed) == {"scp-root-1": ("a", "b"), "c": ("c",)}
    sids = [one["Sid"] for one in packed[0].document["Statement"]]
    assert sids == [make("a").document["Statement"][0]["Sid"]] * 2


def test_types_are_not_mixed() -> None:
    packed = pack_policies([make("a"), make("b", kind=RCP)])
    assert {policy.type for policy in packed} == {SCP, RCP}


def test_the_fewest_documents_are_made_where_the_first_fit_makes_more() -> None:
    sizes = [5_000, 4_000, 4_000, 3_000, 2_000, 2_000]
    packed = pack_policies(make(f"p{at}", size) for at, size in enumerate(sizes))
    assert len(packed) == 2
    assert all(measure_document(policy.document) <= ROOM for policy in packed)


def test_a_policy_of_ones_own_stays_as_it_is() -> None:
    packed = pack_policies([make("a"), make("mine", is_whole=True)])
    assert names(packed) == {"a": ("a",), "mine": ("mine",)}


def test_policies_that_aws_merges_are_left_to_aws() -> None:
    documents = [PlacedPolicy(name, "S3_POLICY", {"s3_attributes": {}}, ("root",)) for name in "ab"]
    assert names(pack_policies(documents)) == {"a": ("a",), "b": ("b",)}


def test_a_policy_that_is_too_long_is_named() -> None:
    with pytest.raises(BadInput, match=r"long has 10,241 characters; AWS takes 10,240"):
        pack_policies([make("long", ROOM + 1)])
    assert pack_policies([make("long", ROOM)])


def test_a_target_with_too_many_policies_is_named() -> None:
    nine = [make(f"p{at}", ROOM) for at in range(9)]
    assert len(pack_policies(nine)) == 9
    with pytest.raises(BadInput, match=r"root would have 10 policies .* takes 9 .* p0, .*, p9"):
        pack_policies([*nine, make("p9", ROOM)])


def test_order_does_not_matter() -> None:
    policies = [make(f"p{at}", 1_000 + 700 * at) for at in range(8)]
    assert pack_policies(policies) == pack_policies(reversed(policies))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(60, 7_000), max_size=7))
def test_no_arrangement_has_fewer_documents(sizes: list[int]) -> None:
    policies = [make(f"p{at}", size) for at, size in enumerate(sizes)]
    packed = pack_policies(policies)
    assert sorted(part for policy in packed for part in policy.parts) == sorted(
        policy.name for policy in policies
    )
    assert all(measure_document(policy.document) <= ROOM for policy in packed)
    assert len(packed) == _fewest([_statement_size(policy) for policy in policies])


def _statement_size(policy: PlacedPolicy) -> int:
    return measure_document(policy.document["Statement"][0])


def _fewest(sizes: list[int], bins: tuple[tuple[int, ...], ...] = ()) -> int:
    """Try every arrangement, as naively as can be."""
    if not sizes:
        return len(bins)
    head, *rest = sizes
    empty = len('{"Version":"2012-10-17","Statement":[]}')
    options = [
        _fewest(rest, (*bins[:at], (*one, head), *bins[at + 1 :]))
        for at, one in enumerate(bins)
        if empty + sum(one) + head + len(one) <= ROOM
    ]
    return min([*options, _fewest(rest, (*bins, (head,)))])
