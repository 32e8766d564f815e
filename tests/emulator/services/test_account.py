from typing import Any

from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior


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
    trust(client)
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


def trust(client: Any) -> None:
    client("organizations").enable_aws_service_access(ServicePrincipal="account.amazonaws.com")


def test_only_who_manages_members_names_them(client: Any, member: str, refusal: Any) -> None:
    outside, inside = client("account"), client("account", member)
    named = {"AccountId": member, "AlternateContactType": "SECURITY"}
    denied = ("AccessDeniedException", 403)
    assert refusal(outside.get_alternate_contact, **named) == denied
    trust(client)
    assert refusal(outside.get_alternate_contact, **named)[0] == "ResourceNotFoundException"
    assert refusal(inside.list_regions, AccountId="123456789012") == denied
    assert refusal(outside.list_regions, AccountId="123456789012") == denied
    assert refusal(outside.list_regions, AccountId="111122223333") == denied


def test_a_region_is_enabled_after_a_while(
    client: Any, emulator: Emulator, member: str, refusal: Any
) -> None:
    trust(client)
    emulator.state.behavior = Behavior(delay=1)
    named = {"AccountId": member, "RegionName": "af-south-1"}
    account = client("account")
    account.enable_region(**named)
    states = [account.get_region_opt_status(**named)["RegionOptStatus"] for _ in range(2)]
    assert states == ["ENABLING", "ENABLED"]
    account.disable_region(**named)
    assert account.get_region_opt_status(**named)["RegionOptStatus"] == "DISABLING"
    other = {"AccountId": member, "RegionName": "eu-west-1"}
    assert refusal(account.disable_region, **other)[0] == "ValidationException"


def test_names_and_contacts_are_written_and_read(client: Any, member: str, refusal: Any) -> None:
    trust(client)
    account, named = client("account"), {"AccountId": member}
    assert account.get_primary_email(**named)["PrimaryEmail"] == "dev@example.com"
    account.put_account_name(**named, AccountName="development")
    assert account.get_account_information(**named)["AccountName"] == "development"
    found = client("organizations").describe_account(AccountId=member)["Account"]
    assert found["Name"] == "development"
    contact = {
        "FullName": "Kim Lee",
        "AddressLine1": "1 Example Street",
        "City": "Example",
        "PostalCode": "12345",
        "CountryCode": "US",
        "PhoneNumber": "+15550100",
    }
    get = account.get_contact_information
    assert refusal(get, **named) == ("ResourceNotFoundException", 404)
    account.put_contact_information(**named, ContactInformation=contact)
    assert get(**named)["ContactInformation"] == contact
