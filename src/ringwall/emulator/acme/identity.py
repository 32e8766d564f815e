"""Acme's users, groups, roles and policies."""

import json
from typing import Any

from ringwall.emulator.acme.databases import MONITORING
from ringwall.emulator.acme.past import backdate_key, backdate_role, backdate_user
from ringwall.emulator.acme.team import Team

GITHUB = "token.actions.githubusercontent.com"
VENDOR = "464622532012"
"""The account of a monitoring vendor."""
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


def build_service_roles(team: Team) -> None:
    """Make the roles that logging and monitoring need in each account."""
    actions = ("logs:CreateLogStream", "logs:PutLogEvents")
    for name, service in (
        ("acme-cloudtrail-to-logs", "cloudtrail"),
        ("acme-flow-logs", "vpc-flow-logs"),
    ):
        resource = team.arn("logs", "*", "log-group:*")
        trust = {"Service": f"{service}.amazonaws.com"}
        ours = {"StringEquals": {"aws:SourceAccount": team.account_id}}
        make_role(team, name, trust, ours, grant(actions, resource))
    trust = {"Service": "monitoring.rds.amazonaws.com"}
    written = team.arn("logs", "*", "log-group:RDS*")
    ours = {"StringEquals": {"aws:SourceAccount": team.account_id}}
    make_role(team, MONITORING, trust, ours, grant(actions, written))


def add_security_identities(team: Team) -> None:
    """Make an analyst that signs in with MFA and has read access through a group."""
    add_console_user(team, "alex.kim", mfa=True)
    team.client("iam").create_group(GroupName="analysts")
    team.client("iam").attach_group_policy(
        GroupName="analysts", PolicyArn="arn:aws:iam::aws:policy/SecurityAudit"
    )
    team.client("iam").add_user_to_group(GroupName="analysts", UserName="alex.kim")


def add_network_identities(team: Team, organization_id: str) -> None:
    """Make a role that looks public, but that only the organization can assume."""
    ours = {"StringEquals": {"aws:PrincipalOrgID": organization_id}}
    allowed = grant(("ec2:DescribeTransitGateways", "ec2:DescribeVpcs"), "*")
    make_role(team, "network-reader", {"AWS": "*"}, ours, allowed)
    # It can pass every role to a function, but no role of the account trusts Lambda.
    edge = ("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction")
    make_role(team, "edge-deployer", {"Service": "codebuild.amazonaws.com"}, {}, grant(edge, "*"))


def add_prod_identities(team: Team, staging: str) -> None:
    """Make prod's roles: two vendors, GitHub with a subject, break glass, the end of a role chain.

    There is also an old administrator. An SCP keeps the support desk from getting a key of it.
    """
    iam = team.client("iam")
    read = grant(("cloudwatch:GetMetricData", "cloudwatch:ListMetrics"), "*")
    external = {"StringEquals": {"sts:ExternalId": "acme-7f3c"}}
    make_role(team, "vendor-backup", _account(VENDOR), external, read)
    make_role(team, "vendor-monitoring", _account(VENDOR), {}, read)
    _trust_github(team, "github-deploy", {"StringLike": {f"{GITHUB}:sub": "repo:acme/shop:*"}})
    admin = make_policy(team, "break-glass-admin", grant(("*",), "*"))
    mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    make_role(team, "break-glass", _account(team.account_id), mfa, None)
    iam.attach_role_policy(RoleName="break-glass", PolicyArn=admin)
    data = grant(("s3:GetObject", "s3:PutObject"), "arn:aws:s3:::acme-prod-customer-data/*")
    make_role(team, "orders-export", {"Service": "lambda.amazonaws.com"}, {}, data)
    make_role(team, "shop-app", {"Service": "ec2.amazonaws.com"}, {}, data)
    # The last role of the chain that starts at dev's ci-runner.
    deployer = {"AWS": f"arn:aws:iam::{staging}:role/deployer"}
    deploy = grant(("s3:PutObject", "s3:GetObject", "lambda:UpdateFunctionCode"), "*")
    make_role(team, "prod-deployer", deployer, {}, deploy)
    iam.create_group(GroupName="administrators")
    iam.attach_group_policy(GroupName="administrators", PolicyArn=ADMINISTRATOR)
    iam.create_user(UserName="legacy-admin")
    iam.add_user_to_group(GroupName="administrators", UserName="legacy-admin")
    # It could make an access key of the administrator, if the SCP did not deny it.
    keys = grant(("iam:CreateAccessKey", "iam:ListUsers"), "*")
    make_role(team, "support-desk", {"Service": "ssm.amazonaws.com"}, {}, keys)


