"""A domain and its zone, and what an attacker does with them."""

import time
from dataclasses import dataclass
from typing import Any

from response_world import ResponseWorld

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
WEIGHTED = {"SetIdentifier": "one", "Weight": 10}
ALIAS = {
    "HostedZoneId": "Z35SXDOTRQ7X7K",
    "DNSName": "LB.us-east-1.elb.amazonaws.com",
    "EvaluateTargetHealth": False,
}


@dataclass
class Zone:
    world: ResponseWorld
    id: str

    def change(self, action: str, name: str, kind: str, value: str, **more: Any) -> None:
        record = {"Name": f"{name}.shop.com", "Type": kind, **more}
        if "AliasTarget" not in more:
            record |= {"TTL": 300, "ResourceRecords": [{"Value": value}]}
        batch = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
        self.world.client("route53").change_resource_record_sets(
            HostedZoneId=self.id, ChangeBatch=batch
        )

    def read(self) -> Any:
        route53 = self.world.client("route53")
        listed = route53.list_resource_record_sets(HostedZoneId=self.id)["ResourceRecordSets"]
        domains = self.world.client("route53domains", "us-east-1")
        status = domains.get_domain_detail(DomainName="shop.com").get("StatusList")
        return [one for one in listed if one["Type"] != "SOA"], status or []


def make_zone(response_world: ResponseWorld) -> Zone:
    """Return a zone with records that are known to CloudTrail, and one that is not."""
    response_world.client("route53domains", "us-east-1").register_domain(
        DomainName="shop.com",
        DurationInYears=2,
        AdminContact=CONTACT,
        RegistrantContact=CONTACT,
        TechContact=CONTACT,
    )
    route53 = response_world.client("route53")
    (held,) = route53.list_hosted_zones()["HostedZones"]
    zone = Zone(response_world, held["Id"].rpartition("/")[2])
    zone.change("CREATE", "old", "A", "192.0.2.1")
    response_world.world.emulator.trail.clear()
    zone.change("CREATE", "www", "A", "192.0.2.1")
    zone.change("CREATE", "*.apps", "A", "192.0.2.1")
    zone.change("CREATE", "lb", "A", "", AliasTarget=ALIAS)
    zone.change("CREATE", "w", "A", "192.0.2.1", **WEIGHTED)
    zone.change("CREATE", "mail", "CNAME", "mail.example.com")
    time.sleep(1.1)  # event times are in whole seconds
    return zone


def take_over(zone: Zone) -> Any:
    """Do what an attacker does with a zone; return a threat that says when it began."""
    first = int(time.time()) * 1000
    zone.change("UPSERT", "WWW", "A", "203.0.113.66")
    zone.change("UPSERT", "*.apps", "A", "203.0.113.66")
    zone.change("DELETE", "lb", "A", "", AliasTarget=ALIAS)
    zone.change("UPSERT", "w", "A", "203.0.113.66", **{**WEIGHTED, "Weight": 200})
    zone.change("DELETE", "mail", "CNAME", "mail.example.com")
    zone.change("CREATE", "mail", "A", "203.0.113.66")
    zone.change("CREATE", "new", "A", "203.0.113.66")
    return zone.world.threat("domain", f"arn:aws:route53:::hostedzone/{zone.id}", first_at=first)
