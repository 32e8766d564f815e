"""When resources of different places are alike."""

from collections.abc import Callable, Iterable
from typing import Any

from ringwall.model.blueprint.landscape import Landscape, account_key
from ringwall.model.blueprint.wanted import Join, Ref, RowKey, Wanted
from ringwall.plan.export.likeness import (
    HERE,
    OWN_ACCOUNT,
    OWN_REGION,
    Open,
    PlaceLikeness,
    rename,
)
from ringwall.plan.export.resource import ExportedResource

Want = Callable[..., Wanted]
Export = Callable[[Iterable[Wanted]], Any]


def named(account: str, region: str, want: Want, name: object) -> Wanted:
    return want(f"{account} {region} kms_key/k", {"description": name})


def group(rows: Iterable[Wanted], export: Export) -> list[tuple[Open, list[str]]]:
    small = export(rows)
    components = [(one,) for one in small.found.resources]
    return [
        (way, [" ".join(component[0].place) for component in alike])
        for way, alike in PlaceLikeness(small.landscape).group(components)
    ]


def test_what_names_its_own_account_is_alike(want: Want, export: Export) -> None:
    rows = [
        named(name, "us-east-1", want, Join(("of ", Ref(account_key("management", name), "id"))))
        for name in ("prod", "dev")
    ]
    way = Open(account=True, region=False)
    assert group(rows, export) == [(way, ["dev us-east-1", "prod us-east-1"])]


def test_what_names_its_own_region_is_alike(want: Want, export: Export) -> None:
    rows = [named("prod", region, want, f"in {region}") for region in ("us-east-1", "eu-central-1")]
    way = Open(account=False, region=True)
    assert group(rows, export) == [(way, ["prod eu-central-1", "prod us-east-1"])]


def test_a_region_that_all_name_stays_as_it_is(want: Want, export: Export) -> None:
    rows = [named("prod", region, want, "at us-east-1") for region in ("us-east-1", "eu-central-1")]
    assert [way for way, _ in group(rows, export)] == [Open(account=False, region=False)]


def test_what_differs_is_not_alike(want: Want, export: Export) -> None:
    rows = [named("prod", "us-east-1", want, "a"), named("dev", "us-east-1", want, "b")]
    assert len(group(rows, export)) == 2


def test_what_is_left_open_is_filled_in_by_the_stack(
    known_landscape: Landscape, want: Want, export: Export
) -> None:
    row = named("prod", "us-east-1", want, "444444444444 in us-east-1a, 555555555555")
    (one,) = export([row]).found.resources
    (general,) = PlaceLikeness(known_landscape).generalize((one,), Open(account=True, region=True))
    assert isinstance(general, ExportedResource)
    said = (OWN_ACCOUNT, " in ", OWN_REGION, "a, 555555555555")
    assert general.properties["Description"] == Join(said)


def test_a_name_has_no_place_in_it() -> None:
    key = RowKey("prod", "us-east-1", "s3_bucket", "logs-prod-us-east-1")
    assert rename(key) == RowKey(HERE, HERE, "s3_bucket", "logs-here-here")
    assert rename(key._replace(region="global")).region == "global"
