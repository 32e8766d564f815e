"""Macie in an account and Region: its session, what it is to look for, and its findings.

https://docs.aws.amazon.com/macie/latest/user/what-is-macie.html
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.published_events import publish
from ringwall.emulator.security.delegation import DelegatedService, find_email
from ringwall.emulator.security.hub_findings import receive_from_service
from ringwall.emulator.security.hubs import product_arn
from ringwall.emulator.security.wire import write_moment
from ringwall.emulator.state import EmulatorState

MACIE = DelegatedService("macie.amazonaws.com")
SENSITIVE = {
    "Credentials": ("CREDENTIALS", "AWS_CREDENTIALS"),
    "CustomIdentifier": ("CUSTOM_IDENTIFIER", "GeneratedFindingCustomIdentifier"),
    "Financial": ("FINANCIAL_INFORMATION", "CREDIT_CARD_NUMBER"),
    "Multiple": ("PERSONAL_INFORMATION", "NAME"),
    "Personal": ("PERSONAL_INFORMATION", "USA_SOCIAL_SECURITY_NUMBER"),
}
POLICIES = (
    "S3BlockPublicAccessDisabled", "S3BucketEncryptionDisabled", "S3BucketPublic",
    "S3BucketReplicatedExternally", "S3BucketSharedExternally", "S3BucketSharedWithCloudFront",
)  # fmt: skip
TYPES = (
    *(f"Policy:IAMUser/{name}" for name in POLICIES),
    *(f"SensitiveData:S3Object/{name}" for name in SENSITIVE),
)
"""https://docs.aws.amazon.com/macie/latest/user/findings-types.html"""
SCORES = {"Low": 1, "Medium": 2, "High": 3}


@dataclass
class MacieSession:
    """Macie, turned on in an account and Region."""

    account_id: str
    region: str
    created: datetime
    updated: datetime
    status: str = "ENABLED"
    frequency: str = "FIFTEEN_MINUTES"
    findings: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Findings by id, as JSON has them."""
    export: dict[str, Any] = field(default_factory=dict)
    discovery: dict[str, Any] = field(default_factory=dict)
    publication: dict[str, Any] = field(
        default_factory=lambda: {
            "publishPolicyFindings": True,
            "publishClassificationFindings": False,
        }
    )
    """What Security Hub is sent."""
    allow_lists: dict[str, dict[str, Any]] = field(default_factory=dict)
    identifiers: dict[str, dict[str, Any]] = field(default_factory=dict)
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)


def refuse_off() -> Fault:
    """Return Macie's error where it is off."""
    return Fault("AccessDeniedException", "Macie is not enabled.", 403)


def find_macie(state: EmulatorState, account_id: str, region: str) -> MacieSession | None:
    """Return the session of an account and Region; None where Macie is off."""
    found: MacieSession | None = state.settings.get((account_id, region, "macie2.session"))
    return found


def make_macie(state: EmulatorState, account_id: str, region: str) -> MacieSession:
    """Turn Macie on."""
    now = datetime.now(UTC)
    made = MacieSession(account_id, region, now, now)
    state.settings[account_id, region, "macie2.session"] = made
    return made


def remove_macie(state: EmulatorState, account_id: str, region: str) -> None:
    """Turn Macie off; all that it has is gone."""
    state.settings.pop((account_id, region, "macie2.session"), None)


def require_macie(state: EmulatorState, call: EmulatedCall) -> MacieSession:
    """Return the caller's session; Fault where Macie is off."""
    settle_macie(state, call.account_id, call.region)
    found = find_macie(state, call.account_id, call.region)
    if found is None:
        raise refuse_off()
    return found


def settle_macie(state: EmulatorState, account_id: str, region: str) -> None:
    """Turn Macie on in new accounts of the organization, where that is automatic."""
    for account in MACIE.settle(state, account_id, region):
        join_macie(state, MACIE.find(state, account_id, region).admin, account, region)


def join_macie(
    state: EmulatorState, admin: str, account_id: str, region: str, email: str = ""
) -> None:
    """Make an account of the organization a member, and turn its Macie on."""
    MACIE.find(state, admin, region).put(account_id, email or find_email(account_id), "enabled")
    if find_macie(state, account_id, region) is None:
        make_macie(state, account_id, region)


def find_sessions(state: EmulatorState, session: MacieSession) -> Iterator[MacieSession]:
    """Yield the sessions whose findings a session shows: itself, and its members'."""
    yield session
    delegation = MACIE.find(state, session.account_id, session.region)
    if delegation.admin == session.account_id:
        held = (find_macie(state, r.account_id, session.region) for r in delegation.associated())
        yield from (member for member in held if member is not None)


