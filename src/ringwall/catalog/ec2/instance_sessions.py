"""How an instance loses its role: the profile goes, and what was issued to it is denied.

Credentials of an instance have the session name of the instance's id: a deny of
`aws:userid *:i-...` meets them alone, and no other instance that has the role.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from ringwall.catalog.ec2.suspect import INSTANCE, Suspect
from ringwall.catalog.response_site import ResponseSite
from ringwall.model.change import Change, Probe, Write
from ringwall.model.response_playbook import HumanStep
from ringwall.model.state import read_state
from ringwall.model.table import Row
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

PROFILE = r"arn:[a-z-]+:iam::{account_id}:instance-profile/[!-~]{1,600}"
ASSOCIATION = r"iip-assoc-[0-9a-f]{8,17}"
ROLE = r"[\w+=,.@-]{1,64}"
POLICY = rf"ringwall-revoke-{INSTANCE}"
AGENT = ("ec2messages:*", "ssm:GetDocument", "ssm:UpdateInstanceInformation", "ssmmessages:*")
"""What the agent of Systems Manager needs to take a command and to answer it."""
ASSOCIATIONS = "ec2.describe_iam_instance_profile_associations"


def write_denial(instance: str, until: str, *, keeps_agent: bool = False) -> str:
    """Return the policy that denies what was issued to an instance until a time.

    With `keeps_agent`, what its agent needs is left, and the time does not matter: as long as the
    instance has the role, it gets new credentials.
    """
    condition: Row = {"StringLike": {"aws:userid": f"*:{instance}"}}
    if not keeps_agent:
        condition["DateLessThan"] = {"aws:TokenIssueTime": until}
    acts: Row = {"NotAction": list(AGENT)} if keeps_agent else {"Action": "*"}
    statement = {"Effect": "Deny", **acts, "Resource": "*", "Condition": condition}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return json.dumps(document, separators=(",", ":"))


_BEGIN = r'\{"Version":"2012-10-17","Statement":\[\{"Effect":"Deny",'
_THIS_INSTANCE = (
    r'"Resource":"\*","Condition":\{"StringLike":\{"aws:userid":"\*:i-[0-9a-f]{8,17}"\}'
)
_UNTIL = r',"DateLessThan":\{"aws:TokenIssueTime":"\d{4}-\d\d-\d\dT00:00:00Z"\}'
_BUT_AGENT = (
    r'"NotAction":\["ec2messages:\*","ssm:GetDocument","ssm:UpdateInstanceInformation",'
    r'"ssmmessages:\*"\],'
)
_END = r"\}\}\]\}"
DENIAL = rf'{_BEGIN}(?:"Action":"\*",{_THIS_INSTANCE}{_UNTIL}|{_BUT_AGENT}{_THIS_INSTANCE}){_END}'
"""The texts that `write_denial` returns."""
WRITES = (
    WriteShape("ec2.disassociate_iam_instance_profile", {"AssociationId": ASSOCIATION}),
    WriteShape(
        "ec2.associate_iam_instance_profile",
        {"InstanceId": INSTANCE, "IamInstanceProfile": {"Arn": PROFILE}},
        also=("iam:PassRole",),
    ),
    WriteShape(
        "iam.put_role_policy", {"RoleName": ROLE, "PolicyName": POLICY, "PolicyDocument": DENIAL}
    ),
    WriteShape("iam.delete_role_policy", {"RoleName": ROLE, "PolicyName": POLICY}),
)
READS = (ASSOCIATIONS, "iam.get_instance_profile", "iam.get_role_policy")


def find_profile(suspect: Suspect) -> Row | None:
    """Return the association of the instance's profile, None where it has none."""
    asked = [
        {"Name": "instance-id", "Values": [suspect.instance_id]},
        {"Name": "state", "Values": ["associating", "associated"]},
    ]
    found = suspect.site.reader.items(ASSOCIATIONS, "IamInstanceProfileAssociations", Filters=asked)
    return next(iter(found), None)


