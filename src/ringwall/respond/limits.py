"""How much responses have done in the last hour that no person approved, and what is left."""

from collections import Counter
from collections.abc import Iterable, Mapping

from ringwall.model.case import CaseEvent
from ringwall.model.change import Change
from ringwall.model.response_policy import LimitsPart

HOUR = 3_600_000
"""Milliseconds."""
COUNTED: Mapping[str, tuple[str, ...]] = {
    "accounts": (
        "organizations.attach_policy",
        "s3control.put_public_access_block",
        "sesv2.put_account_sending_attributes",
    ),
    "access_keys": ("iam.update_access_key", "iam.delete_access_key"),
    "instances": (
        "ec2.modify_network_interface_attribute",
        "ec2.modify_instance_attribute",
        "ec2.stop_instances",
        "ec2.terminate_instances",
        "ec2.disassociate_iam_instance_profile",
        "ec2.modify_spot_fleet_request",
        "ec2.cancel_spot_instance_requests",
    ),
    "tasks": ("ecs.stop_task", "ecs.update_service"),
    "functions": (
        "lambda.put_function_concurrency",
        "lambda.remove_permission",
        "lambda.delete_function_url_config",
        "lambda.update_function_url_config",
        "lambda.update_event_source_mapping",
    ),
    "keys": ("kms.disable_key", "kms.put_key_policy", "kms.revoke_grant"),
    "buckets": (
        "s3.put_bucket_policy",
        "s3.delete_bucket_policy",
        "s3.put_public_access_block",
        "s3.put_bucket_acl",
    ),
    "principals": (
        "iam.put_user_policy",
        "iam.put_role_policy",
        "iam.update_assume_role_policy",
        "iam.delete_login_profile",
        "iam.update_service_specific_credential",
        "iam.update_signing_certificate",
        "iam.update_ssh_public_key",
        "sso-admin.delete_account_assignment",
        "identitystore.delete_group_membership",
        "eks.delete_access_entry",
        "eks.disassociate_access_policy",
        "eks.delete_pod_identity_association",
    ),
}
"""Which writes count for which limit of the policy; each resource counts once in a plan."""
NAMED: Mapping[str, tuple[str, ...]] = {
    "access_keys": ("AccessKeyId",),
    "accounts": ("TargetId", "AccountId"),
    "principals": ("PrincipalId", "principalArn"),
}
"""Parameters that name what counts, where the Change is about something else."""


def count_uses(changes: Iterable[Change]) -> dict[str, int]:
    """Return how much of each limit a plan uses."""
    changes = list(changes)
    found: dict[str, set[tuple[str, str]]] = {name: set() for name in COUNTED}
    for change in changes:
        for name, operations in COUNTED.items():
            if change.write.operation in operations:
                found[name].add(_identify(name, change))
    return {**{name: len(keys) for name, keys in found.items()}, "changes": len(changes)}


def _identify(limit: str, change: Change) -> tuple[str, str]:
    """Return what counts for a limit: what the write names, or what the Change is about."""
    parameters = change.write.parameters
    named = next((str(parameters[name]) for name in NAMED.get(limit, ()) if name in parameters), "")
    if limit == "accounts":
        return named or change.account_id, ""
    # A person in a group is one person, whatever the group is.
    return change.account_id, named or change.resource.partition(" in ")[0]


def find_excess(
    limits: LimitsPart, uses: Mapping[str, int], events: Iterable[CaseEvent], now: int
) -> str:
    """Return which limit a plan would pass that nobody approved; '' where it passes none.

    `events` are those of all cases: each start says what it used, and whether a person approved.
    Times that lie ahead of `now` count too: a clock that was set back frees nothing.
    """
    used: Counter[str] = Counter()
    for event in events:
        if event.kind == "started" and event.at > now - HOUR and event.body.get("automatic"):
            used.update({name: int(count) for name, count in event.body["uses"].items()})
    for name, wanted in uses.items():
        most = getattr(limits, name)
        if wanted and used[name] + wanted > most:
            words = name.replace("_", " ")
            return (
                f"{used[name]} {words} were changed in the last hour without a person, this plan "
                f"has {wanted}, and the limit is {most}"
            )
    return ""
