from typing import Any


def test_contact_is_absent_until_it_is_put(client: Any, member: str, refusal: Any) -> None:
    account = client("account", member)
    kind = {"AlternateContactType": "SECURITY"}
    assert refusal(account.get_alternate_contact, **kind)[0] == "ResourceNotFoundException"
    account.put_alternate_contact(
        **kind, Name="S", Title="T", EmailAddress="s@example.com", PhoneNumber="+1"
    )
    found = account.get_alternate_contact(**kind)["AlternateContact"]
    assert found["EmailAddress"] == "s@example.com"
    # The management account reads and writes its members' contacts by their id.
    found = client("account").get_alternate_contact(AccountId=member, **kind)["AlternateContact"]
    assert found["EmailAddress"] == "s@example.com"


def test_regions_are_opted_into(client: Any, member: str) -> None:
    account = client("account", member)

    def enabled() -> list[str]:
        found = account.list_regions(RegionOptStatusContains=["ENABLED"])["Regions"]
        return [region["RegionName"] for region in found]

    assert enabled() == []
    account.enable_region(RegionName="af-south-1")
    assert enabled() == ["af-south-1"]
    assert account.get_region_opt_status(RegionName="af-south-1")["RegionOptStatus"] == "ENABLED"
    other = client("account").get_region_opt_status(RegionName="af-south-1")
    assert other["RegionOptStatus"] == "DISABLED"
    account.disable_region(RegionName="af-south-1")
    assert enabled() == []


def test_default_regions_say_so(client: Any) -> None:
    found = client("account").list_regions()["Regions"]
    statuses = {region["RegionName"]: region["RegionOptStatus"] for region in found}
    assert statuses["eu-west-1"] == "ENABLED_BY_DEFAULT"
    assert statuses["me-south-1"] == "DISABLED"
