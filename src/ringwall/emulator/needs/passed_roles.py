"""The roles that a request hands to a service: each needs `iam:PassRole`.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.identifiers import walk_texts
from ringwall.emulator.needs.operations import find_prefix, load_table
from ringwall.emulator.needs.stored import find_iam, find_launch_data
from ringwall.emulator.needs.templates import find_partition
from ringwall.emulator.on_moto.moto_client import moto_backend

_ROLE = re.compile(r"arn:[^:]*:iam::[0-9]{12}:role/.+")
_READS = ("Get", "List", "Describe", "Search", "Lookup", "BatchGet", "Delete", "Validate", "Test")


def find_passed_roles(call: EmulatedCall) -> Iterator[Need]:
    """Yield a need for each role that the request passes."""
    if call.operation.startswith(_READS):
        return
    prefix = find_prefix(call)
    table: Mapping[str, Any] = load_table()["passed_roles"]
    if prefix not in table["not_by"]:
        named = table["names"].get(f"{prefix}:{call.operation}", ())
        for path, text in walk_texts(call.parameters, frozenset(load_table()["passed_over"])):
            member = next(part for part in reversed(path) if not part.isdigit())
            if "role" not in member.lower() and member not in table["parameters"]:
                continue
            arn = text if _ROLE.fullmatch(text) else ""
            if not arn and member in named and not text.startswith("arn:"):
                arn = _find_role_arn(call, text)
            if arn:
                yield _pass(arn, _find_service(call, prefix, member), _find_associated(call))
    yield from _pass_in_profiles(call, prefix)
    yield from _pass_in_task(call)


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
    if prefix not in {"ec2", "autoscaling"}:
        return
    profile: Any = call.parameters.get("IamInstanceProfile")
    for place in ("LaunchSpecification", "LaunchTemplateData"):
        inner = call.parameters.get(place)
        profile = profile or (
            inner.get("IamInstanceProfile") if isinstance(inner, Mapping) else None
        )
    template = find_launch_data(call, call.parameters.get("LaunchTemplate"))
    profile = profile or template.get("IamInstanceProfile")
    # A launch template only notes the profile: it is passed when an instance is started.
    if not profile or call.operation.startswith("CreateLaunchTemplate"):
        return
    named = profile if isinstance(profile, Mapping) else {"Name": profile}
    wanted = {str(value) for value in (named.get("Arn"), named.get("Name")) if value}
    instance = call.parameters.get("InstanceId") or "*"
    place = f"arn:{find_partition(call.region)}:ec2:{call.region}:{call.account_id}"
    for held in find_iam(call).get_instance_profiles():
        if {held.name, held.arn} & wanted:
            for role in held.roles:
                yield _pass(str(role.arn), "ec2.amazonaws.com", f"{place}:instance/{instance}")
