"""Which kind of threat a resource is, by its ARN, or by its name and the rule that names it."""

import re
from collections.abc import Iterator

from ringwall.model.partition import find_partition
from ringwall.model.text import LONGEST_ARN
from ringwall.model.threat import ThreatKind

_NAME = r"[\w+=,.@-]{1,128}"
_ID = r"[0-9a-f]{8,32}"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_BUCKET = r"[A-Za-z0-9][A-Za-z0-9._-]{1,254}"
_DOMAIN = r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z][a-z0-9-]{1,62}"
_HEAD = r"arn:aws(?:-[a-z]{2,6}){0,2}"
_PLACE = r"[a-z0-9-]{5,20}:\d{12}"
KINDS: tuple[tuple[ThreatKind, str], ...] = (
    ("instance", rf"{_HEAD}:ec2:{_PLACE}:instance/i-{_ID}"),
    ("security_group", rf"{_HEAD}:ec2:{_PLACE}:security-group/sg-{_ID}"),
    ("snapshot", rf"{_HEAD}:ec2:(?:{_PLACE}|[a-z0-9-]{{5,20}}:):snapshot/snap-{_ID}"),
    ("image", rf"{_HEAD}:ec2:(?:{_PLACE}|[a-z0-9-]{{5,20}}:):image/ami-{_ID}"),
    ("bucket", rf"{_HEAD}:s3:::{_BUCKET}"),
    ("user", rf"{_HEAD}:iam::\d{{12}}:user/[\x21-\x7e]{{1,600}}"),
    ("role", rf"{_HEAD}:iam::\d{{12}}:role/[\x21-\x7e]{{1,600}}"),
    ("root", rf"{_HEAD}:iam::\d{{12}}:root"),
    (
        "session",
        rf"{_HEAD}:sts::\d{{12}}:(?:assumed-role/[\w+=,.@-]{{1,64}}/|federated-user/){_NAME}",
    ),
    ("function", rf"{_HEAD}:lambda:{_PLACE}:function:[\w-]{{1,64}}"),
    ("database", rf"{_HEAD}:rds:{_PLACE}:(?:db|cluster):[A-Za-z][A-Za-z0-9-]{{0,62}}"),
    ("snapshot", rf"{_HEAD}:rds:{_PLACE}:(?:cluster-)?snapshot:[\w:.-]{{1,255}}"),
    ("cluster", rf"{_HEAD}:eks:{_PLACE}:cluster/[\w-]{{1,100}}"),
    ("cluster", rf"{_HEAD}:ecs:{_PLACE}:cluster/[\w-]{{1,255}}"),
    ("task", rf"{_HEAD}:ecs:{_PLACE}:task/(?:[\w-]{{1,255}}/)?[0-9a-f-]{{32,36}}"),
    ("service", rf"{_HEAD}:ecs:{_PLACE}:service/(?:[\w-]{{1,255}}/)?[\w-]{{1,255}}"),
    ("key", rf"{_HEAD}:kms:{_PLACE}:key/(?:{_UUID}|mrk-[0-9a-f]{{32}})"),
    ("secret", rf"{_HEAD}:secretsmanager:{_PLACE}:secret:[\w/+=.@!-]{{1,519}}"),
    ("trail", rf"{_HEAD}:cloudtrail:{_PLACE}:trail/[\w.-]{{3,128}}"),
    ("detector", rf"{_HEAD}:guardduty:{_PLACE}:detector/[0-9a-f]{{1,300}}"),
    ("domain", rf"{_HEAD}:route53:::hostedzone/[A-Z0-9]{{1,32}}"),
    ("domain", rf"{_HEAD}:route53domains:::domain/{_DOMAIN}"),
    ("person", rf"{_HEAD}:identitystore:::user/(?:[0-9a-f]{{10}}-)?{_UUID}"),
    ("identity", rf"{_HEAD}:ses:{_PLACE}:identity/[\w+=.@-]{{1,320}}"),
)
"""What ARNs of each kind look like; each pattern holds for the whole of it."""
_PATTERNS = tuple((kind, re.compile(pattern, re.ASCII)) for kind, pattern in KINDS)
_ACCOUNT = re.compile(rf"{_HEAD}:organizations::\d{{12}}:account/o-[a-z0-9]{{10,32}}/(\d{{12}})")
_SESSION = re.compile(rf"({_HEAD}):sts::(\d{{12}}):assumed-role/([\w+=,.@-]{{1,64}})/({_NAME})")
INSTANCE = re.compile(r"i-(?:[0-9a-f]{8}|[0-9a-f]{17})")
"""The ID of an instance, which is also the name of the session of its role."""
_SSO = re.compile(r"AWSReservedSSO_[\w+=,.@-]{1,47}")
_KEY = re.compile(r"(?:AWS::IAM::AccessKey:)?((?:AKIA|ASIA)[A-Z0-9]{12,124})")
NAMES: tuple[tuple[str, ThreatKind, str, str, str], ...] = (
    ("", "instance", r"i-(?:[0-9a-f]{8}|[0-9a-f]{17})", "ec2", "instance/{}"),
    ("", "security_group", r"sg-(?:[0-9a-f]{8}|[0-9a-f]{17})", "ec2", "security-group/{}"),
    ("", "snapshot", r"snap-(?:[0-9a-f]{8}|[0-9a-f]{17})", "ec2", "snapshot/{}"),
    ("", "image", r"ami-(?:[0-9a-f]{8}|[0-9a-f]{17})", "ec2", "image/{}"),
    ("s3.", "bucket", r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "s3", "{}"),
    ("lambda.", "function", r"[\w-]{1,64}", "lambda", "function:{}"),
    ("cloudtrail.trail_", "trail", r"[\w.-]{3,128}", "cloudtrail", "trail/{}"),
    ("cloudtrail.insights_", "trail", r"[\w.-]{3,128}", "cloudtrail", "trail/{}"),
    ("rds.snapshot_", "snapshot", r"(?:cluster-)?snapshot:[\w:.-]{1,240}", "rds", "{}"),
    ("rds.database_is_made_", "database", r"[A-Za-z][A-Za-z0-9-]{0,62}", "rds", "db:{}"),
    ("ecs.", "task", r"[\w-]{1,255}/[0-9a-f]{32}", "ecs", "task/{}"),
    ("sso.device_code_", "person", rf"(?:[0-9a-f]{{10}}-)?{_UUID}", "identitystore", "user/{}"),
    ("cloudtrail.log_key_", "key", rf"{_UUID}|mrk-[0-9a-f]{{32}}", "kms", "key/{}"),
    ("guardduty.", "detector", r"[0-9a-f]{32}", "guardduty", "detector/{}"),
    ("kms.", "key", rf"{_UUID}|mrk-[0-9a-f]{{32}}", "kms", "key/{}"),
    ("eks.", "cluster", r"[0-9A-Za-z][\w-]{0,99}", "eks", "cluster/{}"),
    ("route53.", "domain", r"Z[A-Z0-9]{1,31}", "route53", "hostedzone/{}"),
    ("route53.domain_", "domain", _DOMAIN, "route53domains", "domain/{}"),
    ("iam.role_", "role", r"[\w+=,.@-]{1,64}", "iam", "role/{}"),
    ("iam.key_is_quarantined", "user", r"[\w+=,.@-]{1,64}", "iam", "user/{}"),
    ("iam.new_user_", "user", r"[\w+=,.@-]{1,64}", "iam", "user/{}"),
    ("iam.user_", "user", r"[\w+=,.@-]{1,64}", "iam", "user/{}"),
    ("iam.password_is_set_", "user", r"[\w+=,.@-]{1,64}", "iam", "user/{}"),
    ("iam.mfa_is_enrolled_", "user", r"[\w+=,.@-]{1,64}", "iam", "user/{}"),
    ("iam.other_credential_", "user", r"[\w+=,.@-]{1,64}", "iam", "user/{}"),
    ("iam.access_key_is_created_", "user", r"[\w+=,.@-]{1,64}", "iam", "user/{}"),
)
"""How a rule begins, the kind, its names, and what its ARNs are made of."""
_NAMES = tuple(
    (rule, kind, re.compile(pattern, re.ASCII), service, rest)
    for rule, kind, pattern, service, rest in NAMES
)
GLOBAL = {
    "iam": True,
    "s3": False,
    "route53": False,
    "route53domains": False,
    "identitystore": False,
}
"""Services whose ARNs have no Region, and whether they have an account."""


