"""Deactivates access keys of a user that were unused for 45 days."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

IDLE = timedelta(days=45)
WRITES = (
    WriteShape(
        "iam.update_access_key",
        {
            "UserName": r"[\w+=,.@-]{1,64}",
            "AccessKeyId": r"\w{16,128}",
            "Status": "Inactive|Active",
        },
    ),
)


ABOUT_TWO_KEYS = ("iam.users_have_one_active_key",)


@answers("iam.unused_credentials_are_off", *ABOUT_TWO_KEYS, writes=WRITES)
def turn_off_unused_keys(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Deactivate unused access keys without deleting them, so that they can be activated again."""
    if finding.resource.endswith(":root"):
        raise NeedsHuman(f"{finding.resource}: only the root user can remove its own credentials")
    user = finding.resource.rpartition("/")[2]
    found = reader.items("iam.list_access_keys", "AccessKeyMetadata", UserName=user)
    active = [key for key in found if key["Status"] == "Active"]
    keys = [key["AccessKeyId"] for key in active if _is_idle(key, reader)]
    if finding.rule in ABOUT_TWO_KEYS and len(active) > 1 and not keys:
        raise NeedsHuman(
            f"{user}: both keys were used in the last {IDLE.days} days: move what uses the older "
            "one to the other, and deactivate it"
        )
    for key in keys:
        yield _turn_off(key, user, finding, reader)
    if finding.rule not in ABOUT_TWO_KEYS and not keys and _has_idle_password(user, reader):
        raise NeedsHuman(
            f"{user}: the password is unused, and a deleted password cannot be restored; if nobody "
            f"needs it: aws iam delete-login-profile --user-name {user}"
        )


def _turn_off(key: str, user: str, finding: Finding, reader: Reader) -> Change:
    operation, which = "iam.update_access_key", {"UserName": user, "AccessKeyId": key}
    return Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=Write(operation, {**which, "Status": "Inactive"}),
        probe=Probe(
            "iam.list_access_keys",
            {"UserName": user},
            f"AccessKeyMetadata[?AccessKeyId=='{key}'] | [0].Status",
        ),
        before="Active",
        after="Inactive",
        why=f"the key {key} was unused for {IDLE.days} days: nobody would notice if it were stolen",
        layer="identity",
        blast="availability",
        undo=Write(operation, {**which, "Status": "Active"}),
    )


def _is_idle(key: Row, reader: Reader) -> bool:
    answer = reader.call("iam.get_access_key_last_used", AccessKeyId=key["AccessKeyId"])
    return _is_long_ago(answer["AccessKeyLastUsed"].get("LastUsedDate") or key["CreateDate"])


def _has_idle_password(user: str, reader: Reader) -> bool:
    try:
        profile = reader.call("iam.get_login_profile", UserName=user)["LoginProfile"]
    except CallFailed as error:
        if error.code == "NoSuchEntity":
            return False
        raise
    used = reader.call("iam.get_user", UserName=user)["User"].get("PasswordLastUsed")
    return _is_long_ago(used or profile["CreateDate"])


def _is_long_ago(moment: datetime) -> bool:
    return datetime.now(UTC) - moment >= IDLE
