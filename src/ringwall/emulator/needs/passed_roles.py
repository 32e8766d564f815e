"""The roles that a request hands to a service: each needs `iam:PassRole`.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.identifiers import walk_texts
from ringwall.emulator.needs.operations import find_prefix, load_table
from ringwall.emulator.needs.stored import find_iam, find_launch_data
from ringwall.emulator.needs.templates import find_partition
from ringwall.emulator.on_moto.moto_client import moto_backend

_ROLE = re.compile(r"arn:[^:]*:iam::[0-9]{12}:role/.+")
_READS = ("Get", "List", "Describe", "Search", "Lookup", "BatchGet", "Delete", "Validate")
MOST_LEVELS = 12
"""No request has a role deeper."""
_NAMING = ("name", "key", "path")
"""How the member is called that says what the value beside it is: `AttributeName`, `path`."""


def find_passed_roles(call: EmulatedCall) -> Iterator[Need]:
    """Yield a need for each role that the request passes."""
    if call.operation.startswith(_READS):
        return
    prefix = find_prefix(call)
    table: Mapping[str, Any] = load_table()["passed_roles"]
    if prefix not in table["not_by"] and call.name not in table["not_in"]:
        named = table["names"].get(prefix, ())
        for member, text in _find_role_texts(call, table):
            arn = text if _ROLE.fullmatch(text) else ""
            if not arn and member in named and text and not text.startswith("arn:"):
                arn = _find_role_arn(call, text)
            if arn:
                yield _pass(arn, _find_service(call, prefix, member), _find_associated(call))
    yield from _pass_in_profiles(call, prefix)
    yield from _pass_in_task(call)


def _find_role_texts(call: EmulatedCall, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the texts that may name a passed role, each with its parameter."""
    given: dict[str, Any] = dict(call.parameters)
    document = table["documents"].get(call.name)
    if document is not None:
        given[document] = _read_document(given.get(document))
    passed_over = frozenset(load_table()["passed_over"]) - {document}
    texts = list(walk_texts(given, passed_over, most=MOST_LEVELS))
    roles = {path[:-1] for path, text in texts if _is_name_of_role(path, text)}
    for path, text in texts:
        names = [part for part in path if not part.isdigit()]
        is_role = any("role" in name.lower() for name in names[-2:])
        is_pair = path[:-1] in roles and names[-1].lower().endswith("value")
        if is_role or is_pair or names[-1] in table["parameters"]:
            yield names[-1], text


def _is_name_of_role(path: tuple[str, ...], text: str) -> bool:
    """Whether a text says that the value beside it is a role: `/credentials` of a patch."""
    found = text.lower()
    return path[-1].lower().endswith(_NAMING) and ("role" in found or "credentials" in found)


def _read_document(text: Any) -> Any:
    """Return what a JSON document has; None for one that cannot be read, which AWS refuses."""
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return None


def _pass(arn: str, service: str, associated: str = "") -> Need:
    keys = {"iam:PassedToService": service}
    return Need(
        "iam:PassRole",
        arn,
        keys | ({"iam:AssociatedResourceArn": associated} if associated else {}),
    )


def _find_service(call: EmulatedCall, prefix: str, member: str) -> str:
    """Return the service that the role is for: the one of the call, where nothing else is said."""
    table: Mapping[str, str] = load_table()["passed_roles"]["to"]
    for name in (f"{prefix}:{call.operation}.{member}", f"{prefix}:{member}", prefix):
        if name in table:
            return table[name]
    return f"{prefix}.amazonaws.com"


def _find_associated(call: EmulatedCall) -> str:
    """Return the ARN of what the role will be used by, where AWS documents the key."""
    place = f"{find_partition(call.region)}"
    name = call.parameters.get("FunctionName")
    if call.service == "lambda" and isinstance(name, str) and name:
        bare = name.rpartition("function:")[2].partition(":")[0]
        return f"arn:{place}:lambda:{call.region}:{call.account_id}:function:{bare}"
    return ""


def _find_role_arn(call: EmulatedCall, name: str) -> str:
    """Return a role's ARN from its name; a role that does not exist is in no path."""
    for role in find_iam(call).get_roles():
        if role.name == name:
            return str(role.arn)
    return f"arn:{find_partition(call.region)}:iam::{call.account_id}:role/{name}"


def _pass_in_task(call: EmulatedCall) -> Iterator[Need]:
    """Yield the roles of the task definition that a request runs.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
    """
    if call.service != "ecs" or call.operation not in {"RunTask", "StartTask"}:
        return
    name = str(call.parameters.get("taskDefinition") or "").rpartition("/")[2]
    family, _, revision = name.partition(":")
    ecs = moto_backend("ecs", call.account_id, call.region)
    held = ecs.task_definitions.get(family) or {}
    wanted = revision or str(max(held, default=0))
    chosen = next((task for number, task in held.items() if str(number) == wanted), None)
    for member in ("task_role_arn", "execution_role_arn"):
        role = getattr(chosen, member, None)
        if role:
            yield _pass(str(role), "ecs-tasks.amazonaws.com")


def _pass_in_profiles(call: EmulatedCall, prefix: str) -> Iterator[Need]:
    """Yield the roles of instance profiles, and one that is put into a profile."""
    if (prefix, call.operation) == ("iam", "AddRoleToInstanceProfile"):
        role = _find_role_arn(call, str(call.parameters.get("RoleName")))
        yield _pass(role, "ec2.amazonaws.com")
        return
    # A launch template only notes the profile: it is passed when an instance is started.
    if call.operation.startswith("CreateLaunchTemplate"):
        return
    members = load_table()["passed_roles"]["profiles"].get(prefix, ())
    wanted = {text for given in _find_profiles(call, members) for text in _name_profile(given)}
    if not wanted:
        return
    instance = call.parameters.get("InstanceId") or "*"
    place = f"arn:{find_partition(call.region)}:ec2:{call.region}:{call.account_id}"
    for held in find_iam(call).get_instance_profiles():
        if {held.name, held.arn} & wanted:
            for role in held.roles:
                yield _pass(str(role.arn), "ec2.amazonaws.com", f"{place}:instance/{instance}")


def _find_profiles(call: EmulatedCall, members: Iterable[str]) -> Iterator[Any]:
    """Yield the instance profiles of a request; without one, those of its templates."""
    own = [given for member in members for given in _find_members(call.parameters, member)]
    yield from own
    templates = ("LaunchTemplate", "LaunchTemplateSpecification")
    for member in templates if members and not any(own) else ():
        for template in _find_members(call.parameters, member):
            yield find_launch_data(call, template).get("IamInstanceProfile")


def _find_members(value: Any, member: str, levels: int = MOST_LEVELS) -> Iterator[Any]:
    """Yield what a member has, wherever it is in a request."""
    if levels and isinstance(value, Mapping):
        for name, inner in value.items():
            if name == member:
                yield inner
            yield from _find_members(inner, member, levels - 1)
    elif levels and isinstance(value, list | tuple):
        for inner in value:
            yield from _find_members(inner, member, levels - 1)


def _name_profile(profile: Any) -> Iterator[str]:
    named = profile if isinstance(profile, Mapping) else {"Name": profile}
    yield from (str(value) for value in (named.get("Arn"), named.get("Name")) if value)