def revoke_sessions(
    suspect: Suspect, threat: Threat, scene: Scene, *, keeps_agent: bool = False
) -> Iterator[Change | HumanStep]:
    """Deny what was issued to the instance, until the day after tomorrow has begun.

    A plan may wait for its approval, and the instance may get credentials until its profile is
    gone: so the time is ahead. Nobody else has this session name.
    """
    association = find_profile(suspect)
    if association is None:
        return
    profile = str(association["IamInstanceProfile"]["Arn"])
    home = ResponseSite(scene.reader(threat, "global"), threat.case)
    answer = home.reader.call(
        "iam.get_instance_profile", InstanceProfileName=profile.rpartition("/")[2]
    )
    for role in answer["InstanceProfile"]["Roles"]:
        if str(role["Path"]).startswith(("/aws-service-role/", "/aws-reserved/")):
            yield HumanStep(
                str(role["Arn"]),
                "Ask AWS to revoke its sessions",
                "the role is AWS's own: it takes no policy of yours",
            )
        else:
            yield from _deny(suspect, home, str(role["RoleName"]), scene.now, keeps_agent)


def _deny(
    suspect: Suspect,
    home: ResponseSite,
    role: str,
    now: datetime,
    keeps_agent: bool,  # noqa: FBT001 - a part of revoke_sessions
) -> Iterator[Change | HumanStep]:
    name = f"ringwall-revoke-{suspect.instance_id}"
    which = {"RoleName": role, "PolicyName": name}
    probe = Probe(
        "iam.get_role_policy",
        which,
        "{document: PolicyDocument}",
        absent=("NoSuchEntity",),
        normal={"document": "policy"},
    )
    before = read_state(probe, home.reader)
    arn = home.name(f"role/{role}", "iam")
    undo, held = Write("iam.delete_role_policy", which), ""
    if before is not None:
        held = json.dumps(before["document"], separators=(",", ":"))
        if not re.fullmatch(DENIAL, held, re.ASCII):
            yield HumanStep(
                arn,
                f"Look at its inline policy {name}, and revoke the sessions by another one",
                "somebody made a policy of this name that says something else",
            )
            return
        undo = Write("iam.put_role_policy", {**which, "PolicyDocument": held})
    if _still_denies(held, now, keeps_agent):
        return
    until = f"{(now + timedelta(days=2)).date().isoformat()}T00:00:00Z"
    text = write_denial(suspect.instance_id, until, keeps_agent=keeps_agent)
    yield home.change(
        arn,
        write=Write("iam.put_role_policy", {**which, "PolicyDocument": text}),
        probe=probe,
        before=before,
        after={"document": json.loads(text)},
        why="credentials that were taken from the instance are refused; other instances with the "
        "role keep theirs",
        blast="availability",
        undo=undo,
        stage="contain",
    )


def _still_denies(held: str, now: datetime, keeps_agent: bool) -> bool:  # noqa: FBT001 - the same
    """Whether a policy that is there denies as much as a new one would."""
    if not held:
        return False
    condition: Row = json.loads(held)["Statement"][0]["Condition"]
    until: Any = condition.get("DateLessThan", {}).get("aws:TokenIssueTime")
    if until is None:
        return keeps_agent
    return str(until) > now.strftime("%Y-%m-%dT%H:%M:%SZ")


def drop_profile(suspect: Suspect, stage: str = "contain") -> Iterator[Change]:
    """Take the profile from the instance, so that it gets no more credentials."""
    association = find_profile(suspect)
    if association is None:
        return
    profile = association["IamInstanceProfile"]["Arn"]
    asked = [{"Name": "instance-id", "Values": [suspect.instance_id]}]
    given = {"InstanceId": suspect.instance_id, "IamInstanceProfile": {"Arn": profile}}
    yield suspect.change(
        write=Write(
            "ec2.disassociate_iam_instance_profile",
            {"AssociationId": association["AssociationId"]},
        ),
        probe=Probe(
            ASSOCIATIONS,
            {"Filters": asked},
            "IamInstanceProfileAssociations[?starts_with(State, 'associat')] | "
            "[0].IamInstanceProfile.Arn",
        ),
        before=profile,
        after=None,
        why="whoever is on the instance gets no more credentials of its role",
        blast="availability",
        undo=Write("ec2.associate_iam_instance_profile", given),
        stage=stage,
    )