def put_macie_finding(
    state: EmulatorState, session: MacieSession, finding: Mapping[str, Any]
) -> str:
    """Take a finding, as JSON has it; tell EventBridge and Security Hub; return its id."""
    made = _complete(session, finding)
    session.findings[made["id"]] = made
    managed = MACIE.find_administrator(state, session.account_id, session.region)
    for account_id in (session.account_id, *((managed[0],) if managed else ())):
        publish(
            state,
            account_id,
            session.region,
            "aws.macie",
            "Macie Finding",
            copy.deepcopy(made),
            time=datetime.now(UTC),
        )
    receive_from_service(state, session.account_id, session.region, write_macie_asff(made))
    return str(made["id"])


def _complete(session: MacieSession, finding: Mapping[str, Any]) -> dict[str, Any]:
    at = write_moment(datetime.now(UTC))
    return {
        "schemaVersion": "1.0",
        "id": mock_random.get_random_hex(32),
        "accountId": session.account_id,
        "partition": "aws",
        "region": session.region,
        "createdAt": at,
        "updatedAt": at,
        "archived": False,
        "count": 1,
        "sample": False,
        **finding,
    }


def make_macie_sample(session: MacieSession, kind: str) -> dict[str, Any]:
    """Return a sample of a type of finding, with Macie's own placeholders."""
    name = kind.rpartition("/")[2]
    is_policy = kind.startswith("Policy")
    bucket = {
        "arn": f"arn:{own_partition()}:s3:::sample-bucket",
        "name": "sample-bucket",
        "createdAt": "2020-04-03T20:46:56.000Z",
        "owner": {"displayName": "sample-owner", "id": "sample-owner-id"},
        "tags": [{"key": "sample-tag", "value": "sample-value"}],
        "defaultServerSideEncryption": {"encryptionType": "AES256", "kmsMasterKeyId": None},
    }
    item = {
        "bucketArn": bucket["arn"],
        "key": "sample-object.csv",
        "path": "sample-bucket/sample-object.csv",
        "extension": "csv",
        "lastModified": "2020-04-22T20:46:56.000Z",
        "size": 4096,
        "storageClass": "STANDARD",
    }
    title = (
        "The S3 bucket settings changed" if is_policy else "The S3 object contains sensitive data"
    )
    made: dict[str, Any] = {
        "type": kind,
        "category": "POLICY" if is_policy else "CLASSIFICATION",
        "severity": {"description": "High", "score": SCORES["High"]},
        "title": f"{title}: {name}",
        "description": f"{title}. This is a sample of the type {kind}.",
        "resourcesAffected": {"s3Bucket": bucket} | ({} if is_policy else {"s3Object": item}),
        "sample": True,
    }
    if is_policy:
        action = {"actionType": "AWS_API_CALL", "apiCallDetails": {"api": "PutBucketPolicy"}}
        return made | {"policyDetails": {"action": action}}
    category, detection = SENSITIVE[name]
    found = {"category": category, "totalCount": 1}
    detail = {"count": 1, "type": detection}
    result = {
        "mimeType": "text/csv",
        "sizeClassified": 4096,
        "status": {"code": "COMPLETE"},
        "sensitiveData": []
        if category == "CUSTOM_IDENTIFIER"
        else [found | {"detections": [detail]}],
    }
    details = {"jobId": "3ce05dbb7ec5505def334104bf8b1cd5", "result": result}
    place = f"arn:{own_partition()}:macie2:{session.region}:{session.account_id}"
    return made | {
        "classificationDetails": details
        | {"jobArn": f"{place}:classification-job/{details['jobId']}"}
    }


def write_macie_asff(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return a finding of Macie in ASFF."""
    product = product_arn(finding["region"], "macie")
    bucket = finding["resourcesAffected"]["s3Bucket"]
    namespace = {
        "POLICY": "Software and Configuration Checks/AWS Security Best Practices/",
        "CLASSIFICATION": "Sensitive Data Identifications/",
    }[finding["category"]]
    place = {"Partition": "aws", "Region": finding["region"]}
    resources = [{"Type": "AwsS3Bucket", "Id": bucket["arn"], **place}]
    if "s3Object" in finding["resourcesAffected"]:
        path = finding["resourcesAffected"]["s3Object"]["path"]
        resources.append(
            {"Type": "AwsS3Object", "Id": f"arn:{own_partition()}:s3:::{path}", **place}
        )
    return {
        "SchemaVersion": "2018-10-08",
        "Id": finding["id"],
        "ProductArn": product,
        "ProductName": "Macie",
        "CompanyName": "Amazon",
        "Region": finding["region"],
        "GeneratorId": "aws/macie",
        "AwsAccountId": finding["accountId"],
        "Types": [namespace + finding["type"].replace("/", "-", 1)],
        "FirstObservedAt": finding["createdAt"],
        "LastObservedAt": finding["updatedAt"],
        "CreatedAt": finding["createdAt"],
        "UpdatedAt": finding["updatedAt"],
        "Severity": {"Label": finding["severity"]["description"].upper()},
        "Title": finding["title"],
        "Description": finding["description"],
        "ProductFields": {"aws/securityhub/FindingId": f"{product}/{finding['id']}"},
        "Resources": resources,
        "Sample": finding["sample"],
    }
