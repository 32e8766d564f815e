"""Findings of Security Hub in ASFF: of its own controls, and its copies of what others found.

A copy of GuardDuty, Inspector, Macie or Config has the name of its original: both are one finding.
https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ringwall.collect.findings.build import (
    COMPLIANCE,
    DETECTION,
    VULNERABILITY,
    ReportedText,
    build_finding,
    rate_number,
    rate_word,
)
from ringwall.collect.findings.guardduty import read_guardduty
from ringwall.collect.findings.services import name_evaluation
from ringwall.model.fields import Fields
from ringwall.model.finding import Answer, FindingStatus
from ringwall.model.reported import AwsProduct, ReportedFinding

PRODUCTS: Mapping[str, AwsProduct] = {
    "guardduty": "guardduty",
    "securityhub": "securityhub",
    "inspector": "inspector",
    "macie": "macie",
    "config": "config",
    "access-analyzer": "accessanalyzer",
}
"""The ends of the ProductArns of AWS's services."""
WORKFLOW: Mapping[str, FindingStatus] = {"suppressed": "suppressed", "resolved": "resolved"}
DOUBTS = {"warning", "not_available"}


def read_asff(record: dict[str, Any]) -> ReportedFinding:
    """Return the finding of a record in ASFF."""
    said = Fields(record)
    product = _find_product(said)
    if product == "guardduty":
        return _read_guardduty_copy(said, record)
    compliance = said.text("Compliance.Status").lower()
    is_well = compliance == "passed"
    answer: Answer = "unknown" if compliance in DOUBTS else "fail"
    updated = said.time("UpdatedAt", "LastObservedAt", "CreatedAt")
    finding = build_finding(
        ReportedText(
            product=product,
            kind=_find_kind(said, product),
            key=_find_key(said, product),
            title=said.text("Title"),
            why=said.text("Description"),
            reason=said.text("Compliance.StatusReasons.Description", "Title"),
            severity=_rate(said),
            account_id=said.text("AwsAccountId"),
            region=said.text("Region") or _region_of(said.text("ProductArn")),
            resources=tuple(map(_name_resource, said.items("Resources"))),
            first_seen=said.time("FirstObservedAt", "CreatedAt"),
            last_seen=said.time("LastObservedAt") or updated,
            updated_at=updated,
            status="resolved" if is_well else _find_status(said),
            answer=answer,
            class_uid=_find_class(said, product),
            url=said.text("Remediation.Recommendation.Url", "SourceUrl"),
            evidence={
                "arn": said.text("Id"),
                "product": said.text("ProductName") if product == "other" else "",
                "workflow": said.text("Workflow.Status"),
                "record_state": said.text("RecordState"),
                "advice": said.text("Remediation.Recommendation.Text"),
                "requirements": list(said.inner("Compliance").texts("RelatedRequirements")),
            },
        ),
        record,
    )
    return ReportedFinding(
        finding,
        updated,
        is_copy=product not in {"securityhub", "other"},
        is_well=is_well,
        control=_find_control(said) if product == "securityhub" else "",
    )


def is_asff(said: Fields) -> bool:
    """Whether a record is a finding in ASFF."""
    return said.has("ProductArn", "Id", "AwsAccountId")


def _find_product(said: Fields) -> AwsProduct:
    owner, _, name = said.text("ProductArn").partition("product/")[2].partition("/")
    return PRODUCTS.get(name.lower(), "other") if owner == "aws" else "other"


def _find_status(said: Fields) -> FindingStatus:
    workflow = said.text("Workflow.Status").lower()
    if workflow in WORKFLOW:
        return WORKFLOW[workflow]
    return "resolved" if said.text("RecordState").upper() == "ARCHIVED" else "open"


def _find_class(said: Fields, product: AwsProduct) -> int:
    if product == "inspector" and said.get("Vulnerabilities"):
        return VULNERABILITY
    is_detection = product == "macie" or said.text("Types").startswith("TTPs")
    return DETECTION if is_detection else COMPLIANCE


def _find_control(said: Fields) -> str:
    """Return the control, such as S3.1: it is named so, or by the end of the generator."""
    fields = said.inner("ProductFields")
    named = said.text("Compliance.SecurityControlId") or fields.member("ControlId")
    return named or said.text("GeneratorId").rpartition("/")[2]


def _find_kind(said: Fields, product: AwsProduct) -> str:
    if product == "securityhub":
        return _find_control(said)
    if product == "config":
        return f"rule/{_find_config_rule(said)}"
    if product == "inspector":
        return next((each.text("Id") for each in said.items("Vulnerabilities")), "") or "finding"
    types = said.texts("Types")
    if product == "other":
        name = said.text("ProductName") or said.text("ProductArn").rpartition("/")[2]
        return f"{name}/{said.text('GeneratorId') or 'finding'}"
    return types[0].rpartition("/")[2] if types else "finding"


