"""Which resources stand together, where, and in which wave."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from ringwall.model.blueprint.wanted import Ref, Wanted
from ringwall.plan.export import placement
from ringwall.plan.export.placement import DeploymentTarget, Placed, place_resources

Want = Callable[..., Wanted]
Export = Callable[[Iterable[Wanted]], Any]
REGIONS = ("eu-central-1", "us-east-1")


def place(rows: Iterable[Wanted], export: Export) -> tuple[Placed, ...]:
    small = export(rows)
    return place_resources(small.found.resources, small.landscape)


def tell(placed: tuple[Placed, ...]) -> list[tuple[int, tuple[str, ...], tuple[str, ...], int]]:
    return [
        (one.wave, one.target.accounts, one.target.regions, len(one.resources)) for one in placed
    ]


def key(want: Want, where: str, **others: Any) -> Wanted:
    return want(f"{where} kms_key/k", {"description": "k"}, **others)


def test_alike_resources_of_members_are_a_stack_set(want: Want, export: Export) -> None:
    rows = [key(want, f"{who} {where}") for who in ("prod", "dev") for where in REGIONS]
    placed = place(rows, export)
    assert tell(placed) == [(1, ("dev", "prod"), REGIONS, 1)]
    assert placed[0].target.is_set
    assert len(placed[0].members) == 4
    assert placed[0].target.places[0] == ("dev", "eu-central-1")


def test_the_management_account_is_in_no_stack_set(want: Want, export: Export) -> None:
    rows = [key(want, f"{who} us-east-1") for who in ("management", "prod")]
    assert [target for _, target, _, _ in tell(place(rows, export))] == [("management",), ("prod",)]


def test_accounts_that_are_made_first_are_a_wave_before(want: Want, export: Export) -> None:
    rows = [key(want, f"{who} us-east-1") for who in ("prod", "dev")]
    for who in ("prod", "dev"):
        columns = {"account_name": who, "email": f"aws+{who}@acme.io"}
        rows.append(want(f"management global organizations_account/{who}", columns))
    assert tell(place(rows, export)) == [
        (1, ("management",), ("global",), 2),
        (2, ("dev", "prod"), ("us-east-1",), 1),
    ]


def test_accounts_with_other_regions_are_a_stack_set_of_their_own(
    want: Want, export: Export
) -> None:
    rows = [
        key(want, f"{who} {where}")
        for who, regions in {"prod": REGIONS, "dev": REGIONS[:1]}.items()
        for where in regions
    ]
    assert tell(place(rows, export)) == [
        (1, ("dev",), REGIONS[:1], 1),
        (1, ("prod",), REGIONS, 1),
    ]


def test_what_is_referred_to_stands_in_the_same_stack_set(want: Want, export: Export) -> None:
    rows = []
    for who in ("prod", "dev"):
        one = key(want, f"{who} us-east-1")
        columns = {"alias_name": "alias/k", "target_key_id": Ref(one.key, "key_id")}
        rows += [one, want(f"{who} us-east-1 kms_alias/k", columns)]
    assert tell(place(rows, export)) == [(1, ("dev", "prod"), ("us-east-1",), 2)]


def test_what_another_place_needs_comes_a_wave_before(want: Want, export: Export) -> None:
    first = key(want, "prod us-east-1")
    second = key(want, "management us-east-1", needs=(first.key,))
    third = want("prod us-east-1 kms_key/l", {"description": "l"}, needs=(second.key,))
    assert tell(place([third, second, first], export)) == [
        (1, ("prod",), ("us-east-1",), 1),
        (2, ("management",), ("us-east-1",), 1),
        (3, ("prod",), ("us-east-1",), 1),
    ]


def test_what_a_person_makes_in_between_divides_waves(want: Want, export: Export) -> None:
    first = key(want, "prod us-east-1")
    between = want("prod us-east-1 inspectorv2_account/a", {}, needs=(first.key,))
    last = want("prod us-east-1 kms_key/l", {"description": "l"}, needs=(between.key,))
    placed = place([first, between, last], export)
    assert [wave for wave, *_ in tell(placed)] == [1, 2]
    assert [one.list_waits() for one in placed] == [(), (between.key,)]


def test_what_a_policy_makes_so_divides_no_waves(want: Want, export: Export) -> None:
    first = key(want, "prod us-east-1")
    between = want(
        "prod us-east-1 inspectorv2_account/a", {}, needs=(first.key,), satisfied_by="all"
    )
    last = want("prod us-east-1 kms_key/l", {"description": "l"}, needs=(between.key,))
    (one,) = place([first, between, last], export)
    assert one.list_waits() == ()


def test_a_stack_set_that_needs_itself_in_another_place_is_broken_up(
    want: Want, export: Export
) -> None:
    first = key(want, "dev global")
    second = key(want, "dev us-east-1", needs=(first.key,))
    third = key(want, "prod global", needs=(second.key,))
    fourth = key(want, "prod us-east-1", needs=(third.key,))
    assert tell(place([first, second, third, fourth], export)) == [
        (1, ("dev",), ("global",), 1),
        (2, ("dev",), ("us-east-1",), 1),
        (3, ("prod",), ("global",), 1),
        (4, ("prod",), ("us-east-1",), 1),
    ]


def test_a_template_has_no_more_than_cloudformation_takes(
    want: Want, export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placement, "MOST_RESOURCES", 3)
    rows = [want(f"prod us-east-1 kms_key/{n}", {"description": str(n)}) for n in range(7)]
    placed = place(rows, export)
    assert sum(len(one.resources) for one in placed) == 7
    assert max(len(one.resources) for one in placed) <= 3


def test_a_set_is_more_than_one_place() -> None:
    assert not DeploymentTarget(("prod",), ("us-east-1",)).is_set
    assert DeploymentTarget(("prod",), REGIONS).is_set
