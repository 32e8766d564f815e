"""The actions of IAM that AWS checks for an operation, by their names."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.request_tags import read_tags

MAKERS = ("Create", "Put", "Register", "Run", "Upload", "Invite", "Copy", "Restore", "Replicate")
"""Operations that can give tags to what they make."""


@cache
def load_table() -> Mapping[str, Any]:
    """Return what is known of operations beside AWS's reference: `operations.toml`."""
    text = files("ringwall.emulator.needs").joinpath("operations.toml").read_text("utf-8")
    return tomllib.loads(text)


def find_prefix(call: EmulatedCall) -> str:
    """Return what the actions of the call's service begin with."""
    signed = str(call.service_model.signing_name)
    return str(load_table()["prefixes"].get(signed, signed))


def find_actions(call: EmulatedCall) -> tuple[str, ...]:
    """Return the full names of the actions; none where AWS asks for no permission."""
    if call.operation in load_table()["free"].get(call.service, ()):
        return ()
    prefix = find_prefix(call)
    names = dict.fromkeys((*_find_own(call), *_find_more(call)))
    return tuple(f"{prefix}:{name}" for name in names)


def find_tag_action(call: EmulatedCall) -> str:
    """Return the action that tags what the call makes; '' where it gives no tags."""
    prefix, table = find_prefix(call), load_table()
    own = table["tags_of"].get(prefix, {}).get(call.operation)
    found = own or (table["tags"].get(prefix) if call.operation.startswith(MAKERS) else None)
    return f"{prefix}:{found}" if found and read_tags(call) else ""


def _find_own(call: EmulatedCall) -> list[str]:
    table = load_table()
    found = list(table["actions"].get(call.service, {}).get(call.operation, (call.operation,)))
    for rule in table["instead"]:
        if call.service == rule["service"] and call.parameters.get(rule["parameter"]):
            found = [rule["actions"].get(name, name) for name in found]
    return found


def _look_up(parameters: Mapping[str, Any], path: str) -> Any:
    """Return a parameter, or a member of one: `CreateBucketConfiguration.Tags`."""
    found: Any = parameters
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _find_more(call: EmulatedCall) -> Iterator[str]:
    for rule in load_table()["also"]:
        if call.service == rule["service"] and call.operation in rule["operations"]:
            for parameter, actions in rule["parameters"].items():
                if _look_up(call.parameters, parameter):
                    yield from actions
