"""What is collected of an IAM user or role: what it may do, its keys, and what it used."""

import re
from typing import Any

from ringwall.model.errors import BadInput
from ringwall.model.threat import Threat
from ringwall.respond.evidence.collector import AskedPlace, EvidenceCollector
from ringwall.respond.evidence.sources.history import keep_history

NAME = r"[\w+=,.@-]{1,128}"
ARN = re.compile(
    rf"arn:[a-z-]{{3,20}}:iam::(\d{{12}}):(user|role)/(?:[!-.0-~/]{{0,510}}/)?({NAME})"
)
ASSUMED = re.compile(rf"arn:[a-z-]{{3,20}}:sts::(\d{{12}}):assumed-role/({NAME})/[^/]{{1,128}}")
GONE = ("NoSuchEntity",)
TRIES = 10
"""How often it is asked whether the access advisor has a report; a second lies between."""
MOST_POLICIES = 100
READS = (
    "iam.generate_service_last_accessed_details",
    "iam.get_access_key_last_used",
    "iam.get_group_policy",
    "iam.get_login_profile",
    "iam.get_policy",
    "iam.get_policy_version",
    "iam.get_role",
    "iam.get_role_policy",
    "iam.get_service_last_accessed_details",
    "iam.get_user",
    "iam.get_user_policy",
    "iam.list_access_keys",
    "iam.list_attached_group_policies",
    "iam.list_attached_role_policies",
    "iam.list_attached_user_policies",
    "iam.list_group_policies",
    "iam.list_groups_for_user",
    "iam.list_mfa_devices",
    "iam.list_role_policies",
    "iam.list_service_specific_credentials",
    "iam.list_signing_certificates",
    "iam.list_ssh_public_keys",
    "iam.list_user_policies",
)


def find_principal(arn: str) -> tuple[str, str, str]:
    """Return the account, `user` or `role`, and the name of a principal; ('', '', '') for none."""
    if found := ARN.fullmatch(arn):
        return found[1], found[2], found[3]
    if found := ASSUMED.fullmatch(arn):
        return found[1], "role", found[2]
    return "", "", ""


def collect_principal(collector: EvidenceCollector, threat: Threat) -> None:
    """Keep what is known of the user or role that a threat is about."""
    account, kind, name = find_principal(threat.resource)
    if not kind:
        raise BadInput(f"{threat.resource!r} is not the ARN of a user or role")
    place = (account, threat.region)
    collect_named(collector, place, kind, name, threat.resource)


def collect_named(
    collector: EvidenceCollector, place: AskedPlace, kind: str, name: str, arn: str
) -> None:
    """Keep what is known of a user or role, and what it used."""
    if kind == "role":
        collect_role(collector, place, name)
    else:
        _collect_user(collector, place, name)
    if ARN.fullmatch(arn):
        _keep_access_advisor(collector, place, arn)


def collect_role(collector: EvidenceCollector, place: AskedPlace, name: str) -> None:
    """Keep a role with its trust and all of its policies."""
    answer = collector.ask(f"role {name}", place, "iam.get_role", {"RoleName": name}, absent=GONE)
    if answer:
        keep_history(collector, place, "AWS::IAM::Role", answer["Role"]["RoleId"])
    _keep_policies(collector, place, "role", "RoleName", name)


def _collect_user(collector: EvidenceCollector, place: AskedPlace, name: str) -> None:
    which = {"UserName": name}
    answer = collector.ask(f"user {name}", place, "iam.get_user", which, absent=GONE)
    if answer:
        keep_history(collector, place, "AWS::IAM::User", answer["User"]["UserId"])
    _keep_policies(collector, place, "user", "UserName", name)
    answer = collector.ask("access keys", place, "iam.list_access_keys", which, absent=GONE)
    for key in answer.get("AccessKeyMetadata", ()):
        keep_key_use(collector, place, key["AccessKeyId"])
    for what, operation in (
        ("console password", "iam.get_login_profile"),
        ("MFA devices", "iam.list_mfa_devices"),
        ("SSH keys", "iam.list_ssh_public_keys"),
        ("signing certificates", "iam.list_signing_certificates"),
        ("service-specific credentials", "iam.list_service_specific_credentials"),
    ):
        collector.ask(what, place, operation, which, absent=GONE)
    answer = collector.ask("groups", place, "iam.list_groups_for_user", which, absent=GONE)
    for group in answer.get("Groups", ()):
        _keep_policies(collector, place, "group", "GroupName", group["GroupName"])


def keep_key_use(collector: EvidenceCollector, place: AskedPlace, key: str) -> None:
    """Keep when, where and for what an access key was last used."""
    operation = "iam.get_access_key_last_used"
    collector.ask(f"last use of {key}", place, operation, {"AccessKeyId": key}, absent=GONE)


def _keep_policies(
    collector: EvidenceCollector, place: AskedPlace, kind: str, parameter: str, name: str
) -> None:
    which: dict[str, Any] = {parameter: name}
    operation = f"iam.list_{kind}_policies"
    answer = collector.ask(
        f"inline policies of {kind} {name}", place, operation, which, absent=GONE
    )
    for policy in answer.get("PolicyNames", ())[:MOST_POLICIES]:
        asked = {**which, "PolicyName": policy}
        what = f"inline policy {policy} of {kind} {name}"
        collector.ask(what, place, f"iam.get_{kind}_policy", asked, absent=GONE)
    operation = f"iam.list_attached_{kind}_policies"
    answer = collector.ask(
        f"attached policies of {kind} {name}", place, operation, which, absent=GONE
    )
    for policy in answer.get("AttachedPolicies", ())[:MOST_POLICIES]:
        arn = policy["PolicyArn"]
        found = collector.ask(f"policy {arn}", place, "iam.get_policy", {"PolicyArn": arn})
        if version := found.get("Policy", {}).get("DefaultVersionId"):
            asked = {"PolicyArn": arn, "VersionId": version}
            collector.ask(f"policy {arn} {version}", place, "iam.get_policy_version", asked)


def _keep_access_advisor(collector: EvidenceCollector, place: AskedPlace, arn: str) -> None:
    """Keep which services a principal used, and when: IAM makes a report of that."""
    what, started = "access advisor", {"Arn": arn, "Granularity": "ACTION_LEVEL"}
    answer = collector.read(
        what, place, "iam.generate_service_last_accessed_details", started, absent=GONE
    )
    if answer is None:
        return
    operation, which = "iam.get_service_last_accessed_details", {"JobId": answer["JobId"]}
    for _ in range(TRIES):
        answer = collector.read(what, place, operation, which)
        if answer is None:
            return
        if answer.get("JobStatus") != "IN_PROGRESS":
            break
        collector.sleep(1)
    collector.ask(what, place, operation, which)
