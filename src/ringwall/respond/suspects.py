"""Who acted, as findings of GuardDuty, Security Hub, OCSF and of our own detections name it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ringwall.model.fields import Fields
from ringwall.model.finding import Finding
from ringwall.model.partition import find_partition
from ringwall.model.threat import ThreatKind
from ringwall.respond.resource_kinds import INSTANCE, find_by_arn

KEY = re.compile(r"[A-Z0-9]{16,128}")
_NAME = re.compile(r"[\w+=,.@-]{1,128}", re.ASCII)
_ACCOUNT = re.compile(r"\d{12}", re.ASCII)
LONG_TERM = "AKIA"
"""How the IDs of access keys begin that do not end by themselves."""
ROLES = {"role", "assumedrole", "iamrole"}


@dataclass(frozen=True)
class Suspect:
    """A principal that acted, and the access key with which it did."""

    arn: str
    """Of the user, role, root or session; '' where only the key is known."""
    access_key: str
    session: str
    """ARN of the session, '' for none."""
    region: str
    """Where it acted."""

    def name_targets(self) -> Iterator[tuple[ThreatKind, str, str]]:
        """Yield kind, resource and access key of what there is to contain, the narrowest first."""
        named = list(find_by_arn(self.session)) + list(find_by_arn(self.arn))
        if self.access_key.startswith(LONG_TERM):
            owner = next((arn for kind, arn in named if kind in ("user", "root")), "")
            yield "access_key", owner or f"AWS::IAM::AccessKey:{self.access_key}", self.access_key
        is_session = not self.access_key.startswith(LONG_TERM)
        for kind, arn in named:
            yield kind, arn, self.access_key
            if kind == "user" and self.access_key and is_session and not self.session:
                yield "session", arn, self.access_key
        _, _, name = self.session.rpartition("/")
        if INSTANCE.fullmatch(name) and self.region not in ("", "global"):
            account_id = self.session.split(":")[4]
            partition = find_partition(self.region)
            yield "instance", f"arn:{partition}:ec2:{self.region}:{account_id}:instance/{name}", ""


def find_suspects(finding: Finding, raw: Fields) -> Iterator[Suspect]:
    """Yield who acted, as far as a finding says it; those that say nothing are left out."""
    for suspect in _find_all(finding, raw):
        if suspect.arn or suspect.access_key or suspect.session:
            yield suspect


def _find_all(finding: Finding, raw: Fields) -> Iterator[Suspect]:
    yield _read_evidence(finding)
    key = raw.inner("resource.accessKeyDetails")
    yield _read_key(
        finding,
        key.text("accessKeyId"),
        key.text("userType"),
        key.text("userName"),
        key.text("principalId"),
    )
    for resource in raw.items("Resources"):
        yield from _read_asff(finding, resource)
    for evidence in raw.items("evidences"):
        yield _read_ocsf(finding, evidence.inner("actor.user"))
    for actor in raw.items("service.detection.sequence.actors"):
        user = actor.inner("user")
        # The name is `role/session` for a role.
        kind, name, key_id = user.text("type"), user.text("name"), user.text("credentialUid")
        yield _read_key(finding, key_id, kind, name.partition("/")[0], user.text("uid"))


def _read_evidence(finding: Finding) -> Suspect:
    """Return who acted by the evidence that our own detections keep."""
    evidence = Fields(finding.evidence)
    actor, session = evidence.text("actor"), evidence.text("session")
    if ":assumed-role/" in actor or ":federated-user/" in actor:
        session = session or actor
    key = evidence.text("access_key")
    return Suspect(
        actor if actor.startswith("arn:") else "",
        key if KEY.fullmatch(key) else "",
        session if session.startswith("arn:") else "",
        finding.region,
    )


def _read_key(finding: Finding, key: str, kind: str, name: str, principal: str) -> Suspect:
    """Return who acted by the details of an access key: the principal is `AROA...:session`."""
    account_id, partition = finding.account_id, find_partition(finding.region)
    iam, sts = (f"arn:{partition}:{service}::{account_id}:" for service in ("iam", "sts"))
    word, session = kind.lower().replace(" ", ""), ""
    is_known = bool(_NAME.fullmatch(name) and _ACCOUNT.fullmatch(account_id))
    arn = ""
    if word == "root" and _ACCOUNT.fullmatch(account_id):
        arn = f"{iam}root"
    elif word == "iamuser" and is_known:
        arn = f"{iam}user/{name}"
    elif word in ROLES and is_known:
        arn = f"{iam}role/{name}"
        _, _, told = principal.partition(":")
        session = f"{sts}assumed-role/{name}/{told}" if _NAME.fullmatch(told) else ""
    elif word == "federateduser" and is_known:
        session = f"{sts}federated-user/{name}"
    return Suspect(arn, key if KEY.fullmatch(key) else "", session, finding.region)


def _read_asff(finding: Finding, resource: Fields) -> Iterator[Suspect]:
    """Yield who acted by a resource of ASFF that is an access key."""
    if resource.text("Type") != "AwsIamAccessKey":
        return
    details = resource.inner("Details.AwsIamAccessKey")
    issuer = details.inner("SessionContext.SessionIssuer")
    kind = details.text("PrincipalType") or issuer.text("Type")
    yield _read_key(
        finding,
        details.text("AccessKeyId") or resource.text("Id").rpartition(":")[2],
        kind or ("IAMUser" if details.text("UserName") else ""),
        details.text("PrincipalName", "UserName") or issuer.text("UserName"),
        details.text("PrincipalId"),
    )


def _read_ocsf(finding: Finding, user: Fields) -> Suspect:
    """Return who acted by OCSF's user: the ARN is `uid_alt` or `uid`, or there is a name."""
    named = (user.text("uid_alt"), user.text("uid"))
    arn = next((each for each in named if each.startswith("arn:")), "")
    key = user.text("credential_uid")
    if not arn:
        return _read_key(finding, key, user.text("type"), user.text("name"), user.text("uid"))
    is_session = ":assumed-role/" in arn or ":federated-user/" in arn
    key = key if KEY.fullmatch(key) else ""
    return Suspect("" if is_session else arn, key, arn if is_session else "", finding.region)
