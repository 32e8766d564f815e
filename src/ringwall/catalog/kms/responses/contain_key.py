"""Takes a key of KMS back from who changed it."""

import re
from collections.abc import Generator, Iterator
from datetime import UTC, datetime

from ringwall.catalog.iam.principal_names import read_principal
from ringwall.catalog.kms.grants import GRANT_WRITES, KEY_ID, revoke_grants
from ringwall.catalog.kms.key_policies import find_earlier_policy
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import AccessDenied, CallFailed, NeedsHuman
from ringwall.model.reference import write_json
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.state import is_same, read_state
from ringwall.model.table import Reader, Row
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

WHICH = {"KeyId": KEY_ID}
WRITES = (
    WriteShape("kms.cancel_key_deletion", WHICH),
    WriteShape("kms.enable_key", WHICH),
    WriteShape("kms.disable_key", WHICH),
    WriteShape(
        "kms.put_key_policy", {**WHICH, "PolicyName": "default", "Policy": r"\{.{2,32766}\}"}
    ),
    *GRANT_WRITES,
)
ENABLE = ResponseOption("enable", "Enable the key where it is disabled.", "yes", "yes|no")
_ARN = re.compile(rf"arn:[\w-]{{1,20}}:kms:([a-z0-9-]{{1,30}}):(\d{{12}}):key/({KEY_ID})", re.ASCII)
SUPPORT = "Ask AWS Support for the key: only they let an account back in whose key policy is gone"