def _find_config_rule(said: Fields) -> str:
    return said.inner("ProductFields").member("aws/config/ConfigRuleName") or said.text("Title")


def _find_key(said: Fields, product: AwsProduct) -> str:
    key = said.text("Id")
    if product == "macie":
        return key.rpartition("/")[2]
    if product == "config":
        resource = next((each.text("Id") for each in said.items("Resources")), "")
        rule, account_id = _find_config_rule(said), said.text("AwsAccountId")
        region = said.text("Region") or _region_of(said.text("ProductArn"))
        return name_evaluation(rule, account_id, region, resource)
    return f"{said.text('ProductArn')} {key}" if product == "other" else key


def _rate(said: Fields) -> Any:
    severity = said.inner("FindingProviderFields.Severity") or said.inner("Severity")
    word = said.text("Severity.Label") or severity.text("Label")
    return rate_word(word) if word else rate_number(said.number("Severity.Normalized") / 10)


def _region_of(product_arn: str) -> str:
    return (product_arn.split(":") + [""] * 4)[3]


def _name_resource(resource: Fields) -> str:
    name = resource.text("Id")
    return name.removeprefix("AWS::::Account:") if resource.text("Type") == "AwsAccount" else name


def _read_guardduty_copy(said: Fields, record: dict[str, Any]) -> ReportedFinding:
    """Return the finding of GuardDuty of which a record is the copy."""
    types = said.texts("Types")
    purpose, _, rest = (types[0] if types else "").rpartition("/")[2].partition(":")
    fields = said.inner("ProductFields")
    action = dict(_find_actions(said.get("ProductFields")))
    status = _find_status(said)
    original = {
        "id": said.text("Id"),
        "arn": said.text("Id"),
        "accountId": said.text("AwsAccountId"),
        "region": said.text("Region") or _region_of(said.text("ProductArn")),
        "type": f"{purpose}:{rest.replace('-', '/', 1)}" if rest else purpose,
        "title": said.text("Title"),
        "description": said.text("Description"),
        "createdAt": said.get("CreatedAt"),
        "updatedAt": said.get("UpdatedAt"),
        "severity": said.number("Severity.Product") or said.number("Severity.Normalized") / 10,
        "service": {
            "archived": status != "open",
            "eventFirstSeen": said.get("FirstObservedAt"),
            "eventLastSeen": said.get("LastObservedAt"),
            "count": _read_count(fields.member("aws/guardduty/service/count")),
            "action": action,
            "additionalInfo": {"sample": said.is_true("Sample")},
        },
        "resource": _find_details(said),
    }
    read = read_guardduty(original)
    finding = replace(read.finding, raw=record)
    severity = _rate(said)
    return replace(read, finding=replace(finding, severity=severity), is_copy=True)


def _read_count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= 9 else 1  # noqa: PLR2004 - a billion


def _find_actions(fields: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what the fields of the product say of the other side."""
    for path, value in fields.items() if isinstance(fields, dict) else ():
        parts = str(path).partition("service/action/")[2].split("/")
        if parts[1:] == ["remoteIpDetails", "ipAddressV4"]:
            yield parts[0], {"remoteIpDetails": {"ipAddressV4": value}}
        elif parts == ["dnsRequestAction", "domain"]:
            yield parts[0], {"domain": value}


def _find_details(said: Fields) -> dict[str, Any]:
    """Return the resources as GuardDuty itself names them."""
    found: dict[str, Any] = {}
    for resource in said.items("Resources"):
        kind, name = resource.text("Type"), resource.text("Id")
        if kind == "AwsEc2Instance":
            found["instanceDetails"] = {"instanceId": name.rpartition("/")[2]}
        elif kind == "AwsIamAccessKey":
            details = resource.inner("Details.AwsIamAccessKey")
            found["accessKeyDetails"] = {
                "accessKeyId": name.rpartition(":")[2],
                "userName": details.text("PrincipalName", "UserName"),
                "userType": details.text("PrincipalType"),
            }
        elif kind == "AwsS3Bucket":
            found.setdefault("s3BucketDetails", []).append({"arn": name})
        elif kind == "AwsLambdaFunction":
            found["lambdaDetails"] = {"functionArn": name}
        elif kind == "AwsEksCluster":
            found["eksClusterDetails"] = {"arn": name}
        elif kind == "AwsRdsDbInstance":
            found["rdsDbInstanceDetails"] = {"dbInstanceArn": name}
    return found
