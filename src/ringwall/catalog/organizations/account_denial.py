"""A service control policy that denies an account something while a case is open.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from ringwall.catalog.organizations.organization import BUSY, NOT_IN_USE
from ringwall.model.change import Change, Probe, ProbeLookup, Write
from ringwall.model.errors import CallFailed
from ringwall.model.reference import write_json
from ringwall.model.response_playbook import HumanStep
from ringwall.model.state import look
from ringwall.model.table import Reader, Row
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

KIND = "SERVICE_CONTROL_POLICY"
POLICY = r"p-[0-9a-z]{8,128}"
CASE = r"[\w-]{1,64}"
_BOTH = {"PolicyId": POLICY, "TargetId": r"\d{12}"}
DENYING_READS = (
    "organizations.describe_policy",
    "organizations.list_policies",
    "organizations.list_policies_for_target",
    "organizations.list_roots",
)


def shape_denial(purpose: str, actions: list[str]) -> tuple[WriteShape, ...]:
    """Return the shapes of the writes that deny some actions, to all or to named principals."""
    listed = re.escape(write_json(actions))
    names = r'"arn:[a-z-]{3,20}:(iam|sts)::\d{12}:[ !#-\[\]-~]{1,700}"'
    condition = rf',"Condition":\{{"ArnLike":\{{"aws:PrincipalArn":\[{names}(,{names})?\]\}}\}}'
    content = (
        rf'\{{"Version":"2012-10-17","Statement":\[\{{"Effect":"Deny","Action":{listed},'
        rf'"Resource":"\*"({condition})?\}}\]\}}'
    )
    made = {
        "Name": f"ringwall-{purpose}-{CASE}",
        "Description": f"Made by Ringwall for {CASE}",
        "Type": KIND,
        "Content": content,
    }
    return (
        WriteShape("organizations.create_policy", made),
        WriteShape("organizations.delete_policy", {"PolicyId": POLICY}),
        WriteShape("organizations.attach_policy", _BOTH),
        WriteShape("organizations.detach_policy", _BOTH),
    )


def deny_account(
    threat: Threat, scene: Scene, purpose: str, statement: Row, instead: str
) -> Iterator[Change | HumanStep]:
    """Yield the Changes by which an account is denied what a statement says.

    `purpose` is a word of the policy's name, `instead` what a person does where no policy can be
    attached: to the management account it does not apply, and a lone account has none.
    """
    management = scene.settings.management_account_id
    resource = f"account {threat.account_id}"
    if not management or management == threat.account_id:
        why = "no service control policy applies to the management account"
        yield HumanStep(resource, instead, why if management else "no management account is set")
        return
    reader = scene.readers(management, scene.settings.home_region)
    try:
        roots: Any = list(reader.items("organizations.list_roots", "Roots"))
    except CallFailed as error:
        if not error.is_one_of(NOT_IN_USE) and error.status != "denied":
            raise
        yield HumanStep(resource, instead, str(error))
        return
    enabled = {kind["Type"] for kind in roots[0]["PolicyTypes"] if kind["Status"] == "ENABLED"}
    if KIND not in enabled:
        yield HumanStep(resource, instead, "service control policies are not enabled")
        return
    yield from _deny(threat, reader, f"ringwall-{purpose}-{threat.case}", statement)


def _deny(threat: Threat, reader: Reader, name: str, statement: Row) -> Iterator[Change]:
    content = {"Version": "2012-10-17", "Statement": [statement]}
    probe = _probe_policy(name)
    make = partial(
        Change,
        account_id=reader.account_id,
        region=reader.region,
        layer="response",
        stage="contain",
        serial="organizations",
    )
    sight = look(probe, reader)
    which: Row = {"PolicyId": sight.ids.get("id")}
    needs: tuple[str, ...] = ()
    if sight.state is None:
        parameters = {
            "Name": name,
            "Description": f"Made by Ringwall for {threat.case}",
            "Type": KIND,
            "Content": write_json(content),
        }
        create = make(
            resource=f"policy {name}",
            write=Write("organizations.create_policy", parameters, BUSY),
            probe=probe,
            before=None,
            after={"name": name, "content": content},
            why="the policy is what denies it; it does nothing until it is attached",
            blast="none",
        )
        which = {"PolicyId": {"$read": f"{create.id}.id"}}
        undo = Write("organizations.delete_policy", which, (*BUSY, "PolicyInUseException"))
        needs = (create.id,)
        yield replace(create, undo=undo)
    attached = _probe_attached(name, threat.account_id)
    if sight.state is not None and look(attached, reader).state is not None:
        return
    both = {**which, "TargetId": threat.account_id}
    yield make(
        resource=f"account {threat.account_id}",
        write=Write("organizations.attach_policy", both, BUSY),
        probe=attached,
        before=None,
        after=name,
        why=f"nobody in the account may do it: {', '.join(statement['Action'])}",
        blast="availability",
        undo=Write("organizations.detach_policy", both, BUSY),
        needs=needs,
    )


def _probe_policy(name: str) -> Probe:
    return Probe(
        "organizations.list_policies",
        {"Filter": KIND},
        "{name: Name, content: Content}",
        items="Policies",
        match={"Name": name},
        lookups=(
            ProbeLookup(
                "organizations.describe_policy", {"PolicyId": "{Id}"}, "Policy.Content", "Content"
            ),
        ),
        ids={"id": "Id"},
        normal={"content": "policy"},
    )


def _probe_attached(name: str, account_id: str) -> Probe:
    return Probe(
        "organizations.list_policies_for_target",
        {"TargetId": account_id, "Filter": KIND},
        "Name",
        items="Policies",
        match={"Name": name},
    )
