"""Route 53: hosted zones, and the records in them."""

from collections.abc import Callable
from typing import Any

from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Reader

ZONES = {"HostedZones": [{"Id": f"/hostedzone/Z{n}", "Name": "a.io.", "Config": {}} for n in "12"]}
RECORDS = {
    "ResourceRecordSets": [
        {"Name": "a.io.", "Type": "A", "SetIdentifier": name, "TTL": 60} for name in ("x", "y")
    ]
}


def test_records_of_one_name_are_told_apart(canned: Any, collect: Any) -> None:
    def list_of(HostedZoneId: str) -> Any:  # noqa: N803 - AWS spells it so
        gone = CallFailed("there is none", "NoSuchHostedZone")
        return RECORDS if HostedZoneId == "Z1" else gone

    answers = {"route53.list_hosted_zones": ZONES, "route53.list_resource_record_sets": list_of}
    rows, gaps = collect(canned(answers), "route53_record_set", "route53_hosted_zone")
    assert gaps == []
    assert [row["id"] for row in rows["route53_hosted_zone"]] == ["Z1", "Z2"]
    found = rows["route53_record_set"]
    assert [row["arn"] for row in found] == [
        "arn:aws:route53:::hostedzone/Z1/A/a.io./x",
        "arn:aws:route53:::hostedzone/Z1/A/a.io./y",
    ]
    assert {(row["region"], row["hosted_zone_id"], row["ttl"]) for row in found} == {
        ("global", "Z1", 60)
    }


def test_a_denied_zone_is_a_gap(canned: Any, collect: Any) -> None:
    denied = AccessDenied("no", "AccessDenied")
    answers = {"route53.list_hosted_zones": ZONES, "route53.list_resource_record_sets": denied}
    rows, gaps = collect(canned(answers), "route53_record_set")
    assert (rows["route53_record_set"], [gap.status for gap in gaps]) == ([], ["denied"])


def test_the_service_reads_an_account(
    live: Reader, aws: Callable[[str], Any], collect: Any
) -> None:
    aws("route53").create_hosted_zone(Name="a.io", CallerReference="1")
    rows, gaps = collect(live, "route53_hosted_zone", "route53_record_set")
    assert gaps == []
    assert [row["name"] for row in rows["route53_hosted_zone"]] == ["a.io."]
    assert {row["type"] for row in rows["route53_record_set"]} <= {"NS", "SOA"}
