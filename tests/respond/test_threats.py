"""Findings as threats: what there is to contain, and nothing that has not the form of it."""

from dataclasses import replace
from typing import Any

import pytest
from reported_records import (
    ANALYZER,
    CONFIG,
    CONTROL,
    GUARDDUTY,
    INSPECTOR,
    MACIE,
    OCSF,
    change,
    copy_guardduty,
)

from ringwall.collect.findings.recognize import read_report
from ringwall.model.finding import Finding
from ringwall.respond.threats import LONGEST_EVIDENCE, MOST, make_threats

ACCOUNT = "111122223333"
OURS = Finding(
    uid="0" * 32,
    rule="ec2.instance_credentials_used_elsewhere",
    title="Credentials of an instance were used elsewhere",
    severity="high",
    layer="detection",
    account_id=ACCOUNT,
    region="eu-west-1",
    resources=(f"arn:aws:iam::{ACCOUNT}:role/app/web",),
    reason="used from elsewhere",
    first_seen=1,
    last_seen=2,
    evidence={
        "actor": f"arn:aws:iam::{ACCOUNT}:role/app/web",
        "session": f"arn:aws:sts::{ACCOUNT}:assumed-role/web/i-0123456789abcdef0",
        "access_key": "ASIAIOSFODNN7EXAMPLE",
        "address": "203.0.113.7",
        "events": ["e-1"],
    },
)


def read(record: dict[str, Any]) -> Finding:
    report = read_report(record)
    assert report
    return report.finding


def name(finding: Finding) -> list[tuple[str, str, str]]:
    found = make_threats(finding)
    return [(threat.kind, threat.resource, threat.access_key) for threat in found]


USER = f"arn:aws:iam::{ACCOUNT}:user/ann"
LONG_KEY = "AKIAIOSFODNN7EXAMPLE"


@pytest.mark.parametrize("write", [change, copy_guardduty])
def test_a_leaked_key_and_its_user_are_threats(write: Any) -> None:
    record = change(GUARDDUTY, resource__accessKeyDetails__accessKeyId=LONG_KEY)
    found = make_threats(read(write(record)), "CASE-20261201-4f7k2m")
    assert [(each.kind, each.resource) for each in found] == [("access_key", USER), ("user", USER)]
    first = found[0]
    assert (first.account_id, first.region, first.access_key) == (ACCOUNT, "global", LONG_KEY)
    assert (first.actor, first.address) == (USER, "198.51.100.7")
    assert first.rule == "guardduty.Stealth:IAMUser/CloudTrailLoggingDisabled"
    assert (first.first_at, first.last_at) == (1769853600000, 1769855400000)
    assert first.case == "CASE-20261201-4f7k2m"
    assert first.evidence["finding"] == read(write(record)).uid


def test_credentials_that_end_are_a_session() -> None:
    assert name(read(GUARDDUTY)) == [
        ("user", USER, "ASIAIOSFODNN7EXAMPLE"),
        ("session", USER, "ASIAIOSFODNN7EXAMPLE"),
    ]


@pytest.mark.parametrize("write", [change, copy_guardduty])
def test_a_role_is_a_threat_with_its_session(write: Any) -> None:
    details = {
        "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
        "principalId": "AROACKCEVSQ6C2EXAMPLE:i-0123456789abcdef0",
        "userType": "AssumedRole",
        "userName": "web",
    }
    record = write(change(GUARDDUTY, resource__accessKeyDetails=details))
    for resource in record.get("Resources", ()):
        resource["Details"]["AwsIamAccessKey"]["PrincipalId"] = details["principalId"]
    key = "ASIAIOSFODNN7EXAMPLE"
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/web/i-0123456789abcdef0"
    instance = f"arn:aws:ec2:eu-west-1:{ACCOUNT}:instance/i-0123456789abcdef0"
    assert name(read(record)) == [
        ("role", f"arn:aws:iam::{ACCOUNT}:role/web", key),
        ("session", session, key),
        ("instance", instance, key),
    ]


def test_a_user_of_identity_center_is_a_person() -> None:
    role = "AWSReservedSSO_Admin_0123456789abcdef"
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/ann@example.com"
    finding = replace(OURS, resources=(session,), evidence={})
    assert name(finding) == [
        ("session", session, ""),
        ("person", session, ""),
        ("role", f"arn:aws:iam::{ACCOUNT}:role/{role}", ""),
    ]


def test_a_detection_of_ours_names_role_session_and_instance() -> None:
    found = make_threats(OURS)
    assert [threat.kind for threat in found] == ["role", "session", "instance"]
    assert found[0].resource == f"arn:aws:iam::{ACCOUNT}:role/app/web"
    assert {threat.address for threat in found} == {"203.0.113.7"}
    assert found[0].evidence["events"] == ["e-1"]


def test_the_key_that_a_finding_is_about_is_not_the_one_that_acted() -> None:
    evidence = {"actor": USER, "access_key": "AKIAMALLORYMALLORY"}
    finding = replace(OURS, rule="iam.access_key_is_activated_again", resources=(LONG_KEY,))
    keys = [key for kind, _, key in name(replace(finding, evidence=evidence)) if "key" in kind]
    assert keys == [LONG_KEY, "AKIAMALLORYMALLORY"]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (OCSF, [("user", USER)]),
        (MACIE, [("bucket", "arn:aws:s3:::customer-data")]),
        (CONTROL, [("bucket", "arn:aws:s3:::customer-data")]),
        (CONFIG, [("bucket", "arn:aws:s3:::customer-data")]),
        (ANALYZER, [("bucket", "arn:aws:s3:::customer-data")]),
        (
            INSPECTOR,
            [("instance", f"arn:aws:ec2:eu-west-1:{ACCOUNT}:instance/i-0123456789abcdef0")],
        ),
    ],
    ids=["ocsf", "macie", "control", "config", "analyzer", "inspector"],
)
def test_each_product_names_its_resources(record: Any, expected: list[tuple[str, str]]) -> None:
    assert [(kind, resource) for kind, resource, _ in name(read(record))] == expected