PLACES: tuple[tuple[str, ThreatKind], ...] = (
    (r"(?:bedrock|config|guardduty|securityhub|ses)\.[a-z0-9_]+", "service"),
    (r"guardduty\.\w+:(?:Bedrock|SES)/.{1,200}", "service"),
    (r"autoscaling\.group_is_made_huge", "account"),
    (r"s3\.account_block_public_access_is_removed", "account"),
    (r"guardduty\.Policy:S3/AccountBlockPublicAccessDisabled", "account"),
    (r"ec2\.(?:gpu_|many_)?instances_are_launched(?:_in_many_regions)?", "account"),
    (r"ec2\.launched_instances_are_kept_from_termination", "account"),
)
"""Rules about a service in one account and Region, or about an account, whatever they name."""
_PLACES = tuple((re.compile(rule, re.ASCII), kind) for rule, kind in PLACES)


def find_place_of_rule(rule: str, account_id: str, region: str) -> Iterator[tuple[ThreatKind, str]]:
    """Yield the account that a rule is about, or the service in it: `<account> <Region>`."""
    for pattern, kind in _PLACES:
        if pattern.fullmatch(rule):
            yield kind, account_id if kind == "account" else f"{account_id} {region}"


def find_by_arn(arn: str) -> Iterator[tuple[ThreatKind, str]]:
    """Yield kinds and ARNs of what is to be contained where an ARN is named; nothing if unknown.

    A session is also its role; that of an instance, of Identity Center or of a qualified function
    is also that instance's, person's or function's.
    """
    if len(arn) > LONGEST_ARN:
        return
    if found := _ACCOUNT.fullmatch(arn):
        yield "account", found[1]
        return
    arn = _strip(arn)
    for kind, pattern in _PATTERNS:
        if pattern.fullmatch(arn):
            yield kind, arn
    if found := _SESSION.fullmatch(arn):
        head, account_id, role, _ = found.groups()
        if _SSO.fullmatch(role):
            yield "person", arn
        yield "role", f"{head}:iam::{account_id}:role/{role}"