@responds(
    "Take a key of KMS back",
    "key",
    writes=WRITES,
    reads=(
        "kms.describe_key",
        "kms.get_key_policy",
        "kms.list_grants",
        "cloudtrail.lookup_events",
        "organizations.list_accounts",
    ),
    risks=(
        "Whoever is let in by the policy or a grant that goes cannot decrypt any more.",
        "What was decrypted meanwhile stays so.",
        "A key whose material was deleted, or whose deletion is over, does not come back.",
    ),
    rollback=(
        "The key is disabled, and its policy and grants are as they were; grants have other ids. "
        "Its deletion is not scheduled again."
    ),
    answers=("kms.*", "cloudtrail.log_key_is_taken_away", "iam.resource_policy_is_opened_to_*"),
    options=(ENABLE,),
)
def contain_key(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Cancel the deletion of the key, enable it, restore its policy, and revoke foreign grants.

    A part that the key's policy keeps Ringwall from costs none of the others.
    """
    found = _ARN.fullmatch(threat.resource)
    if found is None:
        raise NeedsHuman(f"{threat.resource} is no key of KMS")
    if found[2] != threat.account_id:
        raise NeedsHuman(f"{threat.resource} is not of the account {threat.account_id}")
    key_id, reader = found[3], scene.reader(threat, found[1])
    try:
        key: Row = reader.call("kms.describe_key", KeyId=key_id)["KeyMetadata"]
    except AccessDenied as error:
        yield HumanStep(threat.resource, SUPPORT, str(error))
        key = {}
    except CallFailed as error:
        if error.code != "NotFoundException":
            raise
        raise NeedsHuman(f"{threat.resource} is not there any more") from error
    if key.get("KeyManager") == "AWS":
        raise NeedsHuman(f"{threat.resource} is managed by AWS: nobody can change it")
    revived = [*_revive(key, key_id, threat, scene, reader)]
    yield from revived
    yield from _restore_policy(key_id, threat, scene, reader)
    yield from _revoke(key_id, threat, scene, reader, tuple(change.id for change in revived[-1:]))
    yield from _tell_rest(key, threat)


def _revive(
    key: Row, key_id: str, threat: Threat, scene: Scene, reader: Reader
) -> Iterator[Change]:
    """Yield the Changes that keep the key from being deleted, and enable it."""
    state, probe = key.get("KeyState", ""), _probe_state(key_id)
    cancel: tuple[str, ...] = ()
    if state == "PendingDeletion":
        change = Change(
            account_id=reader.account_id,
            region=reader.region,
            resource=threat.resource,
            write=Write("kms.cancel_key_deletion", {"KeyId": key_id}),
            probe=probe,
            before={"state": state},
            after={"state": "Disabled"},
            why="whatever is encrypted with the key would be lost for good",
            layer="response",
            blast="none",
            irreversible="Ringwall schedules no deletion of a key",
            stage="contain",
        )
        yield change
        cancel = (change.id,)
    if scene.options["enable"] != "yes" or state not in ("PendingDeletion", "Disabled"):
        return
    yield Change(
        account_id=reader.account_id,
        region=reader.region,
        resource=threat.resource,
        write=Write("kms.enable_key", {"KeyId": key_id}),
        probe=probe,
        before={"state": "Disabled"},
        after={"state": "Enabled"},
        why="what is encrypted with the key can be read again",
        layer="response",
        blast="config",
        undo=Write("kms.disable_key", {"KeyId": key_id}),
        needs=cancel,
        stage="recover",
    )


def _probe_state(key_id: str) -> Probe:
    return Probe(
        "kms.describe_key",
        {"KeyId": key_id},
        "{state: KeyMetadata.KeyState}",
        absent=("NotFoundException",),
    )


def _restore_policy(
    key_id: str, threat: Threat, scene: Scene, reader: Reader
) -> Iterator[Change | HumanStep]:
    """Yield the Change that puts the policy from before the threat, if it was changed since."""
    which = {"KeyId": key_id, "PolicyName": "default"}
    probe = Probe("kms.get_key_policy", which, "{policy: Policy}", normal={"policy": "policy"})
    since = _find_beginning(threat)
    try:
        before = read_state(probe, reader)
        policy, problem = find_earlier_policy(key_id, reader, since or scene.now, scene.now)
    except AccessDenied as error:
        what = f"Look at the policy of the key {key_id}, and put the one that it had"
        yield HumanStep(threat.resource, what, f"it could not be read: {error}")
        return
    if problem or since is None:
        what = (
            f"Compare the policy of the key {key_id} with the one that it had: aws configservice "
            f"get-resource-config-history --resource-type AWS::KMS::Key --resource-id {key_id}"
        )
        yield HumanStep(threat.resource, what, problem or "nobody says when it was changed")
        return
    after = {"policy": policy}
    if policy is None or is_same(probe, before, after):
        return
    yield Change(
        account_id=reader.account_id,
        region=reader.region,
        resource=threat.resource,
        write=Write("kms.put_key_policy", {**which, "Policy": write_json(policy)}),
        probe=probe,
        before=before,
        after=after,
        why="the policy that the key had before lets in nobody new",
        layer="response",
        blast="availability",
        undo=Write("kms.put_key_policy", {**which, "Policy": write_json(before["policy"])}),
        stage="contain",
    )


def _find_beginning(threat: Threat) -> datetime | None:
    return datetime.fromtimestamp(threat.first_at / 1000, UTC) if threat.first_at > 0 else None


def _revoke(
    key_id: str, threat: Threat, scene: Scene, reader: Reader, needs: tuple[str, ...]
) -> Iterator[Change | HumanStep]:
    """Yield the Changes that revoke grants to foreign accounts, and to who acted."""
    suspects = {"*"}
    if (actor := read_principal(threat.actor)) is not None:
        suspects |= {threat.actor}
        if actor.account_id != threat.account_id:
            suspects |= {actor.account_id}
    members = yield from _list_members(threat, scene)
    try:
        if members:
            grants = reader.items("kms.list_grants", "Grants", KeyId=key_id)
            named = (str(grant.get("GranteePrincipal") or "") for grant in grants)
            accounts = {one.account_id for name in named if (one := read_principal(name))}
            suspects |= accounts - members - {threat.account_id}
        since = _find_beginning(threat)
        yield from revoke_grants(key_id, threat.resource, reader, suspects, since, needs=needs)
    except AccessDenied as error:
        yield HumanStep(threat.resource, f"Look at the grants of the key {key_id}", str(error))


def _list_members(threat: Threat, scene: Scene) -> Generator[HumanStep, None, set[str]]:
    """Return the accounts of the organization; none where they are not known, which is told."""
    management, home = scene.settings.management_account_id, scene.settings.home_region
    if not management:
        return set()
    try:
        listed = scene.readers(management, home).items("organizations.list_accounts", "Accounts")
        return {account["Id"] for account in listed}
    except CallFailed as error:
        what = "Look which grants of the key are for accounts that are not yours, and revoke them"
        why = f"nobody knows which accounts are of your organization: {error}"
        yield HumanStep(threat.resource, what, why)
        return set()


def _tell_rest(key: Row, threat: Threat) -> Iterator[HumanStep]:
    """Yield what AWS lets nobody do from here."""
    if key.get("KeyState") == "PendingImport":
        what = "Import the key material again: aws kms import-key-material"
        yield HumanStep(threat.resource, what, "it was deleted, and AWS has no copy of it")
    if key.get("KeyState") == "Unavailable":
        what = "Connect the custom key store again: aws kms connect-custom-key-store"
        yield HumanStep(threat.resource, what, "the key cannot be used while it is disconnected")
    if key.get("MultiRegion"):
        what = "Contain the replicas of the key, too: each has a policy and grants of its own"
        yield HumanStep(threat.resource, what, "the key is in several Regions")
    if key.get("KeyState") == "PendingDeletion":
        what = "Look for other keys whose deletion is scheduled: estate.kms_key, key_state"
        yield HumanStep(threat.resource, what, "who schedules one schedules others")
