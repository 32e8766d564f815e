"""Takes everything from a user of IAM that somebody else acts as."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ringwall.catalog.iam.access_keys import KEY_WRITES, list_keys, switch_off, tell_last_use
from ringwall.catalog.iam.acting_rules import ACTING
from ringwall.catalog.iam.denials import DeniedIdentity, deny_all, shape_denials
from ringwall.catalog.iam.persistence import SWEEP, SWEEP_READS, tell_made_things
from ringwall.catalog.iam.principal_names import NAME, find_user
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.state import read_state
from ringwall.model.table import Reader
from ringwall.model.text import make_visible
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

ID = r"\w{16,128}"


class CredentialKind(NamedTuple):
    """A kind of credentials of a user that can be switched off: how it is listed and changed."""

    noun: str
    list_operation: str
    items: str
    member: str
    operation: str


KINDS = (
    CredentialKind(
        "SSH key",
        "iam.list_ssh_public_keys",
        "SSHPublicKeys",
        "SSHPublicKeyId",
        "iam.update_ssh_public_key",
    ),
    CredentialKind(
        "service credential",
        "iam.list_service_specific_credentials",
        "ServiceSpecificCredentials",
        "ServiceSpecificCredentialId",
        "iam.update_service_specific_credential",
    ),
    CredentialKind(
        "signing certificate",
        "iam.list_signing_certificates",
        "Certificates",
        "CertificateId",
        "iam.update_signing_certificate",
    ),
)
WRITES = (
    *shape_denials("user"),
    *KEY_WRITES,
    WriteShape("iam.delete_login_profile", {"UserName": NAME}),
    *(
        WriteShape(kind.operation, {"UserName": NAME, kind.member: ID, "Status": "Inactive|Active"})
        for kind in KINDS
    ),
)
KEEP = ResponseOption(
    "keep_password", "Leave the password, which cannot be brought back, as it is.", "no", "yes|no"
)


@responds(
    "Contain a user of IAM",
    "user",
    "identity",
    writes=WRITES,
    reads=(
        "iam.get_user",
        "iam.get_user_policy",
        "iam.list_access_keys",
        "iam.get_access_key_last_used",
        "iam.get_login_profile",
        "iam.list_mfa_devices",
        *(kind.list_operation for kind in KINDS),
        *SWEEP_READS,
    ),
    risks=(
        "Whatever and whoever works as the user fails until it is undone.",
        "A deleted password cannot be brought back: the user needs a new one.",
        "A role that the user assumed stays in use until iam.contain_role contains it.",
    ),
    rollback=(
        "Keys, SSH keys, certificates and service credentials are as they were, and nothing is "
        "denied any more. The password is gone. Groups, policies and the boundary were not touched."
    ),
    answers=(
        *ACTING,
        "guardduty.*:IAMUser/*",
        "iam.key_is_quarantined",
        "iam.new_user_gets_administrator",
        "iam.user_gets_administrator",
        "iam.user_is_created",
        "iam.user_joins_administrators",
        "iam.password_is_set_for_another_user",
        "iam.mfa_is_*",
        "iam.other_credential_is_created",
        "signin.guessed_password_works",
        "signin.mfa_code_is_guessed",
        "signin.sign_in_without_mfa",
        "signin.signs_in_from_several_countries",
    ),
    options=(KEEP, SWEEP),
)
def contain_user(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Deny the user everything, and switch off all that it signs in with.

    The deny comes first: it ends sessions, too. What can be switched off is not deleted.
    """
    user, reader = find_user(threat), scene.reader(threat)
    try:
        reader.call("iam.get_user", UserName=user)
    except CallFailed as error:
        if error.code != "NoSuchEntity":
            raise
        raise NeedsHuman(f"the user {user} is not there any more") from error
    yield from deny_all(DeniedIdentity("user", user, threat, reader))
    keys = list_keys(user, reader)
    for key in keys:
        if key["Status"] == "Active":
            why = f"nobody signs as {user} with {key['AccessKeyId']} any more"
            yield switch_off(user, key["AccessKeyId"], threat, reader, why)
    yield from _delete_password(user, threat, scene, reader)
    for kind in KINDS:
        yield from _switch_off_all(kind, user, threat, reader)
    yield from _tell_devices(user, threat, reader)
    for key in keys:
        yield from tell_last_use(key["AccessKeyId"], threat, reader)
    yield from tell_made_things(threat, scene, "Username", user)


def _delete_password(
    user: str, threat: Threat, scene: Scene, reader: Reader
) -> Iterator[Change | HumanStep]:
    which = {"UserName": user}
    probe = Probe(
        "iam.get_login_profile", which, "{user: LoginProfile.UserName}", absent=("NoSuchEntity",)
    )
    before = read_state(probe, reader)
    if before is None:
        return
    if scene.options[KEEP.name] == "yes":
        what = f"Set another password for {user} before the containment is undone"
        yield HumanStep(threat.resource, what, "whoever knows the password can sign in again")
        return
    yield Change(
        account_id=threat.account_id,
        region=reader.region,
        resource=threat.resource,
        write=Write("iam.delete_login_profile", which),
        probe=probe,
        before=before,
        after=None,
        why=f"nobody signs in to the console as {user} any more",
        layer="response",
        blast="irreversible",
        irreversible="a password cannot be read, and so not be set again: a new one is needed",
        stage="contain",
    )


def _switch_off_all(
    kind: CredentialKind, user: str, threat: Threat, reader: Reader
) -> Iterator[Change]:
    """Yield the Changes that deactivate the credentials of a kind which are active."""
    for held in reader.items(kind.list_operation, kind.items, UserName=user):
        identifier = held[kind.member]
        if held["Status"] != "Active" or not re.fullmatch(ID, identifier, re.ASCII):
            continue
        which = {"UserName": user, kind.member: identifier}
        yield Change(
            account_id=threat.account_id,
            region=reader.region,
            resource=threat.resource,
            write=Write(kind.operation, {**which, "Status": "Inactive"}),
            probe=Probe(
                kind.list_operation,
                {"UserName": user},
                f"{kind.items}[?{kind.member}=='{identifier}'] | [0].Status",
                absent=("NoSuchEntity",),
            ),
            before="Active",
            after="Inactive",
            why=f"the {kind.noun} {identifier} lets nobody in any more",
            layer="response",
            blast="availability",
            undo=Write(kind.operation, {**which, "Status": "Active"}),
            stage="contain",
        )


def _tell_devices(user: str, threat: Threat, reader: Reader) -> Iterator[HumanStep]:
    """Yield the MFA devices: one that the attacker enrolled would work again after the undo."""
    try:
        devices = [*reader.items("iam.list_mfa_devices", "MFADevices", UserName=user)]
    except CallFailed as error:
        yield HumanStep(threat.resource, f"Look at the MFA devices of {user}", str(error))
        return
    for device in devices:
        serial = make_visible(device["SerialNumber"])
        what = f"Ask the owner of {user} whether the MFA device {serial} is theirs"
        why = f"it was enrolled at {device['EnableDate']:%Y-%m-%d %H:%M} UTC"
        yield HumanStep(threat.resource, what, why)
