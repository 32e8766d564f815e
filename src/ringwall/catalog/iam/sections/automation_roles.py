"""The roles by which runbooks of the security account run in all accounts.

https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-multiple-accounts-regions.html
"""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.detection_keys import join, role_key
from ringwall.catalog.iam.responder_policies import keep_user_data, list_protected
from ringwall.catalog.iam.wanted_roles import WantedRole
from ringwall.catalog.policy_statements import allow_service, write_policy
from ringwall.catalog.ssm.runbook_files import read_runbook
from ringwall.catalog.ssm.runbook_permissions import permit_runbooks, share_statements
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, Wanted
from ringwall.model.table import Row

SECTION = "response.runbooks"
ADMINISTRATION = "AWS-SystemsManager-AutomationAdministrationRole"
EXECUTION = "AWS-SystemsManager-AutomationExecutionRole"
CHANGES_OF_ROLES = ("iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy")
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
    trust = _trust_automation(landscape, security)
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
    yield from _want_role(security, ADMINISTRATION, [trust], assume, find)


def _want_execution(landscape: Landscape, account: LandscapeAccount) -> Iterator[Wanted]:
    administration = Ref(role_key(landscape.security, ADMINISTRATION), "arn")
    trust = {
        "Sid": "Administration",
        "Effect": "Allow",
        "Principal": {"AWS": administration},
        "Action": ["sts:AssumeRole"],
    }
    # The administration role starts the runbook, and Automation takes its steps.
    itself = _trust_automation(landscape, account)
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
    statements += _permit_steps(landscape, account)
    yield from _want_role(account, EXECUTION, [trust, itself], *statements)


def _trust_automation(landscape: Landscape, account: LandscapeAccount) -> Row:
    """Return the statement by which executions of an account act as a role of it."""
    place = join(f"arn:{landscape.partition}:ssm:*:", account.id, ":automation-execution/*")
    limits = {
        "StringEquals": {"aws:SourceAccount": account.id},
        "ArnLike": {"aws:SourceArn": place},
    }
    trust = allow_service("Automation", "ssm.amazonaws.com", ("sts:AssumeRole",), None, limits)
    del trust["Resource"]
    return trust


def _permit_steps(landscape: Landscape, account: LandscapeAccount) -> Iterator[Row]:
    """Yield what the steps of the runbooks need, and what none of them may do."""
    names = landscape.settings.response.runbooks.names
    needed = permit_runbooks(read_runbook(name) for name in names)
    for statement in share_statements(needed):
        yield _place(statement, landscape.partition, account.id)
    iam = join(f"arn:{landscape.partition}:iam::", account.id, ":")
    if kept := [action for action in CHANGES_OF_ROLES if action in needed]:
        yield {
            "Effect": "Deny",
            "Action": kept,
            "Resource": [join(iam, f"role/{name}") for name in list_protected(landscape)],
        }
    if "ec2:ModifyInstanceAttribute" in needed:
        place = join(f"arn:{landscape.partition}:ec2:*:", account.id, ":instance/*")
        yield from keep_user_data(place)


def _place(value: Any, partition: str, account_id: str | Ref) -> Any:
    """Return a value with the partition and the account in its texts."""
    if isinstance(value, dict):
        return {name: _place(inner, partition, account_id) for name, inner in value.items()}
    if isinstance(value, list):
        return [_place(inner, partition, account_id) for inner in value]
    before, found, after = str(value).replace("{partition}", partition).partition("{account_id}")
    if not found:
        return before
    return join(before, account_id, after) if before or after else account_id


def _passed_to(service: str) -> Row:
    return {"Condition": {"StringEquals": {"iam:PassedToService": service}}}


def _allow(actions: tuple[str, ...], resource: object) -> Row:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


def _want_role(
    account: LandscapeAccount, name: str, trust: list[Row], *statements: Row
) -> Iterator[Wanted]:
    role = WantedRole(role_key(account, name), name, write_policy(*trust), SECTION, WHY)
    yield role.want()
    yield role.inline("runbooks", write_policy(*statements))
