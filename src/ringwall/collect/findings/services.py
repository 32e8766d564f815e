"""Findings of Inspector, Macie, Access Analyzer and AWS Config, as their APIs and events have them.

https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html
https://docs.aws.amazon.com/macie/latest/APIReference/findings.html
https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_FindingSummaryV2.html
https://docs.aws.amazon.com/config/latest/APIReference/API_EvaluationResult.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.collect.findings.build import (
    COMPLIANCE,
    DETECTION,
    VULNERABILITY,
    ReportedText,
    build_finding,
    rate_number,
    rate_word,
    write_arn,
)
from ringwall.model.fields import Fields
from ringwall.model.finding import Answer, FindingStatus
from ringwall.model.reported import ReportedFinding
from ringwall.model.rule import Severity

INSPECTOR_STATES: Mapping[str, FindingStatus] = {"suppressed": "suppressed", "closed": "resolved"}
ANALYZER_STATES: Mapping[str, FindingStatus] = {"archived": "suppressed", "resolved": "resolved"}
COMPLIANT = {"compliant", "not_applicable"}
RESOURCE_ARNS: Mapping[str, tuple[str, str]] = {
    "AWS::EC2::Instance": ("ec2", "instance/{}"),
    "AWS::EC2::SecurityGroup": ("ec2", "security-group/{}"),
    "AWS::EC2::Volume": ("ec2", "volume/{}"),
    "AWS::EC2::VPC": ("ec2", "vpc/{}"),
    "AWS::EC2::Subnet": ("ec2", "subnet/{}"),
    "AWS::RDS::DBInstance": ("rds", "db:{}"),
    "AWS::Lambda::Function": ("lambda", "function:{}"),
    "AWS::DynamoDB::Table": ("dynamodb", "table/{}"),
    "AWS_EC2_INSTANCE": ("ec2", "instance/{}"),
}
"""Types of resources that are named by an ID, and what their ARNs are made of."""


def read_inspector(record: dict[str, Any]) -> ReportedFinding:
    """Return the finding of a record of Inspector: a vulnerability, or a path from outside."""
    said = Fields(record)
    account_id = said.text("awsAccountId")
    resources = list(said.items("resources"))
    region = next((each.text("region") for each in resources if each.text("region")), "")
    region = region or _find_region(said.text("findingArn"))
    vulnerability = said.text("packageVulnerabilityDetails.vulnerabilityId")
    kind = vulnerability or said.text("codeVulnerabilityDetails.detectorId", "type")
    is_path = said.text("type").upper() == "NETWORK_REACHABILITY"
    updated = said.time("updatedAt", "lastObservedAt", "firstObservedAt")
    text = ReportedText(
        product="inspector",
        kind=kind,
        key=said.text("findingArn"),
        title=said.text("title"),
        why=said.text("description"),
        severity=rate_word(said.text("severity")),
        account_id=account_id,
        region=region,
        resources=tuple(
            name_resource(each.text("type"), each.text("id"), account_id, region)
            for each in resources
        ),
        first_seen=said.time("firstObservedAt"),
        last_seen=said.time("lastObservedAt"),
        updated_at=updated,
        status=INSPECTOR_STATES.get(said.text("status").lower(), "open"),
        class_uid=COMPLIANCE if is_path else VULNERABILITY,
        url=said.text("remediation.recommendation.Url"),
        evidence={
            "arn": said.text("findingArn"),
            "score": said.number("inspectorScore"),
            "exploit_available": said.text("exploitAvailable"),
            "fix_available": said.text("fixAvailable"),
            "advice": said.text("remediation.recommendation.text"),
            "vulnerability": vulnerability,
        },
    )
    return ReportedFinding(build_finding(text, record), updated)


def read_macie(record: dict[str, Any]) -> ReportedFinding:
    """Return the finding of a record of Macie: data that should not be there, or an open bucket."""
    said = Fields(record)
    affected = said.inner("resourcesAffected")
    bucket = affected.text("s3Bucket.arn")
    path = affected.text("s3Object.path", "s3Object.bucketName")
    score = said.number("severity.score")
    word = said.text("severity.description")
    updated = said.time("updatedAt", "createdAt")
    text = ReportedText(
        product="macie",
        kind=said.text("type"),
        key=said.text("id"),
        title=said.text("title"),
        why=said.text("description"),
        severity=rate_word(word) if word else rate_number(score * 3),
        account_id=said.text("accountId"),
        region=said.text("region"),
        resources=(bucket, path),
        first_seen=said.time("createdAt"),
        last_seen=updated,
        updated_at=updated,
        status="suppressed" if said.is_true("archived") else "open",
        class_uid=DETECTION,
        count=int(said.number("count")),
        evidence={
            "object": path,
            "category": said.text("category"),
            "is_sample": said.is_true("sample"),
        },
    )
    return ReportedFinding(build_finding(text, record), updated)


def read_analyzer(record: dict[str, Any]) -> ReportedFinding:
    """Return the finding of a record of IAM Access Analyzer."""
    said = Fields(record)
    kind = said.text("findingType") or "ExternalAccess"
    details = (each.inner("externalAccessDetails") for each in said.items("findingDetails"))
    detail = next(details, said) or said
    is_public = detail.is_true("isPublic")
    account_id = said.text("resourceOwnerAccount", "accountId")
    resource = said.text("resource")
    who = detail.get("principal")
    principal = ", ".join(Fields(who).text(name) for name in who) if isinstance(who, dict) else ""
    updated = said.time("updatedAt", "analyzedAt", "createdAt")
    severity: Severity = "high" if is_public else "medium"
    allowed = f" to {principal}" if principal else ""
    text = ReportedText(
        product="accessanalyzer",
        kind=kind,
        key=said.text("id"),
        title=_name_access(kind, is_public=is_public),
        reason=f"{_name_access(kind, is_public=is_public)}{allowed}",
        severity="low" if kind.startswith("Unused") else severity,
        account_id=account_id,
        region=said.text("region") or _find_region(resource),
        resources=(resource,),
        first_seen=said.time("createdAt"),
        last_seen=said.time("analyzedAt") or updated,
        updated_at=updated,
        status=ANALYZER_STATES.get(said.text("status").lower(), "open"),
        evidence={
            "principal": principal,
            "actions": list(detail.texts("action")),
            "is_public": is_public,
            "resource_type": said.text("resourceType"),
        },
    )
    return ReportedFinding(build_finding(text, record), updated)


def read_config(record: dict[str, Any]) -> ReportedFinding:
    """Return what a rule of AWS Config says of a resource: of its API, or of its event.

    The API names neither account nor Region: whoever asks adds `awsAccountId` and `awsRegion`.
    """
    said = Fields(record)
    result = said.inner("newEvaluationResult") or said
    qualifier = result.inner("evaluationResultIdentifier.evaluationResultQualifier")
    arn = said.text("configRuleARN")
    account_id = said.text("awsAccountId", "accountId") or (arn.split(":") + [""] * 5)[4]
    region = said.text("awsRegion", "region") or _find_region(arn)
    rule = qualifier.text("configRuleName") or said.text("configRuleName")
    kind = qualifier.text("resourceType") or said.text("resourceType")
    resource = qualifier.text("resourceId") or said.text("resourceId")
    verdict = result.text("complianceType").lower()
    updated = result.time("resultRecordedTime", "configRuleInvokedTime")
    updated = updated or said.time("notificationCreationTime")
    is_well = verdict in COMPLIANT
    answer: Answer = "unknown" if verdict == "insufficient_data" else "fail"
    text = ReportedText(
        product="config",
        kind=f"rule/{rule}",
        key=name_evaluation(rule, account_id, region, resource),
        title=f"AWS Config rule {rule}",
        reason=result.text("annotation") or f"{kind} {verdict or 'of no known compliance'}",
        severity="medium",
        account_id=account_id,
        region=region,
        resources=(name_resource(kind, resource, account_id, region),),
        first_seen=updated,
        last_seen=updated,
        updated_at=updated,
        status="resolved" if is_well else "open",
        answer=answer,
        evidence={"resource_type": kind, "resource_id": resource},
    )
    return ReportedFinding(build_finding(text, record), updated, is_well=is_well)


def name_evaluation(rule: str, account_id: str, region: str, resource: str) -> str:
    """Return what identifies a rule's word on a resource, named by its ARN or by its ID."""
    name = resource.rpartition(":")[2].rpartition("/")[2]
    return f"{rule} {account_id} {region} {name}"


def name_resource(kind: str, name: str, account_id: str, region: str) -> str:
    """Return the ARN of a resource that is named by its type and ID, where it can be told."""
    if name.startswith("arn:"):
        return name
    if kind in {"AWS::S3::Bucket", "AwsS3Bucket"}:
        return write_arn("s3", "", "", name, place=region)
    if kind == "AWS::::Account":
        return name
    service, rest = RESOURCE_ARNS.get(kind, ("", ""))
    return write_arn(service, region, account_id, rest.format(name)) if service else name


def _find_region(arn: str) -> str:
    parts = arn.split(":", 5)
    return parts[3] if len(parts) == 6 and parts[0] == "arn" else ""  # noqa: PLR2004 - an ARN's


def _name_access(kind: str, *, is_public: bool) -> str:
    if is_public:
        return "Anyone has access"
    words = {
        "ExternalAccess": "Somebody outside has access",
        "InternalAccess": "Somebody inside has access to a critical resource",
        "UnusedIAMRole": "Role is not used",
        "UnusedIAMUserAccessKey": "Access key is not used",
        "UnusedIAMUserPassword": "Password is not used",
        "UnusedPermission": "Permissions are not used",
    }
    return words.get(kind, kind)
