"""IAM: tags of what moto cannot tag, and the client ids of OpenID Connect providers.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

MEMBERS = {
    "InstanceProfile": "InstanceProfileName",
    "MFADevice": "SerialNumber",
    "SAMLProvider": "SAMLProviderArn",
    "ServerCertificate": "ServerCertificateName",
}
"""What names a resource, by its kind."""
MOST = 50


def _find(call: EmulatedCall, kind: str) -> Any:
    """Return moto's state of what a call names; Fault where there is none."""
    name, backend = str(call.parameters[MEMBERS[kind]]), moto_backend("iam", call.account_id)
    known: Mapping[str, Any] = {
        "InstanceProfile": {p.name: p for p in backend.instance_profiles.values()},
        "MFADevice": backend.virtual_mfa_devices,
        "SAMLProvider": {p.arn: p for p in backend.saml_providers.values()},
        "ServerCertificate": {c.cert_name: c for c in backend.certificates.values()},
    }[kind]
    if name not in known:
        raise Fault("NoSuchEntity", f"{kind} {name} cannot be found.", 404)
    return known[name]


def _read_tags(held: Any) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in getattr(held, "tags", None) or ()}


def _write_tags(held: Any, tags: Mapping[str, str]) -> None:
    held.tags = [{"Key": key, "Value": value} for key, value in tags.items()]


@emulates("iam", "TagMFADevice", "TagSAMLProvider", "TagServerCertificate")
def tag(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Add tags, or change them."""
    held = _find(call, call.operation.removeprefix("Tag"))
    tags = _read_tags(held) | {tag["Key"]: tag["Value"] for tag in call.parameters["Tags"]}
    if len(tags) > MOST:
        message = f"A resource can have at most {MOST} tags."
        raise Fault("LimitExceeded", message, 409)
    _write_tags(held, tags)
    return {}


@emulates("iam", "UntagMFADevice", "UntagSAMLProvider", "UntagServerCertificate")
def untag(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Take tags away."""
    held, gone = _find(call, call.operation.removeprefix("Untag")), call.parameters["TagKeys"]
    _write_tags(held, {key: value for key, value in _read_tags(held).items() if key not in gone})
    return {}


@emulates(
    "iam",
    "ListInstanceProfileTags",
    "ListMFADeviceTags",
    "ListSAMLProviderTags",
    "ListServerCertificateTags",
)
def list_tags(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the tags of a resource."""
    held = _find(call, call.operation.removeprefix("List").removesuffix("Tags"))
    found = [{"Key": key, "Value": value} for key, value in _read_tags(held).items()]
    return {"Tags": found, "IsTruncated": False}


@emulates("iam", "CreateSAMLProvider")
def create_provider(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a provider with its tags, unless the account has one of its name."""
    name = str(call.parameters["Name"])
    held = moto_backend("iam", call.account_id).saml_providers
    if name in held:
        message = f"SAMLProvider with name {name} already exists."
        raise Fault("EntityAlreadyExists", message, 409)
    answer = state.ask_moto(call)
    tags = call.parameters.get("Tags") or ()
    _write_tags(held[name], {tag["Key"]: tag["Value"] for tag in tags})
    return answer


@emulates("iam", "DeleteSAMLProvider")
def delete_provider(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete a provider that does not exist; moto deletes the others."""
    _find(call, "SAMLProvider")


@emulates("iam", "DeleteAccountAlias")
def delete_alias(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete an alias that the account does not have; moto deletes the other."""
    alias = str(call.parameters["AccountAlias"])
    if alias not in moto_backend("iam", call.account_id).account_aliases:
        message = f"The account alias {alias} does not exist."
        raise Fault("NoSuchEntity", message, 404)


@emulates("iam", "AddClientIDToOpenIDConnectProvider", "RemoveClientIDFromOpenIDConnectProvider")
def change_client_ids(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let a provider have one client more or less; one that is so already changes nothing."""
    arn, client = str(call.parameters["OpenIDConnectProviderArn"]), call.parameters["ClientID"]
    held = moto_backend("iam", call.account_id).open_id_providers.get(arn)
    if held is None:
        message = f"OpenIDConnect Provider not found for arn {arn}"
        raise Fault("NoSuchEntity", message, 404)
    others = [known for known in held.client_id_list or () if known != client]
    held.client_id_list = [*others, client] if call.operation.startswith("Add") else others
    return {}
