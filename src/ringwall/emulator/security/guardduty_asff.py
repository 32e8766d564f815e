"""GuardDuty's findings as Security Hub shows them, in ASFF.

https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-internal-providers.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.emulator.on_moto.moto_state import own_partition

TACTICS = {
    "Backdoor": "TTPs/Command and Control",
    "Behavior": "Unusual Behaviors/VM",
    "CredentialAccess": "TTPs/Credential Access",
    "CryptoCurrency": "TTPs/Command and Control",
    "DefenseEvasion": "TTPs/Defense Evasion",
    "Discovery": "TTPs/Discovery",
    "Exfiltration": "Effects/Data Exfiltration",
    "Impact": "TTPs/Impact",
    "InitialAccess": "TTPs/Initial Access",
    "Persistence": "TTPs/Persistence",
    "PrivilegeEscalation": "TTPs/Privilege Escalation",
    "Recon": "TTPs/Discovery",
    "Stealth": "TTPs/Defense Evasion",
    "Trojan": "Effects/Data Exfiltration",
    "UnauthorizedAccess": "TTPs/Initial Access",
}
"""The namespace and category of ASFF for the purpose that a type begins with."""
LEVELS = ((9, "CRITICAL"), (7, "HIGH"), (4, "MEDIUM"), (0, "LOW"))


def write_guardduty_asff(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return a finding of GuardDuty, which is JSON, in ASFF."""
    service, region = finding["service"], finding["region"]
    severity = float(finding["severity"])
    purpose, _, rest = str(finding["type"]).partition(":")
    kind = f"{purpose}:{rest.replace('/', '-', 1)}"
    tactic = TACTICS.get(purpose, "TTPs")
    product = f"arn:{own_partition()}:securityhub:{region}::product/aws/guardduty"
    label = next(name for least, name in LEVELS if severity >= least)
    console = f"https://{region}.console.aws.amazon.com/guardduty/home?region={region}"
    return {
        "SchemaVersion": "2018-10-08",
        "Id": finding["arn"],
        "ProductArn": product,
        "ProductName": "GuardDuty",
        "CompanyName": "Amazon",
        "Region": region,
        "GeneratorId": str(finding["arn"]).partition("/finding/")[0],
        "AwsAccountId": finding["accountId"],
        "Types": [f"{tactic}/{kind}"],
        "FirstObservedAt": service["eventFirstSeen"],
        "LastObservedAt": service["eventLastSeen"],
        "CreatedAt": finding["createdAt"],
        "UpdatedAt": finding["updatedAt"],
        "Severity": {"Product": severity, "Label": label, "Normalized": int(severity * 10)},
        "Title": finding["title"],
        "Description": finding["description"],
        "SourceUrl": f"{console}#/findings?macros=current&fId={finding['id']}",
        "ProductFields": {
            **dict(_flatten("aws/guardduty/service", service)),
            "aws/securityhub/FindingId": f"{product}/{finding['arn']}",
            "aws/securityhub/ProductName": "GuardDuty",
            "aws/securityhub/CompanyName": "Amazon",
        },
        "Resources": [*_find_resources(finding)],
        "WorkflowState": "NEW",
        "Workflow": {"Status": "NEW"},
        "RecordState": "ARCHIVED" if service["archived"] else "ACTIVE",
        "Sample": '"sample": true' in str(service["additionalInfo"].get("value")),
    }


def _flatten(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the texts of a document, each with the names that lead to it."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flatten(f"{name}/{key}", inner)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _flatten(f"{name}.{index}_", inner)
    elif isinstance(value, bool):
        yield name, "true" if value else "false"
    elif value is not None:
        yield name, str(value)


def _find_resources(finding: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    resource = finding["resource"]
    place = {"Partition": "aws", "Region": finding["region"]}
    owner = f"{finding['region']}:{finding['accountId']}"
    instance, key = resource.get("instanceDetails"), resource.get("accessKeyDetails")
    function = resource.get("lambdaDetails")
    if instance:
        interface = (instance.get("networkInterfaces") or [{}])[0]
        addresses = [interface.get("publicIp"), interface.get("privateIpAddress")]
        details = {
            "Type": instance.get("instanceType"),
            "ImageId": instance.get("imageId"),
            "IpV4Addresses": [a for a in addresses if a],
            "IamInstanceProfileArn": (instance.get("iamInstanceProfile") or {}).get("arn"),
            "VpcId": interface.get("vpcId"),
            "SubnetId": interface.get("subnetId"),
            "LaunchedAt": instance.get("launchTime"),
        }
        yield {
            "Type": "AwsEc2Instance",
            "Id": f"arn:{own_partition()}:ec2:{owner}:instance/{instance['instanceId']}",
            **place,
            "Tags": {tag["key"]: tag["value"] for tag in instance.get("tags") or ()},
            "Details": {"AwsEc2Instance": {k: v for k, v in details.items() if v}},
        }
    if key:
        details = {"PrincipalId": key["principalId"], "PrincipalName": key["userName"]}
        yield {
            "Type": "AwsIamAccessKey",
            "Id": f"AWS::IAM::AccessKey:{key['accessKeyId']}",
            **place,
            "Details": {"AwsIamAccessKey": {**details, "PrincipalType": key["userType"]}},
        }
    for bucket in resource.get("s3BucketDetails") or ():
        found = {"OwnerId": bucket["owner"]["id"], "CreatedAt": bucket["createdAt"]}
        yield {
            "Type": "AwsS3Bucket",
            "Id": bucket["arn"],
            **place,
            "Details": {"AwsS3Bucket": found},
        }
    if function:
        yield {"Type": "AwsLambdaFunction", "Id": function["functionArn"], **place}