def add_staging_identities(team: Team, dev: str) -> None:
    """Make staging's old users and its roles: GitHub without a subject, the middle of a role chain.

    There is also a forgotten administrator on an instance profile. The image builder cannot launch
    an instance with it, because a condition limits its PassRole to another service.
    """
    build = make_policy(
        team, "publish-builds", grant(("s3:PutObject",), "arn:aws:s3:::acme-staging-uploads/*")
    )
    group = "builders"
    team.client("iam").create_group(GroupName=group)
    team.client("iam").attach_group_policy(GroupName=group, PolicyArn=build)
    for name in ("ci-deploy", "integration-tests"):
        team.client("iam").create_user(UserName=name)
        team.client("iam").add_user_to_group(GroupName=group, UserName=name)
    add_key(team, "ci-deploy", created=400, used=1)
    add_key(team, "integration-tests", created=80, used=2)
    add_key(team, "integration-tests", created=30, used=1)
    team.client("iam").create_user(UserName="svc-reporting")
    team.client("iam").attach_user_policy(UserName="svc-reporting", PolicyArn=build)
    add_key(team, "svc-reporting", created=40, used=1)
    _trust_github(team, "github-actions", {})
    runner = {"AWS": f"arn:aws:iam::{dev}:role/ci-runner"}
    onward = grant(("sts:AssumeRole",), "arn:aws:iam::*:role/prod-deployer")
    make_role(team, "deployer", runner, {}, onward)
    _forget_migration(team)
    passes = grant(("iam:PassRole",), "*") | {
        "Condition": {"StringEquals": {"iam:PassedToService": "imagebuilder.amazonaws.com"}}
    }
    builder = make_policy(team, "image-builder", passes, grant(("ec2:RunInstances",), "*"))
    make_role(team, "image-builder", {"Service": "codebuild.amazonaws.com"}, {}, None)
    team.client("iam").attach_role_policy(RoleName="image-builder", PolicyArn=builder)


def add_dev_identities(team: Team, staging: str) -> None:
    """Make dev's users, and the three escalation chains that start here."""
    iam = team.client("iam")
    add_console_user(team, "dana.lee", mfa=False)
    iam.create_user(UserName="morgan.contractor")
    add_key(team, "morgan.contractor", created=85, used=70)
    make_role(team, "demo-anyone", {"AWS": "*"}, {}, grant(("s3:ListAllMyBuckets",), "*"))
    service = {"Service": "lambda.amazonaws.com"}
    # PassRole and Lambda: a developer can run code as the function's role, which has iam:*.
    make_role(team, "lambda-provisioner", service, {}, grant(("iam:*",), "*"))
    passes = grant(("iam:PassRole",), team.arn("iam", "", "role/lambda-provisioner"))
    runs = grant(("lambda:CreateFunction", "lambda:InvokeFunction"), "*")
    policy = make_policy(team, "lambda-developer", passes, runs)
    iam.create_group(GroupName="developers")
    iam.attach_group_policy(GroupName="developers", PolicyArn=policy)
    iam.add_user_to_group(GroupName="developers", UserName="dana.lee")
    # CreatePolicyVersion: the role can rewrite the policy that is attached to it.
    own = team.arn("iam", "", "policy/ops-automation")
    ops = make_policy(
        team,
        "ops-automation",
        grant(("iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"), own),
    )
    make_role(team, "ops-automation", {"Service": "ec2.amazonaws.com"}, {}, None)
    iam.attach_role_policy(RoleName="ops-automation", PolicyArn=ops)
    # AssumeRole: from here to staging's deployer, and from there to prod.
    onward = grant(("sts:AssumeRole",), f"arn:aws:iam::{staging}:role/deployer")
    make_role(team, "ci-runner", {"Service": "codebuild.amazonaws.com"}, {}, onward)
    # Its policy allows all of IAM, its permissions boundary only reads.
    bound = make_policy(team, "bound", grant(("iam:Get*", "iam:List*", "s3:*"), "*"))
    janitor = {"Service": "codebuild.amazonaws.com"}
    make_role(team, "iam-janitor", janitor, {}, grant(("iam:*",), "*"))
    iam.put_role_permissions_boundary(RoleName="iam-janitor", PermissionsBoundary=bound)


