"""Records change as on AWS: all of a batch or none, and a CNAME stands alone."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Change = Callable[..., Any]


@pytest.fixture
def zone(client: Any) -> str:
    made = client("route53").create_hosted_zone(Name="example.com", CallerReference="a")
    return str(made["HostedZone"]["Id"])


@pytest.fixture
def change(client: Any, zone: str) -> Change:
    """Return a function that makes changes of records: (action, name, type, value)."""

    def make(*changes: tuple[str, str, str, str], **more: Any) -> Any:
        batch = [
            {
                "Action": action,
                "ResourceRecordSet": {
                    "Name": name,
                    "Type": kind,
                    "TTL": 60,
                    "ResourceRecords": [{"Value": value}],
                    **more,
                },
            }
            for action, name, kind, value in changes
        ]
        return client("route53").change_resource_record_sets(
            HostedZoneId=zone, ChangeBatch={"Changes": batch}
        )

    return make


def read(client: Any, zone: str) -> list[tuple[str, str, str]]:
    listed = client("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    return [
        (one["Name"], one["Type"], one["ResourceRecords"][0]["Value"])
        for one in listed
        if one["Type"] not in ("NS", "SOA")
    ]


def refusal(change: Change, *changes: tuple[str, str, str, str]) -> str:
    with pytest.raises(ClientError) as caught:
        change(*changes)
    found: Any = caught.value.response
    return str(found["Error"]["Code"])


def test_names_are_written_in_one_way(client: Any, zone: str, change: Change) -> None:
    made = change(("CREATE", "*.Shop.example.com", "A", "192.0.2.1"))["ChangeInfo"]
    assert client("route53").get_change(Id=made["Id"])["ChangeInfo"]["Status"] == "INSYNC"
    assert read(client, zone) == [("\\052.shop.example.com.", "A", "192.0.2.1")]
    change(("UPSERT", "*.shop.example.com.", "A", "192.0.2.2"))
    change(("UPSERT", "\\052.shop.example.com", "A", "192.0.2.3"))
    assert read(client, zone) == [("\\052.shop.example.com.", "A", "192.0.2.3")]
    change(("DELETE", "*.shop.example.com", "A", "192.0.2.3"))
    assert read(client, zone) == []
    listed = client("route53").list_resource_record_sets(HostedZoneId=zone)
    (soa,) = (one for one in listed["ResourceRecordSets"] if one["Type"] == "SOA")
    assert soa["ResourceRecords"][0]["Value"].startswith("ns-")


def test_all_changes_are_made_or_none(client: Any, zone: str, change: Change) -> None:
    change(("CREATE", "a.example.com", "A", "192.0.2.1"))
    before = read(client, zone)
    for wrong in (
        ("CREATE", "a.example.com", "A", "192.0.2.1"),
        ("DELETE", "a.example.com", "A", "192.0.2.9"),
        ("DELETE", "c.example.com", "A", "192.0.2.9"),
        ("CREATE", "a.example.com", "CNAME", "b.example.com"),
        ("CREATE", "example.com", "CNAME", "b.example.org"),
        ("CREATE", "a.example.org", "A", "192.0.2.1"),
    ):
        batch = (("CREATE", "b.example.com", "A", "192.0.2.1"), wrong)
        assert refusal(change, *batch) == "InvalidChangeBatch"
        assert read(client, zone) == before
    change(
        ("DELETE", "a.example.com", "A", "192.0.2.1"),
        ("CREATE", "a.example.com", "CNAME", "b.example.com"),
    )
    assert read(client, zone) == [("a.example.com.", "CNAME", "b.example.com")]


def test_sets_of_one_name_have_identifiers(client: Any, zone: str, change: Change) -> None:
    for identifier in ("one", "two"):
        change(("CREATE", "a.example.com", "A", "192.0.2.1"), SetIdentifier=identifier, Weight=10)
    change(("CREATE", "b.example.com", "A", "192.0.2.1"), SetIdentifier="one", Weight=10)
    change(("DELETE", "a.example.com", "A", "192.0.2.1"), SetIdentifier="one", Weight=10)
    assert [name for name, _, _ in read(client, zone)] == ["a.example.com.", "b.example.com."]


def test_what_is_not_there_is_refused(client: Any, zone: str) -> None:
    route53 = client("route53")
    record = {"Name": "a.example.com", "Type": "A"}
    batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
    with pytest.raises(ClientError, match="InvalidInput"):
        route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)
    with pytest.raises(ClientError, match="NoSuchHostedZone"):
        route53.change_resource_record_sets(HostedZoneId="Z0", ChangeBatch=batch)
    apex = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"][0]
    gone = {"Changes": [{"Action": "DELETE", "ResourceRecordSet": apex}]}
    with pytest.raises(ClientError, match="InvalidChangeBatch"):
        route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=gone)


def test_the_target_of_an_alias_is_written_in_one_way(client: Any, zone: str) -> None:
    target = {
        "HostedZoneId": "Z35SXDOTRQ7X7K",
        "DNSName": "LB.eu-west-1.elb.amazonaws.com",
        "EvaluateTargetHealth": False,
    }
    record = {"Name": "a.example.com", "Type": "A", "AliasTarget": target}
    batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
    route53 = client("route53")
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)
    listed = route53.list_resource_record_sets(HostedZoneId=zone, StartRecordName="a.example.com")
    found = listed["ResourceRecordSets"][0]["AliasTarget"]
    assert found == {**target, "DNSName": "lb.eu-west-1.elb.amazonaws.com."}
    batch["Changes"][0]["Action"] = "DELETE"
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)
