"""AWS Security Finding Format: one JSON array, as Security Hub's BatchImportFindings takes it.

ASFF limits every text; what is longer is cut and ends in an ellipsis. Security Hub takes 100
findings a call, each in the account and region of its ProductArn.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TextIO

from ringwall import __version__
from ringwall.hub.formats.context import ReportContext
from ringwall.hub.resource import split_arn
from ringwall.model.finding import Finding
from ringwall.model.partition import home_region

PARTITIONS = {"aws", "aws-cn", "aws-us-gov"}
"""Those that ASFF names."""
TYPES = ("Software and Configuration Checks/AWS Security Best Practices",)
MAX_RESOURCES = 32
RESOURCE_TYPES: Mapping[tuple[str, str], str] = {
    ("acm", "certificate"): "AwsCertificateManagerCertificate",
    ("autoscaling", "autoScalingGroup"): "AwsAutoScalingAutoScalingGroup",
    ("cloudfront", "distribution"): "AwsCloudFrontDistribution",
    ("cloudtrail", "trail"): "AwsCloudTrailTrail",
    ("dynamodb", "table"): "AwsDynamoDbTable",
    ("ec2", "instance"): "AwsEc2Instance",
    ("ec2", "launch-template"): "AwsEc2LaunchTemplate",
    ("ec2", "network-acl"): "AwsEc2NetworkAcl",
    ("ec2", "network-interface"): "AwsEc2NetworkInterface",
    ("ec2", "route-table"): "AwsEc2RouteTable",
    ("ec2", "security-group"): "AwsEc2SecurityGroup",
    ("ec2", "subnet"): "AwsEc2Subnet",
    ("ec2", "volume"): "AwsEc2Volume",
    ("ec2", "vpc"): "AwsEc2Vpc",
    ("ecr", "repository"): "AwsEcrRepository",
    ("ecs", "cluster"): "AwsEcsCluster",
    ("eks", "cluster"): "AwsEksCluster",
    ("guardduty", "detector"): "AwsGuardDutyDetector",
    ("iam", "group"): "AwsIamGroup",
    ("iam", "policy"): "AwsIamPolicy",
    ("iam", "role"): "AwsIamRole",
    ("iam", "user"): "AwsIamUser",
    ("kms", "key"): "AwsKmsKey",
    ("lambda", "function"): "AwsLambdaFunction",
    ("network-firewall", "firewall"): "AwsNetworkFirewallFirewall",
    ("rds", "cluster"): "AwsRdsDbCluster",
    ("rds", "cluster-snapshot"): "AwsRdsDbClusterSnapshot",
    ("rds", "db"): "AwsRdsDbInstance",
    ("rds", "snapshot"): "AwsRdsDbSnapshot",
    ("s3", ""): "AwsS3Bucket",
    ("secretsmanager", "secret"): "AwsSecretsManagerSecret",
    ("sns", ""): "AwsSnsTopic",
    ("sqs", ""): "AwsSqsQueue",
}
"""(service, kind) of an ARN -> ASFF's name for it; all else is Other."""


def write(findings: Iterable[Finding], out: TextIO, context: ReportContext) -> None:
    """Write an array, one finding a line as it comes."""
    separator = "[\n"
    for finding in findings:
        out.write(separator + json.dumps(_finding(finding, context)))
        separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")


def _finding(finding: Finding, context: ReportContext) -> dict[str, Any]:
    partition = split_arn(finding.resource, finding.region).partition
    account_id = finding.account_id if _is_account(finding.account_id) else "0" * 12
    region = _region(finding, partition)
    severity = {"Label": finding.severity.upper(), "Original": finding.severity}
    asff: dict[str, Any] = {
        "SchemaVersion": "2018-10-08",
        "Id": finding.uid,
        "ProductArn": (
            f"arn:{partition}:securityhub:{region}:{account_id}:product/{account_id}/default"
        ),
        "ProductName": "Ringwall",
        "CompanyName": "Ringwall",
        "Region": region,
        "GeneratorId": _cut(finding.rule, 512),
        "AwsAccountId": account_id,
        "Types": list(TYPES),
        "FirstObservedAt": _moment(finding.first_seen),
        "LastObservedAt": _moment(finding.last_seen),
        "CreatedAt": _moment(finding.first_seen),
        "UpdatedAt": _moment(finding.resolved_at or finding.last_seen),
        "Severity": severity,
        "Confidence": finding.confidence,
        "Title": _cut(finding.title, 256, finding.rule),
        "Description": _cut(f"{finding.reason}\n\n{finding.why}", 1024, finding.rule),
        "ProductFields": _product_fields(finding),
        "Resources": [_resource(arn, finding) for arn in finding.resources[:MAX_RESOURCES]],
        "Compliance": _compliance(finding),
        "RecordState": "ARCHIVED" if finding.status == "resolved" else "ACTIVE",
        "FindingProviderFields": {
            "Severity": severity,
            "Types": list(TYPES),
            "Confidence": finding.confidence,
        },
    }
    if account_name := context.summary.accounts.get(finding.account_id, "").strip():
        asff["AwsAccountName"] = _cut(account_name, 50)
    if recommendation := _recommendation(finding):
        asff["Remediation"] = {"Recommendation": recommendation}
    return asff


def _region(finding: Finding, partition: str) -> str:
    """Return where a finding goes: Security Hub imports global ones into a region, too."""
    return home_region(partition) if finding.region in {"", "global"} else finding.region


def _product_fields(finding: Finding) -> dict[str, str]:
    fields = {
        "reason": finding.reason,
        "layer": finding.layer,
        "answer": finding.answer,
        "status": finding.status,
        "count": str(finding.count),
        "reopened": str(finding.reopened),
        "playbook": finding.remediation.playbook,
        "attacks": ", ".join(finding.attacks),
        "owner": finding.owner,
        "ticket": finding.ticket,
        "version": __version__,
    }
    return {f"ringwall/{key}": _cut(value, 2048) for key, value in fields.items() if value.strip()}


def _resource(arn: str, finding: Finding) -> dict[str, Any]:
    name = split_arn(arn, finding.region)
    if name.service == "iam" and name.kind == "root":
        kind = "AwsAccount"
    else:
        kind = RESOURCE_TYPES.get((name.service, name.kind), "Other")
    return {
        "Type": kind,
        "Id": _cut(arn, 512, "unknown"),
        "Partition": name.partition if name.partition in PARTITIONS else "aws",
        "Region": _region(finding, name.partition),
    }


def _compliance(finding: Finding) -> dict[str, Any]:
    status = "NOT_AVAILABLE" if finding.answer == "unknown" else "FAILED"
    compliance: dict[str, Any] = {"Status": "PASSED" if finding.status == "resolved" else status}
    if requirements := [_cut(text, 64) for text in finding.compliance if text.strip()]:
        compliance["RelatedRequirements"] = requirements[:32]
    return compliance


def _recommendation(finding: Finding) -> dict[str, str]:
    found = {"Text": _cut(finding.remediation.text, 512), "Url": finding.remediation.url}
    return {key: value for key, value in found.items() if value.strip()}


def _is_account(account_id: str) -> bool:
    return len(account_id) == 12 and account_id.isascii() and account_id.isdigit()  # noqa: PLR2004


def _moment(milliseconds: int) -> str:
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _cut(text: str, limit: int, instead: str = "") -> str:
    """Return the text within ASFF's limit, or `instead` where it is blank: ASFF takes no blanks."""
    text = text.strip() or instead
    return text if len(text) <= limit else text[: limit - 1] + "…"
