"""Regions lie in the partitions that botocore says, and these have its domains."""

from typing import Any

import botocore.session
import pytest

from ringwall.model.partition import PARTITIONS, find_domain, find_partition, home_region

DATA = botocore.session.Session().get_component("data_loader")
KNOWN = {row["partition"]: row["regions"] for row in DATA.load_data("endpoints")["partitions"]}


def test_there_are_the_partitions_that_botocore_knows() -> None:
    assert {"aws", *PARTITIONS} == set(KNOWN)


@pytest.mark.parametrize("partition", sorted(KNOWN))
def test_a_regions_name_says_its_partition(partition: str) -> None:
    assert {find_partition(region) for region in KNOWN[partition]} == {partition}
    assert home_region(partition) in KNOWN[partition]


@pytest.mark.parametrize("region", ["", "global", "mars-1"])
def test_what_is_no_region_of_another_partition_is_in_aws(region: str) -> None:
    assert find_partition(region) == "aws"


@pytest.mark.parametrize(
    "row", DATA.load_data("partitions")["partitions"], ids=lambda row: row["id"]
)
def test_services_of_a_partition_have_its_domain(row: Any) -> None:
    assert find_domain(row["id"]) == row["outputs"]["dnsSuffix"]
