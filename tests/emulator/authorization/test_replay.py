"""Cases of `access test`, made true and sent as real calls: both give the same answer."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError
from policy_texts import Statement, allow, deny, write

from ringwall.emulator.app import Emulator
from ringwall.jobs.authority import ReasonedAuthority
from ringwall.reason.iam.cases.access import read_case, run_case

Principals = Any
"""conftest.py declares it."""
MANAGEMENT = "123456789012"
CASES = 150
SEED = 20_261_129
FULL = allow("*")
REFUSALS = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}


@dataclass(frozen=True)
class Target:
    """What a case is about: a call, its action and resource, and the policy of the resource."""

    service: str
    action: str
    arn: str
    guarded: str
    """The ARN of what has the policy."""
    call: Callable[[Any], Any]
    guard: Callable[[str], Any]
    """Sets the policy of the resource."""


@dataclass(frozen=True)
class Asker:
    """A principal that asks, with what AWS says of it."""

    arn: str
    role_arn: str
    account: str
    keys: Mapping[str, Any]
    set_policy: Callable[[str], Any]
    set_boundary: Callable[[str | None], Any]
    credentials: Callable[[str | None], tuple[str, ...]]
    takes_session: bool


class Stage:
    """An organization with two members: askers in both, targets in the first."""

    def __init__(self, principals: Principals) -> None:
        self.principals = principals
        self.organizations = principals.client("organizations")
        self.organization = self.organizations.create_organization(FeatureSet="ALL")[
            "Organization"
        ]["Id"]
        self.root = self.organizations.list_roots()["Roots"][0]["Id"]
        for kind in ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"):
            self.organizations.enable_policy_type(RootId=self.root, PolicyType=kind)
        self.owner, self.other = (self._join(name) for name in ("owner", "other"))
        self.admins = {account: self._enter(account) for account in (self.owner, self.other)}
        self.scp = self._make_policy("SERVICE_CONTROL_POLICY")
        self.rcp = self._make_policy("RESOURCE_CONTROL_POLICY")
        self.targets = tuple(self._make_targets())
        self.askers = tuple(self._make_askers())

    def client(self, service: str, account: str) -> Any:
        return self.principals.client(service, *self.admins[account])

    def _join(self, name: str) -> str:
        status = self.organizations.create_account(AccountName=name, Email=f"{name}@example.com")
        account: str = status["CreateAccountStatus"]["AccountId"]
        return account

    def _enter(self, account: str) -> tuple[str, ...]:
        role = f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole"
        found: tuple[str, ...] = self.principals.assume(role)
        return found

    def _make_policy(self, kind: str) -> str:
        content = write(deny("cloudtrail:StopLogging", **self._everybody(kind)))
        made = self.organizations.create_policy(
            Name=kind, Description=kind, Type=kind, Content=content
        )
        policy: str = made["Policy"]["PolicySummary"]["Id"]
        for target in (self.owner, self.other):
            self.organizations.attach_policy(PolicyId=policy, TargetId=target)
        return policy

    def _everybody(self, kind: str) -> dict[str, Any]:
        return {"Principal": "*"} if kind.startswith("RESOURCE") else {}

    def set_organization_policies(self, scp: list[Statement], rcp: list[Statement]) -> None:
        """The administrators of the accounts are left out of what the policies deny."""
        for policy, statements in ((self.scp, scp), (self.rcp, rcp)):
            self.organizations.update_policy(PolicyId=policy, Content=write(*statements))

    def _make_targets(self) -> Iterator[Target]:
        a = self.owner
        s3, sqs, kms, sns, secrets = (
            self.client(name, a) for name in ("s3", "sqs", "kms", "sns", "secretsmanager")
        )
        s3.create_bucket(Bucket="stage")
        s3.put_object(Bucket="stage", Key="a/k", Body=b"x")
        bucket = "arn:aws:s3:::stage"

        def guard_bucket(text: str) -> None:
            s3.put_bucket_policy(Bucket="stage", Policy=text)

        for action, arn, call in (
            ("s3:GetObject", f"{bucket}/a/k", lambda c: c.get_object(Bucket="stage", Key="a/k")),
            (
                "s3:PutObject",
                f"{bucket}/a/k",
                lambda c: c.put_object(Bucket="stage", Key="a/k", Body=b"x"),
            ),
            ("s3:ListBucket", bucket, lambda c: c.list_objects_v2(Bucket="stage")),
        ):
            yield Target("s3", action, arn, bucket, call, guard_bucket)
        url = sqs.create_queue(QueueName="jobs")["QueueUrl"]
        queue = f"arn:aws:sqs:us-east-1:{a}:jobs"
        yield Target(
            "sqs",
            "sqs:SendMessage",
            queue,
            queue,
            lambda c: c.send_message(QueueUrl=url, MessageBody="x"),
            lambda text: sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": text}),
        )
        key = kms.create_key()["KeyMetadata"]
        yield Target(
            "kms",
            "kms:Encrypt",
            key["Arn"],
            key["Arn"],
            lambda c: c.encrypt(KeyId=key["Arn"], Plaintext=b"x"),
            lambda text: kms.put_key_policy(KeyId=key["KeyId"], PolicyName="default", Policy=text),
        )
        topic = sns.create_topic(Name="news")["TopicArn"]
        yield Target(
            "sns",
            "sns:Publish",
            topic,
            topic,
            lambda c: c.publish(TopicArn=topic, Message="x"),
            lambda text: sns.set_topic_attributes(
                TopicArn=topic, AttributeName="Policy", AttributeValue=text
            ),
        )
        secret = secrets.create_secret(Name="db", SecretString="x")["ARN"]
        yield Target(
            "secretsmanager",
            "secretsmanager:GetSecretValue",
            secret,
            secret,
            lambda c: c.get_secret_value(SecretId=secret),
            lambda text: secrets.put_resource_policy(SecretId=secret, ResourcePolicy=text),
        )

    def _make_askers(self) -> Iterator[Asker]:
        for account in (self.owner, self.other):
            yield self._make_user(account)
            yield self._make_role(account)

    def _describe(self, account: str, arn: str, kind: str) -> dict[str, Any]:
        """Return what AWS says of a principal of an account in the root of the organization."""
        return {
            "aws:PrincipalArn": arn,
            "aws:PrincipalAccount": account,
            "aws:PrincipalOrgID": self.organization,
            "aws:PrincipalOrgPaths": [f"{self.organization}/{self.root}/"],
            "aws:PrincipalType": kind,
            "aws:PrincipalTag/team": "shop",
            "aws:PrincipalIsAWSService": "false",
        }

    def _make_user(self, account: str) -> Asker:
        iam = self.client("iam", account)
        tags = [{"Key": "team", "Value": "shop"}]
        user = iam.create_user(UserName="ann", Tags=tags)["User"]
        key = iam.create_access_key(UserName="ann")["AccessKey"]

        def bound(text: str | None) -> None:
            if text is None:
                if "PermissionsBoundary" in iam.get_user(UserName="ann")["User"]:
                    iam.delete_user_permissions_boundary(UserName="ann")
            else:
                arn = self._write_boundary(account, text)
                iam.put_user_permissions_boundary(UserName="ann", PermissionsBoundary=arn)

        keys = self._describe(account, user["Arn"], "User")
        keys |= {"aws:username": "ann", "aws:userid": user["UserId"]}
        return Asker(
            user["Arn"],
            "",
            account,
            keys,
            lambda text: iam.put_user_policy(UserName="ann", PolicyName="own", PolicyDocument=text),
            bound,
            lambda _: (key["AccessKeyId"], key["SecretAccessKey"]),
            takes_session=False,
        )

    def _make_role(self, account: str) -> Asker:
        iam = self.client("iam", account)
        trust = {**allow("sts:AssumeRole"), "Principal": {"AWS": MANAGEMENT}}
        del trust["Resource"]
        tags = [{"Key": "team", "Value": "shop"}]
        role = iam.create_role(
            RoleName="app", Path="/team/", AssumeRolePolicyDocument=write(trust), Tags=tags
        )["Role"]

        def bound(text: str | None) -> None:
            if text is None:
                if "PermissionsBoundary" in iam.get_role(RoleName="app")["Role"]:
                    iam.delete_role_permissions_boundary(RoleName="app")
            else:
                arn = self._write_boundary(account, text)
                iam.put_role_permissions_boundary(RoleName="app", PermissionsBoundary=arn)

        def enter(session: str | None) -> tuple[str, ...]:
            found: tuple[str, ...] = self.principals.assume(
                role["Arn"], **({"Policy": session} if session else {})
            )
            return found

        keys = self._describe(account, role["Arn"], "AssumedRole")
        keys |= {"aws:userid": f"{role['RoleId']}:test", "aws:MultiFactorAuthPresent": "false"}
        return Asker(
            f"arn:aws:sts::{account}:assumed-role/app/test",
            role["Arn"],
            account,
            keys,
            lambda text: iam.put_role_policy(RoleName="app", PolicyName="own", PolicyDocument=text),
            bound,
            enter,
            takes_session=True,
        )

    def _write_boundary(self, account: str, text: str) -> str:
        """Write the one policy that is used as a boundary, and return its ARN."""
        iam = self.client("iam", account)
        arn = f"arn:aws:iam::{account}:policy/bound"
        try:
            iam.create_policy(PolicyName="bound", PolicyDocument=text)
        except ClientError:
            versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
            iam.create_policy_version(PolicyArn=arn, PolicyDocument=text, SetAsDefault=True)
            for version in versions:
                iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
        return arn


def spare_administrators(statement: Statement) -> None:
    """Let a denial leave the administrators who must write the next case."""
    spared = ("role/OrganizationAccountAccessRole", "user/operator")
    own = {"aws:PrincipalArn": [f"arn:aws:iam::*:{name}" for name in spared]}
    statement["Condition"] = {**statement.get("Condition", {}), "ArnNotLike": own}


class Writer:
    """Writes policies at random: about the target and about others, with and without conditions."""

    def __init__(self, stage: Stage, chance: random.Random) -> None:
        self.stage = stage
        self.chance = chance

    def write_case(self) -> tuple[Target, Asker, dict[str, Any]]:
        chance = self.chance
        target, asker = chance.choice(self.stage.targets), chance.choice(self.stage.askers)
        has_session = asker.takes_session and chance.random() < 0.4
        case: dict[str, Any] = {
            "identity_policies": [self._document(target, asker)],
            "boundaries": [self._document(target, asker)] if chance.random() < 0.3 else [],
            "session_policies": [self._document(target, asker)] if has_session else [],
            "resource_policy": self._guard(target, asker),
            "scp_levels": self._levels("scp", target, asker),
            "rcp_levels": self._levels("rcp", target, asker),
        }
        return target, asker, case

    def _document(self, target: Target, asker: Asker) -> dict[str, Any]:
        some = [self._statement(target, asker, 0.75) for _ in range(self.chance.randint(1, 3))]
        return json.loads(write(*some))  # type: ignore[no-any-return]

    def _levels(self, kind: str, target: Target, asker: Asker) -> list[list[Any]]:
        """Return the levels of root and account: full access, and what denies at times."""
        who = {"Principal": "*"} if kind == "rcp" else {}
        full = json.loads(write({**FULL, **who}))
        if self.chance.random() < 0.3:
            found = {**self._statement(target, asker, 0), **who}
        else:
            found = deny("cloudtrail:StopLogging", **who)
        spare_administrators(found)
        return [[full], [full, json.loads(write(found))]]

    def _guard(self, target: Target, asker: Asker) -> dict[str, Any]:
        """Return a policy of the resource, which leaves its account's administrator access."""
        owner = self.stage.owner
        admin = f"arn:aws:iam::{owner}:role/OrganizationAccountAccessRole"
        service = target.service
        first = {
            **allow(f"{service}:*", resource=self._guarded(target)),
            "Principal": {"AWS": admin},
        }
        some = []
        for _ in range(self.chance.randint(0, 2)):
            statement = self._statement(target, asker, 0.8)
            if target.service == "s3":
                statement["Resource"] = self._guarded(target)
            elif target.service in {"kms", "secretsmanager"}:
                statement["Resource"] = "*"
            else:
                statement["Resource"] = target.arn
            statement.pop("NotAction", None)
            statement["Action"] = self._action(target)
            if statement["Effect"] == "Deny":
                spare_administrators(statement)
                statement["Principal"] = self.chance.choice(
                    ({"AWS": asker.account}, {"AWS": asker.role_arn or asker.arn})
                )
            else:
                statement["Principal"] = self.chance.choice(
                    (
                        "*",
                        {"AWS": asker.account},
                        {"AWS": f"arn:aws:iam::{asker.account}:root"},
                        {"AWS": asker.role_arn or asker.arn},
                        {"AWS": f"arn:aws:iam::{MANAGEMENT}:root"},
                    )
                )
            some.append(statement)
        return json.loads(write(first, *some))  # type: ignore[no-any-return]

    def _guarded(self, target: Target) -> Any:
        if target.service == "s3":
            return [target.guarded, f"{target.guarded}/*"]
        return "*" if target.service in {"kms", "secretsmanager"} else target.arn

    def _action(self, target: Target) -> str:
        return self.chance.choice((target.action, target.action, f"{target.service}:*"))

    def _statement(self, target: Target, asker: Asker, allows: float) -> Statement:
        chance = self.chance
        service, _, name = target.action.partition(":")
        actions = (target.action, target.action.lower(), f"{service}:*", f"{service}:{name[:3]}*",
                   "*", "ec2:*")  # fmt: skip
        resources = ("*", target.arn, f"{target.arn[:-1]}*", f"{target.arn[:-1]}?",
                     f"{target.guarded}*", "arn:aws:s3:::elsewhere/*")  # fmt: skip
        build = allow if chance.random() < allows else deny
        found = build(chance.choice(actions), resource=chance.choice(resources))
        if build is allow and chance.random() < 0.1:
            found["NotAction"] = found.pop("Action")
        if chance.random() < 0.5:
            found["Condition"] = self._condition(asker)
        return found

    def _condition(self, asker: Asker) -> dict[str, Any]:
        stage = self.stage
        tests: tuple[tuple[str, str, Any], ...] = (
            ("StringEquals", "aws:PrincipalOrgID", stage.organization),
            ("StringNotEquals", "aws:PrincipalOrgID", stage.organization),
            ("StringEquals", "aws:PrincipalAccount", stage.owner),
            ("StringEquals", "aws:ResourceAccount", [stage.owner, stage.other]),
            ("StringLike", "aws:PrincipalTag/team", "sh*"),
            ("StringEquals", "aws:PrincipalTag/none", "x"),
            ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/team/*"),
            ("ArnEquals", "aws:PrincipalArn", asker.role_arn or asker.arn),
            ("IpAddress", "aws:SourceIp", "127.0.0.0/8"),
            ("NotIpAddress", "aws:SourceIp", "10.0.0.0/8"),
            ("Bool", "aws:SecureTransport", "false"),
            ("StringEquals", "aws:RequestedRegion", ["us-east-1", "eu-west-1"]),
            ("Null", "aws:TokenIssueTime", "true"),
            ("BoolIfExists", "aws:MultiFactorAuthPresent", "true"),
            ("DateGreaterThan", "aws:CurrentTime", "2020-01-01T00:00:00Z"),
            ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", f"{stage.organization}/*"),
            ("StringLike", "aws:userid", "AROA*:test"),
            ("StringEquals", "aws:ViaAWSService", "false"),
        )
        operator, key, value = self.chance.choice(tests)
        return {operator: {key: value}}


@pytest.fixture(scope="module")
def stage(make_principals: Callable[[Emulator], Principals]) -> Stage:
    return Stage(make_principals(Emulator(authority=ReasonedAuthority())))


def test_cases_get_the_same_answer_as_real_calls(stage: Stage) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same cases in every run
    writer = Writer(stage, chance)
    verdicts: dict[bool, int] = {True: 0, False: 0}
    wrong = []
    for number in range(CASES):
        target, asker, case = writer.write_case()
        expected = decide(stage, target, asker, case)
        answered = send(stage, target, asker, case)
        verdicts[answered] += 1
        if answered is not expected:
            wrong.append((number, target.action, asker.arn, expected, answered, case))
    assert wrong == []
    assert min(verdicts.values()) > CASES / 6, verdicts


def decide(stage: Stage, target: Target, asker: Asker, case: Mapping[str, Any]) -> bool:
    """Return what `access test` says of the case."""
    issued = {"aws:TokenIssueTime": "2026-11-29T00:00:00Z"} if asker.role_arn else {}
    request = {
        "principal": asker.arn,
        **({"role_arn": asker.role_arn} if asker.role_arn else {}),
        "action": target.action,
        "resource": target.arn,
        "resource_account": stage.owner,
        "management_account": MANAGEMENT,
        "context": {
            **asker.keys,
            **issued,
            "aws:SourceIp": "127.0.0.1",
            "aws:SecureTransport": "true",
            "aws:RequestedRegion": "us-east-1",
            "aws:CurrentTime": "2026-11-29T00:00:00Z",
            "aws:ResourceOrgID": stage.organization,
            "aws:ResourceOrgPaths": [f"{stage.organization}/{stage.root}/"],
        },
    }
    found = run_case(read_case(json.dumps({"name": "case", "request": request, **case})))
    assert found.decision.verdict != "unknown"
    return found.decision.verdict == "allowed"


def send(stage: Stage, target: Target, asker: Asker, case: Mapping[str, Any]) -> bool:
    """Return whether a real call goes through with the case's policies in force."""
    asker.set_policy(json.dumps(case["identity_policies"][0]))
    boundary = case["boundaries"][0] if case["boundaries"] else None
    asker.set_boundary(json.dumps(boundary) if boundary else None)
    target.guard(json.dumps(case["resource_policy"]))
    stage.set_organization_policies(
        case["scp_levels"][1][1]["Statement"], case["rcp_levels"][1][1]["Statement"]
    )
    session = case["session_policies"][0] if case["session_policies"] else None
    credentials = asker.credentials(json.dumps(session) if session else None)
    client = stage.principals.client(target.service, *credentials)
    try:
        target.call(client)
    except ClientError as error:
        response: Any = error.response
        if response["Error"]["Code"] not in REFUSALS:
            raise
        return False
    return True