def find_by_name(
    name: str, rule: str, account_id: str, region: str
) -> Iterator[tuple[ThreatKind, str]]:
    """Yield kind and ARN of what a rule names without one, in the finding's account and Region."""
    if name.isascii() and name.isdecimal() and len(name) == 12:  # noqa: PLR2004 - of an account ID
        yield "account", name
        return
    if found := _KEY.fullmatch(name):
        yield from _name_key(found[1])
        return
    partition = find_partition(region)
    for begin, kind, pattern, service, rest in _NAMES:
        if rule.startswith(begin) and pattern.fullmatch(name):
            is_global = service in GLOBAL
            place = "" if is_global else region
            owner = account_id if GLOBAL.get(service, True) else ""
            if place or is_global:
                yield kind, f"arn:{partition}:{service}:{place}:{owner}:{rest.format(name)}"
            return


def _name_key(key: str) -> Iterator[tuple[ThreatKind, str]]:
    """Yield a long-term key whose user is not known here: its resource is as ASFF names it."""
    if key.startswith("AKIA"):
        yield "access_key", f"AWS::IAM::AccessKey:{key}"


def _strip(arn: str) -> str:
    """Return an ARN without what is inside the resource: an object, a version, a log stream."""
    parts = arn.split(":")
    service = parts[2] if len(parts) > 5 else ""  # noqa: PLR2004 - the parts of an ARN
    if service == "s3" and parts[3] == parts[4] == "":
        return ":".join([*parts[:5], ":".join(parts[5:]).partition("/")[0]])
    if service == "lambda":
        return ":".join(parts[:7])
    return arn
