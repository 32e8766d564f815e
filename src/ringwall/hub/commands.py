"""The AWS CLI commands in a rule's advice, with a finding's own resource in place of NAME or ARN.

What the finding does not say stays a placeholder in capitals. What it says was written by whoever
named the resource: it is quoted, so that a shell takes it as one word whatever is in it.
"""

import re
import shlex
from collections.abc import Iterator, Mapping

from ringwall.hub.resource import ResourceName, split_arn
from ringwall.model.finding import Finding
from ringwall.model.text import make_visible

NAMES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("backup", "backup-vault"): ("--backup-vault-name",),
    ("ec2", "image"): ("--image-id",),
    ("ec2", "instance"): ("--instance-id", "--instance-ids"),
    ("ec2", "network-acl"): ("--network-acl-id",),
    ("ec2", "security-group"): ("--group-id",),
    ("ec2", "snapshot"): ("--snapshot-id",),
    ("ec2", "subnet"): ("--subnet-id",),
    ("ec2", "volume"): ("--volume-id",),
    ("ec2", "vpc"): ("--vpc-id", "--resource-ids"),
    ("ecr", "repository"): ("--repository-name",),
    ("elasticfilesystem", "file-system"): ("--file-system-id",),
    ("es", "domain"): ("--domain-name",),
    ("events", "event-bus"): ("--event-bus-name",),
    ("guardduty", "detector"): ("--detector-id",),
    ("iam", "role"): ("--role-name",),
    ("iam", "user"): ("--user-name",),
    ("lambda", "function"): ("--function-name",),
    ("rds", "cluster"): ("--db-cluster-identifier",),
    ("rds", "cluster-snapshot"): ("--db-cluster-snapshot-identifier",),
    ("rds", "db"): ("--db-instance-identifier",),
    ("rds", "snapshot"): ("--db-snapshot-identifier",),
    ("s3", ""): ("--bucket",),
    ("s3", "accesspoint"): ("--name",),
}
"""(service, kind) of an ARN -> the options that take the resource's name."""
ARNS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("cloudtrail", "trail"): ("--name", "--trail-name"),
    ("dynamodb", "table"): ("--resource-arn",),
    ("iam", "policy"): ("--policy-arn",),
    ("kms", "key"): ("--key-id",),
    ("secretsmanager", "secret"): ("--secret-id",),
    ("sns", ""): ("--topic-arn",),
}
"""(service, kind) of an ARN -> the options that take the ARN."""
ACCOUNTS = ("--account-id", "--target-principal")
"""Options that take the account."""
PROSE = r"(?!(?:and|for|from|in|or|then|with)\b)"
WORD = rf"(?:'[^']*'|{PROSE}[^\s(),;'-][^\s(),;']*(?:,(?=\S)[^\s(),;']+)*)"
COMMAND = re.compile(rf"\baws [a-z0-9-]+ [a-z0-9-]+(?: --[a-z0-9-]+(?: {WORD})?)*")
PLACEHOLDER = re.compile(r"(?<!\S)(--[a-z0-9-]+) ([A-Z][A-Z_]+)(?= |$)")


def find_commands(finding: Finding) -> tuple[str, ...]:
    """Return the commands of a finding's advice, each on one line, ready to look at and to run."""
    name = split_arn(finding.resource)
    commands = (found[0].rstrip(".") for found in COMMAND.finditer(finding.remediation.text))
    return tuple(dict.fromkeys(_fill(command, finding, name) for command in commands))


def fill_advice(finding: Finding) -> str:
    """Return a finding's advice with the resource in its commands."""
    name = split_arn(finding.resource)
    return COMMAND.sub(lambda found: _fill(found[0], finding, name), finding.remediation.text)


def _fill(command: str, finding: Finding, name: ResourceName) -> str:
    """Put what the finding says into a command, and its Region at the end."""
    end = "." * command.endswith(".")
    command = command.removesuffix(".")
    values = dict(_values(finding, name))

    def replace(found: re.Match[str]) -> str:
        value = values.get(found[1])
        return f"{found[1]} {_quote(value) if value else found[2]}"

    filled = PLACEHOLDER.sub(replace, command)
    if finding.region in {"", "global"} or " --region " in filled:
        return filled + end
    return f"{filled} --region {_quote(finding.region)}{end}"


def _values(finding: Finding, name: ResourceName) -> Iterator[tuple[str, str]]:
    place = (name.service, name.kind)
    for option in NAMES.get(place, ()):
        yield option, name.id.rpartition("/")[2] if name.service == "iam" else name.id
    for option in ARNS.get(place, ()):
        yield option, finding.resource
    for option in ACCOUNTS:
        yield option, finding.account_id
    if finding.region not in {"", "global"}:
        yield "--region", finding.region


def _quote(value: str) -> str:
    return shlex.quote(make_visible(value))
