"""Works out which IAM actions AWS checks for the operations that Ringwall calls, and on what.

`make docs` writes `catalog/operation_actions.json` by it, from AWS's reference of actions and the
models of its services, so that the program itself needs neither to tell what it may be granted.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import botocore.session
from botocore import xform_name
from botocore.model import Shape, StructureShape

from ringwall.aws.discover import DISCOVERY
from ringwall.catalog.evidence_reads import EVIDENCE_READS
from ringwall.catalog.loader import (
    load_lifecycles,
    load_playbooks,
    load_responses,
    load_tables,
)
from ringwall.catalog.operations import find_operations, find_operations_of, find_reads_of
from ringwall.catalog.response_permissions import RESPONDER_CALLS
from ringwall.emulator.needs.operations import load_table
from ringwall.reason.iam.language.universe import Action, load_universe
from ringwall.reason.iam.usage.trail import load_trail

RENAMED = {
    "budgets.create_budget": "budgets:ModifyBudget",
    "budgets.create_notification": "budgets:ModifyBudget",
    "budgets.delete_budget": "budgets:ModifyBudget",
    "budgets.delete_notification": "budgets:ModifyBudget",
    "budgets.describe_budgets": "budgets:ViewBudget",
    "budgets.describe_notifications_for_budget": "budgets:ViewBudget",
    "budgets.describe_subscribers_for_notification": "budgets:ViewBudget",
    "budgets.update_budget": "budgets:ModifyBudget",
    "detective.list_organization_admin_accounts": "detective:ListOrganizationAdminAccount",
    "s3control.get_public_access_block": "s3:GetAccountPublicAccessBlock",
    "s3control.put_public_access_block": "s3:PutAccountPublicAccessBlock",
    "s3control.delete_public_access_block": "s3:PutAccountPublicAccessBlock",
}
"""Operations whose events have the name of another one's, or none that the reference knows, and
the action that AWS checks.

https://docs.aws.amazon.com/cost-management/latest/userguide/billing-permissions-ref.html

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondetective.html

https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutPublicAccessBlock.html
"""
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_PLACES = {"Partition": "{partition}", "Region": "*", "Account": "{account_id}"}
"""What a statement says for them: what is set up is set up in every Region that is governed."""
_MEMBERS = {
    "iam:PolicyNameWithPath": ["PolicyName"],
    "iam:RoleNameWithPath": ["RoleName"],
    "iam:UserNameWithPath": ["UserName"],
}
"""Further names of parameters than the emulator needs: it looks the path up."""
POLICY_ARN = "PolicyArn"
"""The parameter that names a managed policy as a whole."""
_LINKED = "arn:{partition}:iam::{account_id}:role/aws-service-role/{AWSServiceName}/*"
_VAGUE = frozenset({"ResourceId"})
"""Names in templates that parameters have, too, for other things."""


def write_operation_actions() -> str:
    """Return the text of the file."""
    found = {operation: _describe(operation) for operation in sorted(set(_list_operations()))}
    return json.dumps(found, indent=1) + "\n"


def _list_operations() -> Iterator[str]:
    yield from DISCOVERY
    for table in load_tables().values():
        yield from find_operations(table)
    for playbook in load_playbooks().values():
        yield from find_reads_of(playbook)
        yield from (shape.operation for shape in playbook.writes)
    for response in load_responses().values():
        yield from response.reads
        yield from (shape.operation for shape in response.writes)
    yield from RESPONDER_CALLS
    yield from EVIDENCE_READS
    for lifecycle in load_lifecycles().values():
        yield from find_operations_of(lifecycle)


def _describe(operation: str) -> dict[str, list[str]]:
    """Return each action with the ARNs of what it is about, as templates of the parameters.

    No ARN where the parameters do not name it: the action is granted on `*`.
    """
    model, event = find_model(operation)
    shape = model.operation_model(event).input_shape
    if operation == "iam.create_service_linked_role":
        return {"iam:CreateServiceLinkedRole": [_LINKED]}
    return {action.name: _list_arns(action, shape) for action in _find_actions(operation)}


def find_model(operation: str) -> tuple[Any, str]:
    """Return botocore's model of a service, and the operation as AWS calls it."""
    service, _, name = operation.partition(".")
    model = botocore.session.get_session().get_service_model(service)
    return model, next(api for api in model.operation_names if xform_name(api) == name)


def _find_actions(operation: str) -> list[Action]:
    model, event = find_model(operation)
    prefix = model.metadata.get("signingName", model.endpoint_prefix)
    trail, universe = load_trail(), load_universe()
    names: Iterable[str] = [RENAMED[operation]] if operation in RENAMED else ()
    names = names or trail.find_actions(f"{prefix}.amazonaws.com", event)
    if not names:
        raise ValueError(f"{operation}: no IAM action is known for it")
    return [action for name in names if (action := universe.find(name))]


def _list_arns(action: Action, shape: StructureShape | None) -> list[str]:
    """Return a template for each type of resource; none where one cannot be filled.

    A policy that names only some of the resources of a call would not allow it.
    """
    arns: list[str] = []
    for kind in action.types:
        if kind.name == "policy" and _find_member(shape, POLICY_ARN):
            arns.append(f"{{{POLICY_ARN}}}")
            continue
        arn = _bind(action, kind.arn, shape)
        if not arn:
            return []
        arn += "-??????" if arn.endswith(":secret:{SecretId}") else ""  # AWS adds six letters
        arns.append(arn)
        if kind.name == "log-group":  # AWS names it by what is in it, too
            arns.append(f"{arn}:*")
        if "WithPath}" in kind.arn:  # the name alone is known
            arns.append(re.sub(r"/(\{\w+\})$", r"/*/\1", arn))
    return sorted(set(arns))


def _bind(action: Action, template: str, shape: StructureShape | None) -> str:
    service = action.name.partition(":")[0]
    values = dict(_PLACES)
    for variable in _VARIABLE.findall(template):
        if variable in values:
            continue
        known = {**load_table()["parameters"], **_MEMBERS}
        names = known.get(f"{service}:{variable}", (variable,))
        found = next((path for name in names if (path := _find_member(shape, name))), "")
        if not found or variable in _VAGUE:
            return ""
        values[variable] = f"{{{found}}}"
    return _VARIABLE.sub(lambda match: values[match[1]], template)


def _find_member(shape: Shape | None, path: str) -> str:
    """Return the path of a text in a request, as the service spells it; '' where it has none."""
    spelled = []
    for name in path.split("."):
        members = shape.members if isinstance(shape, StructureShape) else {}
        found = next((member for member in members if member.lower() == name.lower()), "")
        if not found:
            return ""
        spelled.append(found)
        shape = members[found]
    return ".".join(spelled) if shape is not None and shape.type_name == "string" else ""
