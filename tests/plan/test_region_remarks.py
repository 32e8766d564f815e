"""What is wrong with Regions."""

from collections.abc import Callable

import pytest

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.region_remarks import govern_regions

Refusals = Callable[[str], list[str]]
ONE = "accounts: {security: management, log_archive: management, %s}"


@pytest.mark.parametrize(
    ("home", "regions", "said"),
    [
        ("eu-central-9", "", "aws has no Region eu-central-9; did you mean eu-central-2?"),
        ("eu-central-1", "eu-wst-1", "aws has no Region eu-wst-1; did you mean eu-west-1?"),
        ("eu-central-1", "us-east-1, us-east-1", "the Region us-east-1 is named twice"),
        ("us-east-1", "cn-north-1", "the Region cn-north-1 is in the partition aws-cn, the home"),
        ("cn-north-1", "us-gov-west-1", "the Region us-gov-west-1 is in the partition aws-us-gov"),
        ("cn-north-1", "xx-xx-1", "has no Region xx-xx-1; there are cn-north-1, cn-northwest-1"),
        ("us-iso-east-1", "", "us-iso-east-1 is in the partition aws-iso; a blueprint is for aws,"),
        ("Frankfurt", "", "Frankfurt: a Region is written as in eu-central-1"),
    ],
)
def test_regions_are_those_of_the_partition(
    refusals: Refusals, home: str, regions: str, said: str
) -> None:
    text = f"blueprint: a\nhome_region: {home}\nregions: [{regions}]\n"
    (line,) = refusals(text + ONE % "")
    assert said in line


@pytest.mark.parametrize(
    "part",
    [
        "units: {A: {overrides: {regions: [eu-west-1]}}}",
        "accounts: {management: {regions: [eu-west-1]}}",
    ],
)
def test_a_unit_or_account_has_no_region_that_the_blueprint_has_not(
    start: str, refusals: Refusals, part: str
) -> None:
    (line,) = refusals(start + ONE % part)
    assert "the Region eu-west-1 is none of the blueprint's regions" in line


def test_the_home_region_is_governed_and_first(
    acme: str, read: Callable[[str], BlueprintFile]
) -> None:
    assert govern_regions(read(acme).blueprint) == ("eu-central-1", "us-east-1")
