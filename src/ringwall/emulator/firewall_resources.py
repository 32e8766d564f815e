"""Resources of Network Firewall: their names, ARNs, update tokens and tags."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.holdings import hold, hold_at, make_arn
from ringwall.emulator.state import EmulatorState, Record

KINDS: Mapping[str, str] = {
    "firewall": "firewall",
    "firewall-policy": "policy",
    "stateful-rulegroup": "rule_group",
    "stateless-rulegroup": "rule_group",
    "tls-configuration": "tls",
}
"""Types of resources, as ARNs write them -> what holds them."""
_KIND_FIELD = 5


def make_token() -> str:
    """Return a new update token."""
    return str(mock_random.uuid4())


def make_resource(
    state: EmulatorState, call: EmulatedCall, kind: str, name: str, body: Record
) -> Record:
    """Keep a new resource; InvalidRequestException where the name is taken."""
    arn = make_arn(call, f"{kind}/{name}")
    held = hold(state, call, KINDS[kind])
    if arn in held:
        message = f"A resource with the specified name already exists, resource name: {name}"
        raise Fault("InvalidRequestException", message)
    held[arn] = {
        **body,
        "arn": arn,
        "name": name,
        "id": str(mock_random.uuid4()),
        "token": make_token(),
        "modified": datetime.now(UTC),
        "description": call.parameters.get("Description"),
        "tags": {tag["Key"]: tag["Value"] for tag in call.parameters.get("Tags") or ()},
        "encryption": call.parameters.get("EncryptionConfiguration")
        or {"Type": "AWS_OWNED_KMS_KEY"},
    }
    return held[arn]


def find_resource(
    state: EmulatorState, call: EmulatedCall, kinds: tuple[str, ...], name: Any, arn: Any
) -> Record:
    """Return a resource of the account by its ARN or its name; a Fault where there is none."""
    if not name and not arn:
        message = "You must specify the ARN or the name, and you can specify both."
        raise Fault("InvalidRequestException", message)
    wanted = [str(arn)] if arn else [make_arn(call, f"{kind}/{name}") for kind in kinds]
    for kind in kinds:
        held = hold(state, call, KINDS[kind])
        found = next((held[a] for a in wanted if a in held), None)
        if found is not None:
            return found
    message = f"Unable to find resource: {arn or name}"
    raise Fault("ResourceNotFoundException", message)


def find_by_arn(state: EmulatorState, arn: str) -> Record | None:
    """Return a resource of any account; None where there is none."""
    kind = KINDS.get(arn.split(":", _KIND_FIELD)[-1].partition("/")[0], "")
    return hold_at(state, arn, kind).get(arn)


def check_token(call: EmulatedCall, record: Record) -> None:
    """Refuse a change by who has not seen the last one; give the resource a new token.

    https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_UpdateRuleGroup.html
    """
    given = call.parameters.get("UpdateToken")
    if given is not None and given != record["token"]:
        raise Fault("InvalidTokenException", "Update token is invalid.")
    record["token"] = make_token()
    record["modified"] = datetime.now(UTC)


def show_tags(record: Record) -> list[dict[str, str]]:
    """Return a resource's tags."""
    return [{"Key": key, "Value": value} for key, value in record["tags"].items()]


def drop_empty(shown: Record) -> Record:
    """Return an answer without what is not set."""
    return {name: value for name, value in shown.items() if value is not None}
