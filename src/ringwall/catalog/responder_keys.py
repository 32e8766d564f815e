"""What several service folders say of the function that responds: names, places, keys of rows."""

from collections.abc import Mapping
from typing import Any

from ringwall.catalog.detection_keys import join, role_key
from ringwall.catalog.responder_template import MEMBER_ROLE, NAME
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.responder import AutomaticResponder
from ringwall.model.blueprint.wanted import Join, Ref, RowKey

SECTION = "response.responder"
SHARED: Mapping[str, Any] = {"section": SECTION, "layer": "response"}
FUNCTION_ROLE = f"{NAME}-function"
"""The function's role: another one is called like the function itself (`response.forensics`)."""
CALLBACK = f"{NAME}-callback"
"""The function that chat calls, and its role."""
QUEUE = f"{NAME}-failed"
HANDLERS: Mapping[str, str] = {
    NAME: "ringwall.handler.responder.handle",
    CALLBACK: "ringwall.handler.callback.handle",
}
BUS = "default"
ACCOUNT_ID = "{account_id}"
"""What stands in texts for the id of an account, which may not be known yet. It is as long."""


def find_responder(landscape: Landscape) -> AutomaticResponder | None:
    """Return the settings of the section; None where it is off, or the home Region has no place."""
    wanted = landscape.settings.response.responder
    needed = ("lambda", "dynamodb", "sqs", "events", "kms", "logs")
    is_placed = all(landscape.is_at_home(service) for service in needed)
    return wanted if wanted.enabled and is_placed else None


def responder_account(landscape: Landscape) -> LandscapeAccount:
    """Return the account of the function: the security account where none is named, or there."""
    name = landscape.settings.response.responder.account
    return next((each for each in landscape.accounts if each.name == name), landscape.security)


def list_entered(landscape: Landscape) -> tuple[LandscapeAccount, ...]:
    """Return the other accounts in which it responds."""
    wanted, own = find_responder(landscape), responder_account(landscape)
    if wanted is None or not wanted.members:
        return ()
    return tuple(account for account in landscape.accounts if account.name != own.name)


def list_functions(wanted: AutomaticResponder) -> tuple[str, ...]:
    """Return the names of the functions."""
    return (NAME, CALLBACK) if wanted.callbacks else (NAME,)


def find_external_id(landscape: Landscape) -> str:
    """Return what the function gives as its external id."""
    return landscape.settings.response.responder.external_id or f"ringwall-{landscape.name}"


def responder_key(landscape: Landscape, table: str, name: str) -> RowKey:
    """Return the key of a row in the account of the function, in the home Region."""
    return RowKey(responder_account(landscape).name, landscape.home_region, table, name)


def seal_key(landscape: Landscape) -> RowKey:
    """Return the key of the row of the key that seals."""
    return responder_key(landscape, "kms_key", "responder-seal")


def function_role(landscape: Landscape, function: str = NAME) -> RowKey:
    """Return the key of a function's role."""
    role = FUNCTION_ROLE if function == NAME else function
    return role_key(responder_account(landscape), role)


def responder_arn(landscape: Landscape, service: str, rest: str) -> str | Join:
    """Return an ARN in the account of the function, in the home Region."""
    place = f"arn:{landscape.partition}:{service}:{landscape.home_region}:"
    return join(place, responder_account(landscape).id, f":{rest}")


def function_arn(landscape: Landscape, name: str = NAME) -> str | Join:
    """Return the ARN of a function."""
    return responder_arn(landscape, "lambda", f"function:{name}")


def queue_arn(landscape: Landscape) -> str | Join:
    """Return the ARN of the queue for what failed."""
    return responder_arn(landscape, "sqs", QUEUE)


def member_role_arn(landscape: Landscape) -> str:
    """Return what names the role that is assumed, in any account."""
    return f"arn:{landscape.partition}:iam::*:role/{MEMBER_ROLE}"


def sends_alarms(landscape: Landscape) -> bool:
    """Whether its alarms go to the topic of responders, which has to be in the same account."""
    is_told = landscape.settings.response.notifications.enabled
    is_there = responder_account(landscape).name == landscape.security.name
    return is_told and is_there and find_responder(landscape) is not None


def name_policy_object(wanted: AutomaticResponder) -> str:
    """Return the bucket and the key of response.toml: `bucket/key`; '' where it is packaged."""
    if not wanted.policy_key:
        return ""
    return f"{wanted.policy_bucket or wanted.package.bucket}/{wanted.policy_key}"


def put_values(value: Any, values: Mapping[str, str | Ref | Join]) -> Any:
    """Return a document with values in place of what stands for them in its texts."""
    if isinstance(value, Mapping):
        return {name: put_values(member, values) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [put_values(item, values) for item in value]
    if not isinstance(value, str):
        return value
    for sign, given in values.items():
        if sign in value:
            before, _, after = value.partition(sign)
            rest = put_values(after, values)
            return join(*(part for part in (put_values(before, values), given, rest) if part))
    return value
