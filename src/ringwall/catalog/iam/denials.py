"""Inline policies that deny: everything, or whatever a session asks that began too early.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from ringwall.catalog.iam.principal_names import NAME, name_policy
from ringwall.model.change import Change, Probe, Write
from ringwall.model.reference import write_json
from ringwall.model.response_playbook import HumanStep, ResponseOption
from ringwall.model.state import is_same, read_state
from ringwall.model.table import Reader
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

HolderKind = Literal["user", "role"]
MARGIN = ResponseOption(
    "margin",
    "Sessions that begin within so many minutes after the plan are denied too.",
    "5",
    r"\d{1,3}",
)
"""Between a plan and its last Change time passes, in which sessions begin."""
AGAIN = ResponseOption(
    "again", "Deny old sessions with a later time where that was done before.", "no", "yes|no"
)
_HEAD = r'\{"Version":"2012-10-17","Statement":\[\{"Sid":"RingwallDeny","Effect":"Deny",'
_ALL = r'"Action":"\*","Resource":"\*"'
_OLD = (
    r',"Condition":\{"DateLessThan":\{"aws:TokenIssueTime":"[\d:TZ-]{20}"\}'
    rf'(,"StringLike":\{{"aws:userid":"\*:{NAME}"\}})?\}}'
)
DENIAL = rf"{_HEAD}{_ALL}({_OLD})?\}}\]\}}"
"""What the text of a policy looks like that denies: no other one is ever put."""
POLICY = r"ringwall-[\w-]{1,64}-(all|sessions)"


def shape_denials(kind: HolderKind) -> tuple[WriteShape, ...]:
    """Return the shapes of the writes that a denial of a user or of a role needs."""
    which = {f"{kind.title()}Name": NAME, "PolicyName": POLICY}
    return (
        WriteShape(f"iam.put_{kind}_policy", {**which, "PolicyDocument": DENIAL}),
        WriteShape(f"iam.delete_{kind}_policy", which),
    )


@dataclass(frozen=True)
class DeniedIdentity:
    """Who is denied: a user or role of the account of a threat."""

    kind: HolderKind
    name: str
    threat: Threat
    reader: Reader


def deny_all(who: DeniedIdentity) -> Iterator[Change | HumanStep]:
    """Yield the Change that denies a user or role everything, if it is not denied yet."""
    why = f"whatever the {who.kind} {who.name} is allowed, by any policy, is denied"
    yield from _deny(who, "all", _write({}), why, keep=False)


def deny_old_sessions(
    who: DeniedIdentity, scene: Scene, session: str = ""
) -> Iterator[Change | HumanStep]:
    """Yield the Change that denies sessions which began before now, if they are not denied yet.

    Of a role, with `session`, only those of that name.
    """
    end = scene.now + timedelta(minutes=int(scene.options["margin"]), seconds=1)
    condition: dict[str, Any] = {
        "DateLessThan": {"aws:TokenIssueTime": end.strftime("%Y-%m-%dT%H:%M:%SZ")}
    }
    if session:
        condition["StringLike"] = {"aws:userid": f"*:{session}"}
    why = f"sessions of the {who.kind} {who.name} that are open already are allowed nothing more"
    keep = scene.options["again"] != "yes"
    yield from _deny(who, "sessions", _write({"Condition": condition}), why, keep=keep)


def _write(more: Mapping[str, Any]) -> dict[str, Any]:
    statement = {"Sid": "RingwallDeny", "Effect": "Deny", "Action": "*", "Resource": "*", **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


def _deny(
    who: DeniedIdentity, what: str, document: dict[str, Any], why: str, *, keep: bool
) -> Iterator[Change | HumanStep]:
    """Yield the Change that puts a policy; with `keep`, one that is there stays as it is."""
    kind, policy = who.kind, name_policy(who.threat, what)
    which = {f"{kind.title()}Name": who.name, "PolicyName": policy}
    probe = Probe(
        f"iam.get_{kind}_policy",
        which,
        "{document: PolicyDocument}",
        absent=("NoSuchEntity",),
        normal={"document": "policy"},
    )
    put, before, after = (
        f"iam.put_{kind}_policy",
        read_state(probe, who.reader),
        {"document": document},
    )
    if is_same(probe, before, after):
        return
    undo = Write(f"iam.delete_{kind}_policy", which)
    if before is not None:
        text = write_json(before["document"])
        if not re.fullmatch(DENIAL, text, re.ASCII):
            told = f"Look at the inline policy {policy} of the {kind} {who.name}, and delete it"
            why = "somebody changed what Ringwall denies with"
            yield HumanStep(who.threat.resource, told, why)
            return
        if keep:
            return
        undo = Write(put, {**which, "PolicyDocument": text})
    yield Change(
        account_id=who.threat.account_id,
        region=who.reader.region,
        resource=who.threat.resource,
        write=Write(put, {**which, "PolicyDocument": write_json(document)}),
        probe=probe,
        before=before,
        after=after,
        why=why,
        layer="response",
        blast="availability",
        undo=undo,
        stage="contain",
    )
