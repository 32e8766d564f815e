"""Domains are locked and unlocked by operations that take their time."""

from typing import Any

from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior

CONTACT = {
    "FirstName": "Ana",
    "LastName": "Doe",
    "ContactType": "PERSON",
    "AddressLine1": "Street 1",
    "City": "Berlin",
    "CountryCode": "DE",
    "ZipCode": "10115",
    "PhoneNumber": "+49.301234567",
    "Email": "ana@example.com",
}


def register(client: Any, name: str = "shop.com") -> Any:
    domains = client("route53domains")
    domains.register_domain(
        DomainName=name,
        DurationInYears=2,
        AdminContact=CONTACT,
        RegistrantContact=CONTACT,
        TechContact=CONTACT,
    )
    return domains


def is_locked(domains: Any) -> bool:
    found = domains.get_domain_detail(DomainName="shop.com").get("StatusList") or []
    return "clientTransferProhibited" in found


def test_a_domain_is_locked_and_unlocked(client: Any) -> None:
    domains = register(client)
    before = is_locked(domains)
    for lock in (True, False, True):
        ask = domains.enable_domain_transfer_lock if lock else domains.disable_domain_transfer_lock
        asked = ask(DomainName="shop.com")["OperationId"]
        found = domains.get_operation_detail(OperationId=asked)
        assert (found["Status"], found["Type"]) == ("SUCCESSFUL", "DOMAIN_LOCK")
        assert is_locked(domains) is lock
    assert before is False


def test_an_operation_takes_its_time(client: Any, emulator: Emulator, refusal: Any) -> None:
    domains = register(client)
    usual = emulator.behavior
    emulator.behavior = Behavior(delay=2)
    try:
        wait_for_lock(domains, refusal)
    finally:
        emulator.behavior = usual


def wait_for_lock(domains: Any, refusal: Any) -> None:
    asked = domains.enable_domain_transfer_lock(DomainName="shop.com")["OperationId"]
    again = refusal(domains.disable_domain_transfer_lock, DomainName="shop.com")
    assert again[0] == "DuplicateRequest"
    states = [domains.get_operation_detail(OperationId=asked)["Status"] for _ in range(4)]
    assert states[-1] == "SUCCESSFUL"
    assert is_locked(domains)


def test_what_is_not_registered_here_is_refused(client: Any, refusal: Any) -> None:
    domains = client("route53domains")
    assert refusal(domains.enable_domain_transfer_lock, DomainName="x.com")[0] == "InvalidInput"


def test_a_domain_comes_with_a_zone(client: Any) -> None:
    register(client)
    (zone,) = client("route53").list_hosted_zones()["HostedZones"]
    listed = client("route53").list_resource_record_sets(HostedZoneId=zone["Id"])
    names = {record["Name"] for record in listed["ResourceRecordSets"]}
    assert (zone["Name"], names) == ("shop.com.", {"shop.com."})