SEQUENCE = {
    "resources": [
        {"uid": "arn:aws:s3:::customer-data", "resourceType": "S3_BUCKET"},
        {"uid": "not an arn", "resourceType": "S3_BUCKET"},
    ],
    "actors": [
        {"user": {"type": "IAMUser", "name": "bob", "uid": "AIDAX", "credentialUid": LONG_KEY}}
    ],
}


def test_an_attack_sequence_names_actors_and_resources() -> None:
    record = change(GUARDDUTY, resource={}, service__detection={"sequence": SEQUENCE})
    bob = f"arn:aws:iam::{ACCOUNT}:user/bob"
    assert name(read(record)) == [
        ("access_key", bob, LONG_KEY),
        ("user", bob, LONG_KEY),
        ("bucket", "arn:aws:s3:::customer-data", LONG_KEY),
        ("account", ACCOUNT, LONG_KEY),
    ]


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"instanceDetails": {"instanceId": "i-0123456789abcdef0"}}, "instance"),
        ({"lambdaDetails": {"functionArn": "{head}:lambda:{place}:function:f:1"}}, "function"),
        ({"eksClusterDetails": {"arn": "{head}:eks:{place}:cluster/c"}}, "cluster"),
        ({"rdsDbInstanceDetails": {"dbInstanceArn": "{head}:rds:{place}:db:d"}}, "database"),
        ({"s3BucketDetails": [{"arn": "{head}:s3:::customer-data"}]}, "bucket"),
    ],
    ids=["instance", "function", "cluster", "database", "bucket"],
)
@pytest.mark.parametrize(
    ("partition", "region"),
    [("aws", "eu-west-1"), ("aws-us-gov", "us-gov-west-1"), ("aws-cn", "cn-north-1")],
)
def test_resources_of_guardduty(
    details: dict[str, Any], expected: str, partition: str, region: str
) -> None:
    head, place = f"arn:{partition}", f"{region}:{ACCOUNT}"

    def write(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: write(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [write(each) for each in value]
        return value.replace("{head}", head).replace("{place}", place)

    found = make_threats(read(change(GUARDDUTY, region=region, resource=write(details))))
    assert [threat.kind for threat in found] == [expected]
    assert found[0].resource.startswith(f"{head}:")
    assert (found[0].account_id, found[0].region) == (ACCOUNT, region)


@pytest.mark.parametrize(
    "resource",
    [
        "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0; reboot",
        "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0\n",
        "arn:aws:ec2:us-gov-west-1:111122223333:instance/i-0123456789abcdef0",
        "arn:aws:iam::111122223333:user/",
        "arn:aws:iam::111122223333:user/a b",
        "arn:evil:iam::111122223333:user/ann",
        "arn:aws:s3:::a/../../b\u202e"[:13],
        "arn:aws:lambda:eu-west-1:*:function:f",
        "arn:aws:iam::\N{FULLWIDTH DIGIT ONE}11122223333:root",
        "arn:" * 5_000,
        "i-0123",
        "",
    ],
    ids=range(12),
)
def test_what_has_not_the_form_is_no_threat(resource: str) -> None:
    assert make_threats(replace(OURS, resources=(resource,), evidence={})) == ()


def test_an_account_that_is_none_makes_no_threat() -> None:
    finding = replace(OURS, account_id="x", resources=("arn:aws:s3:::customer-data",), evidence={})
    assert make_threats(finding) == ()


@pytest.mark.parametrize("strange", [None, 7, "x", [], {"a": "b"}, [None], True, {"uid": [1]}])
def test_members_of_other_types_say_nothing(strange: Any) -> None:
    evidence = {"actor": strange, "session": strange, "entities": strange, "address": strange}
    for raw in (
        {"resource": strange, "service": strange, "Resources": strange, "evidences": strange},
        {"resource": {"accessKeyDetails": strange}, "Resources": [strange]},
        {"service": {"detection": {"sequence": {"actors": [strange], "resources": [strange]}}}},
    ):
        make_threats(replace(OURS, raw=raw, evidence=evidence))


def test_a_sample_is_no_threat() -> None:
    assert make_threats(read(change(GUARDDUTY, title="[SAMPLE] x"))) == ()
    assert make_threats(replace(OURS, evidence={**OURS.evidence, "is_sample": True})) == ()


def test_there_are_so_many_threats_at_most_and_evidence_is_small() -> None:
    names = tuple(f"arn:aws:s3:::bucket-{number}" for number in range(200))
    evidence = {"small": "x", "big": "x" * LONGEST_EVIDENCE}
    found = make_threats(replace(OURS, resources=names, evidence=evidence))
    assert len(found) == MOST
    assert found[0].evidence.keys() == {"small", "finding", "product"}


def test_an_address_that_is_a_domain_is_evidence() -> None:
    found = make_threats(replace(OURS, evidence={"address": "evil.example"}))
    assert (found[0].address, found[0].evidence["domain"]) == ("", "evil.example")
