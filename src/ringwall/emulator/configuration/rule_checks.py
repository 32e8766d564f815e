"""Managed rules of Config that are evaluated here: what each asks of an item.

https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.emulator.configuration.items import ConfigurationItem

ANYWHERE = frozenset({"0.0.0.0/0", "::/0"})
SSH = 22
ItemCheck = Callable[[ConfigurationItem], bool | None]
"""Whether an item complies; None where the rule is not about it."""


@dataclass(frozen=True)
class RuleEvaluation:
    """What a rule says of one resource."""

    resource_type: str
    resource_id: str
    compliance: str
    annotation: str = ""


def _is(*path: str) -> ItemCheck:
    """Return the check that a member of the configuration is true."""

    def check(item: ConfigurationItem) -> bool | None:
        value: Any = item.configuration
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        return bool(value)

    return check


def _is_not(*path: str) -> ItemCheck:
    inner = _is(*path)
    return lambda item: not inner(item)


def _is_versioned(item: ConfigurationItem) -> bool | None:
    found = item.supplementary.get("BucketVersioningConfiguration", {})
    return "Enabled" in {found.get("status"), found.get("Status")} if found else False


def _requires_tokens(item: ConfigurationItem) -> bool | None:
    options = item.configuration.get("metadataOptions") or {}
    return bool(options.get("httpTokens") == "required")


def _closes_ssh(item: ConfigurationItem) -> bool | None:
    return not any(_opens(rule, SSH) for rule in item.configuration.get("ipPermissions") or ())


def _opens(rule: Mapping[str, Any], port: int) -> bool:
    """Whether a rule of a security group lets anybody reach a TCP port."""
    if rule.get("ipProtocol") not in {"tcp", "-1"}:
        return False
    ranges = [found.get("cidrIp") for found in rule.get("ipRanges") or ()]
    ranges += [found.get("cidrIpv6") for found in rule.get("ipv6Ranges") or ()]
    low, high = rule.get("fromPort"), rule.get("toPort")
    is_within = rule.get("ipProtocol") == "-1" or (
        low is not None and high is not None and low <= port <= high
    )
    return is_within and bool(ANYWHERE & set(ranges))


def _is_closed_default(item: ConfigurationItem) -> bool | None:
    if item.configuration.get("groupName") != "default":
        return None
    rules = ("ipPermissions", "ipPermissionsEgress")
    return not any(item.configuration.get(name) for name in rules)


CHECKS: Mapping[str, tuple[str, ItemCheck]] = {
    "CLOUD_TRAIL_ENCRYPTION_ENABLED": ("AWS::CloudTrail::Trail", _is("kmsKeyId")),
    "CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED": (
        "AWS::CloudTrail::Trail",
        _is("logFileValidationEnabled"),
    ),
    "EC2_IMDSV2_CHECK": ("AWS::EC2::Instance", _requires_tokens),
    "EC2_INSTANCE_NO_PUBLIC_IP": ("AWS::EC2::Instance", _is_not("publicIpAddress")),
    "EFS_ENCRYPTED_CHECK": ("AWS::EFS::FileSystem", _is("encrypted")),
    "ENCRYPTED_VOLUMES": ("AWS::EC2::Volume", _is("encrypted")),
    "INCOMING_SSH_DISABLED": ("AWS::EC2::SecurityGroup", _closes_ssh),
    "RDS_INSTANCE_DELETION_PROTECTION_ENABLED": (
        "AWS::RDS::DBInstance",
        _is("deletionProtection"),
    ),
    "RDS_INSTANCE_PUBLIC_ACCESS_CHECK": ("AWS::RDS::DBInstance", _is_not("publiclyAccessible")),
    "RDS_MULTI_AZ_SUPPORT": ("AWS::RDS::DBInstance", _is("multiAZ")),
    "RDS_STORAGE_ENCRYPTED": ("AWS::RDS::DBInstance", _is("storageEncrypted")),
    "S3_BUCKET_VERSIONING_ENABLED": ("AWS::S3::Bucket", _is_versioned),
    "VPC_DEFAULT_SECURITY_GROUP_CLOSED": ("AWS::EC2::SecurityGroup", _is_closed_default),
}
"""Types and checks by the identifier of the managed rule."""


def evaluate_rule(identifier: str, items: Iterator[ConfigurationItem]) -> Iterator[RuleEvaluation]:
    """Yield what a managed rule says of items; nothing for a rule that is not evaluated here."""
    kind, check = CHECKS.get(identifier, ("", None))
    for item in items if check is not None else ():
        verdict = check(item) if check is not None and item.resource_type == kind else None
        if verdict is not None:
            compliance = "COMPLIANT" if verdict else "NON_COMPLIANT"
            yield RuleEvaluation(item.resource_type, item.resource_id, compliance)