def grant(actions: tuple[str, ...], resource: str) -> dict[str, Any]:
    """Return an allow statement."""
    return {"Effect": "Allow", "Action": [*actions], "Resource": resource}


def make_policy(team: Team, name: str, *statements: dict[str, Any]) -> str:
    """Make a customer managed policy and return its ARN."""
    answer = team.client("iam").create_policy(PolicyName=name, PolicyDocument=_document(statements))
    arn: str = answer["Policy"]["Arn"]
    return arn


def make_role(
    team: Team,
    name: str,
    principal: dict[str, str],
    condition: dict[str, Any],
    allowed: dict[str, Any] | None,
    *,
    action: str = "sts:AssumeRole",
) -> None:
    """Make a role that was last used yesterday."""
    iam = team.client("iam")
    trust: dict[str, Any] = {"Effect": "Allow", "Principal": principal, "Action": action}
    if condition:
        trust["Condition"] = condition
    tags = [{"Key": "owner", "Value": f"{team.name}-team"}]
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=_document((trust,)), Tags=tags)
    if allowed is not None:
        iam.put_role_policy(RoleName=name, PolicyName=name, PolicyDocument=_document((allowed,)))
    backdate_role(team, name, created=300, used=1)


def make_profile(team: Team, name: str, allowed: dict[str, Any]) -> None:
    """Make an instance profile with a role of the same name."""
    make_role(team, name, {"Service": "ec2.amazonaws.com"}, {}, allowed)
    iam = team.client("iam")
    iam.create_instance_profile(InstanceProfileName=name)
    iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)


def add_console_user(team: Team, name: str, *, mfa: bool) -> None:
    """Make a user that signs in to the console."""
    iam = team.client("iam")
    iam.create_user(UserName=name, Tags=[{"Key": "owner", "Value": f"{team.name}-team"}])
    iam.create_login_profile(UserName=name, Password="Made-up-0-Passphrase")  # noqa: S106  # of nobody
    if mfa:
        device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
        iam.enable_mfa_device(
            UserName=name,
            SerialNumber=device["SerialNumber"],
            AuthenticationCode1="123456",
            AuthenticationCode2="654321",
        )
    backdate_user(team, name, created=200, signed_in=2)


def add_key(team: Team, user: str, *, created: float, used: float) -> None:
    """Make an old access key for a user."""
    key = team.client("iam").create_access_key(UserName=user)["AccessKey"]["AccessKeyId"]
    backdate_user(team, user, created=500)
    backdate_key(team, key, created, used)


def _forget_migration(team: Team) -> None:
    """Make a role that instances of a migration used half a year ago."""
    iam = team.client("iam")
    make_role(team, "migration-admin", {"Service": "ec2.amazonaws.com"}, {}, None)
    iam.attach_role_policy(RoleName="migration-admin", PolicyArn=ADMINISTRATOR)
    iam.create_instance_profile(InstanceProfileName="migration-admin")
    iam.add_role_to_instance_profile(
        InstanceProfileName="migration-admin", RoleName="migration-admin"
    )
    backdate_role(team, "migration-admin", created=300, used=190)


def _trust_github(team: Team, role: str, subject: dict[str, Any]) -> None:
    iam = team.client("iam")
    arn = iam.create_open_id_connect_provider(
        Url=f"https://{GITHUB}", ClientIDList=["sts.amazonaws.com"], ThumbprintList=["0" * 40]
    )["OpenIDConnectProviderArn"]
    audience = {"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}
    both = {test: audience.get(test, {}) | subject.get(test, {}) for test in audience | subject}
    allowed = grant(("s3:PutObject",), f"arn:aws:s3:::acme-{team.name}-artifacts/*")
    action = "sts:AssumeRoleWithWebIdentity"
    make_role(team, role, {"Federated": arn}, both, allowed, action=action)


def _account(account_id: str) -> dict[str, str]:
    return {"AWS": f"arn:aws:iam::{account_id}:root"}


def _document(statements: tuple[dict[str, Any], ...]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [*statements]})
