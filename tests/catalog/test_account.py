"""account: contacts, and the Regions that are enabled."""

from collections.abc import Callable
from typing import Any

from ringwall.model.errors import AccessDenied, CallFailed

CONTACT = {"Name": "S", "Title": "T", "EmailAddress": "s@example.com", "PhoneNumber": "+1"}


def test_each_type_of_contact_has_a_row_or_none(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    def contact(AlternateContactType: str) -> Any:  # noqa: N803 - AWS's own name
        if AlternateContactType == "BILLING":
            return CallFailed("none", "ResourceNotFoundException")
        return {"AlternateContact": CONTACT | {"AlternateContactType": AlternateContactType}}

    rows, gaps = collect(
        canned({"account.get_alternate_contact": contact}), "account_alternate_contact"
    )
    assert gaps == []
    assert [row["alternate_contact_type"] for row in rows["account_alternate_contact"]] == [
        "OPERATIONS",
        "SECURITY",
    ]
    assert rows["account_alternate_contact"][0]["email_address"] == "s@example.com"


def test_contacts_that_were_denied_are_a_gap(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    denied = AccessDenied("no", "AccessDeniedException")
    answers = {"account.get_alternate_contact": denied, "account.get_contact_information": denied}
    for table in ("account_alternate_contact", "account_contact_information"):
        rows, gaps = collect(canned(answers), table)
        assert not any(rows.values())
        assert [gap.status for gap in gaps] == ["denied"]


def test_contacts_and_regions_of_the_emulator(
    live: Any, aws: Callable[[str], Any], collect: Callable[..., Any]
) -> None:
    client = aws("account")
    client.put_alternate_contact(AlternateContactType="SECURITY", **CONTACT)
    client.put_contact_information(
        ContactInformation={
            "FullName": "Ann",
            "CompanyName": "Acme",
            "AddressLine1": "1 Street",
            "City": "Town",
            "PostalCode": "1",
            "CountryCode": "CH",
            "PhoneNumber": "+1",
        }
    )
    rows, gaps = collect(
        live,
        "account_alternate_contact",
        "account_contact_information",
        "account_region_opt_status",
    )
    assert gaps == []
    assert [row["alternate_contact_type"] for row in rows["account_alternate_contact"]] == [
        "SECURITY"
    ]
    (primary,) = rows["account_contact_information"]
    assert (primary["company_name"], primary["address_line_2"]) == ("Acme", "")
    states = {
        row["region_name"]: row["region_opt_status"] for row in rows["account_region_opt_status"]
    }
    assert states["eu-west-1"] == "ENABLED_BY_DEFAULT"
    assert states["af-south-1"] in {"DISABLED", "ENABLED"}
