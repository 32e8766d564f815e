from ringwall.emulator.regions import RegionSettings
from ringwall.model.partition import OPT_IN_REGIONS


def test_regions_of_the_partition_are_all_there() -> None:
    every = RegionSettings().every
    assert {"us-east-1", "eu-central-1", "sa-east-1"} <= set(every)
    assert set(every) >= OPT_IN_REGIONS
    assert "cn-north-1" not in every


def test_opt_in_regions_start_disabled() -> None:
    regions = RegionSettings()
    assert not regions.is_enabled("1", "af-south-1")
    assert regions.opt_in_status("1", "af-south-1") == "not-opted-in"
    assert regions.opt_in_status("1", "us-east-1") == "opt-in-not-required"


def test_choice_of_an_account_is_its_own() -> None:
    regions = RegionSettings()
    regions.choices["1", "af-south-1"] = True
    assert regions.opt_in_status("1", "af-south-1") == "opted-in"
    assert regions.opt_in_status("2", "af-south-1") == "not-opted-in"


def test_limit_outweighs_a_choice() -> None:
    regions = RegionSettings(limit=frozenset({"eu-west-1"}))
    regions.choices["1", "us-east-1"] = True
    assert regions.is_enabled("1", "eu-west-1")
    assert not regions.is_enabled("1", "us-east-1")


def test_account_can_leave_a_region_that_is_enabled_by_default() -> None:
    regions = RegionSettings()
    regions.choices["1", "eu-west-1"] = False
    assert not regions.is_enabled("1", "eu-west-1")
    assert regions.opt_in_status("1", "eu-west-1") == "not-opted-in"
    assert regions.is_enabled("2", "eu-west-1")


def test_limit_changes_nothing_within_it() -> None:
    regions = RegionSettings(limit=frozenset({"eu-west-1", "af-south-1"}))
    assert not regions.is_enabled("1", "af-south-1")
    regions.choices["1", "af-south-1"] = True
    assert regions.opt_in_status("1", "af-south-1") == "opted-in"
    assert regions.opt_in_status("1", "us-east-1") == "not-opted-in"


def test_regions_are_in_order_and_unique() -> None:
    every = RegionSettings().every
    assert list(every) == sorted(set(every))
