"""The roles by which runbooks of the security account run in all accounts.

https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-multiple-accounts-regions.html
"""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import join, role_key
from ringwall.catalog.iam.responder_policies import CASE, keep_user_data, list_protected
from ringwall.catalog.iam.wanted_roles import WantedRole
from ringwall.catalog.policy_statements import allow_service, write_policy
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.response import RunbookName
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Join, Ref, Wanted
from ringwall.model.table import Row

SECTION = "response.runbooks"
ADMINISTRATION = "AWS-SystemsManager-AutomationAdministrationRole"
EXECUTION = "AWS-SystemsManager-AutomationExecutionRole"
WHY = "a runbook has just the permissions that its steps need, and nobody else has them"


@wants(SECTION)
def want_automation_roles(landscape: Landscape) -> Iterator[Wanted]:
    """Have the role that starts runbooks elsewhere, and in each account the one they run as."""
    if not landscape.settings.response.runbooks.enabled:
        return
    yield from _want_administration(landscape)
    for account in landscape.accounts:
        yield from _want_execution(landscape, account)


def _want_administration(landscape: Landscape) -> Iterator[Wanted]:
    security = landscape.security
    trust = allow_service(
        "Automation",
        "ssm.amazonaws.com",
        ("sts:AssumeRole",),
        None,
        {
            "StringEquals": {"aws:SourceAccount": security.id},
            "ArnLike": {
                "aws:SourceArn": join(
                    f"arn:{landscape.partition}:ssm:*:", security.id, ":automation-execution/*"
                )
            },
        },
    )
    del trust["Resource"]
    assume = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Resource": f"arn:{landscape.partition}:iam::*:role/{EXECUTION}",
        "Condition": {"StringEquals": {"aws:ResourceOrgID": landscape.organization_id}},
    }
    find = {
        "Effect": "Allow",
        "Action": ["organizations:ListAccountsForParent", "organizations:ListChildren"],
        "Resource": "*",
    }
    yield from _want_role(security, ADMINISTRATION, trust, assume, find)


def _want_execution(landscape: Landscape, account: LandscapeAccount) -> Iterator[Wanted]:
    administration = Ref(role_key(landscape.security, ADMINISTRATION), "arn")
    trust = {
        "Sid": "Administration",
        "Effect": "Allow",
        "Principal": {"AWS": administration},
        "Action": ["sts:AssumeRole"],
    }
    own = join(f"arn:{landscape.partition}:iam::", account.id, f":role/{EXECUTION}")
    documents = f"arn:{landscape.partition}:ssm:*:"
    statements = [
        # The runbook that was started elsewhere is started here as this role.
        _allow(("iam:PassRole",), own) | _passed_to("ssm.amazonaws.com"),
        _allow(
            ("ssm:StartAutomationExecution", "ssm:GetAutomationExecution"),
            [
                join(documents, landscape.security.id, ":document/ringwall-*"),
                join(documents, landscape.security.id, ":automation-definition/ringwall-*:*"),
                join(documents, account.id, ":automation-execution/*"),
            ],
        ),
    ]
    for name in landscape.settings.response.runbooks.names:
        statements += _find_statements(name, landscape, account)
    yield from _want_role(account, EXECUTION, trust, *statements)


def _find_statements(
    name: RunbookName, landscape: Landscape, account: LandscapeAccount
) -> Iterator[Row]:
    """Yield what the steps of a runbook need."""
    iam = join(f"arn:{landscape.partition}:iam::", account.id, ":")
    ec2 = join(f"arn:{landscape.partition}:ec2:*:", account.id, ":")
    of_case = {"Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": [CASE]}}}
    instance = join(ec2, "instance/*")
    if name == "isolate-instance":
        yield _describe("Instances", "NetworkInterfaces", "SecurityGroups")
        yield _allow(("ec2:ModifyInstanceAttribute",), instance)
        yield from keep_user_data(instance)
        yield _allow(
            ("ec2:ModifyNetworkInterfaceAttribute",),
            [
                join(ec2, f"{kind}/*")
                for kind in ("instance", "network-interface", "security-group")
            ],
        )
        yield _allow(("ec2:CreateTags",), instance) | of_case
    elif name == "snapshot-volumes":
        snapshots = f"arn:{landscape.partition}:ec2:*::snapshot/*"
        yield _describe("Instances")
        yield _allow(("ec2:CreateSnapshots",), [instance, join(ec2, "volume/*"), snapshots])
        yield _allow(("ec2:CreateTags",), snapshots) | of_case
    elif name == "revoke-role-sessions":
        yield _allow(("iam:GetRole", "iam:GetRolePolicy", "iam:PutRolePolicy"), join(iam, "role/*"))
        yield _protect(landscape, iam)
    elif name == "disable-access-key":
        yield _allow(("iam:UpdateAccessKey", "iam:GetAccessKeyLastUsed"), join(iam, "user/*"))
    else:
        yield _allow(
            (
                "s3:GetBucketPublicAccessBlock",
                "s3:GetBucketVersioning",
                "s3:PutBucketPublicAccessBlock",
            ),
            f"arn:{landscape.partition}:s3:::*",
        ) | {"Condition": {"StringEquals": {"s3:ResourceAccount": account.id}}}


def _protect(landscape: Landscape, iam: str | Join) -> Row:
    """Return the statement by which roles that govern the account are not changed."""
    return {
        "Effect": "Deny",
        "Action": "iam:PutRolePolicy",
        "Resource": [join(iam, f"role/{name}") for name in list_protected(landscape)],
    }


def _describe(*kinds: str) -> Row:
    return _allow(tuple(f"ec2:Describe{kind}" for kind in kinds), "*")


def _passed_to(service: str) -> Row:
    return {"Condition": {"StringEquals": {"iam:PassedToService": service}}}


def _allow(actions: tuple[str, ...], resource: object) -> Row:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


def _want_role(
    account: LandscapeAccount, name: str, trust: Row, *statements: Row
) -> Iterator[Wanted]:
    role = WantedRole(role_key(account, name), name, write_policy(trust), SECTION, WHY)
    yield role.want()
    yield role.inline("runbooks", write_policy(*statements))
