"""Security services under enforcement: whoever administers them needs each permission, and no more.

Each operation that is written by hand is called in the administrator's account by a user who may do
that alone, and by one who may do all but that.
"""

import json
from typing import Any

import pytest
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError
from emulated_calls import ACCOUNT, make_plausible_call
from policy_texts import write

from ringwall.emulator.handlers import find_handlers
from ringwall.emulator.needs.operations import find_actions

Principals = Any
"""conftest.py declares it."""
SERVICES = {
    "accessanalyzer": ("", ""),
    "detective": ("enable_organization_admin_account", "AccountId"),
    "fms": ("associate_admin_account", "AdminAccount"),
    "guardduty": ("enable_organization_admin_account", "AdminAccountId"),
    "inspector2": ("enable_delegated_admin_account", "delegatedAdminAccountId"),
    "macie2": ("enable_organization_admin_account", "adminAccountId"),
    "securityhub": ("enable_organization_admin_account", "AdminAccountId"),
    "securitylake": ("register_data_lake_delegated_administrator", "accountId"),
    "shield": ("", ""),
}
"""How each service is delegated: the call and its parameter."""
ON_BEHALF = ("iam:CreateServiceLinkedRole", "iam:PassRole", "organizations:*")
"""What services do in the caller's name."""
UNCHECKED = Config(parameter_validation=False, retries={"total_max_attempts": 1})
WITH_PRODUCT = {
    ("securityhub", "BatchImportFindings"): {
        "Findings": [
            {
                "AwsAccountId": ACCOUNT,
                "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/guardduty",
            }
        ]
    }
}
"""Requests that have to name more than their model requires."""


@pytest.fixture
def delegate(principals: Principals) -> Any:
    """Return what delegates a service to a member account, and a function for its user's policy."""
    organizations = principals.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    made = organizations.create_account(AccountName="security", Email="security@example.com")
    account = made["CreateAccountStatus"]["AccountId"]
    role = f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole"
    iam = principals.client("iam", *principals.assume(role))
    iam.create_user(UserName="analyst")
    key = iam.create_access_key(UserName="analyst")["AccessKey"]
    keys = key["AccessKeyId"], key["SecretAccessKey"]

    def prepare(service: str) -> tuple[Any, str, Any]:
        call, parameter = SERVICES[service]
        if call:
            getattr(principals.client(service), call)(**{parameter: account})

        def allow(**actions: Any) -> None:
            statement = {"Effect": "Allow", "Resource": "*", **actions}
            iam.put_user_policy(
                UserName="analyst", PolicyName="own", PolicyDocument=write(statement)
            )

        return principals.client(service, *keys, config=UNCHECKED), account, allow

    return prepare


def is_refused(client: Any, operation: str, parameters: Any) -> bool:
    """Whether a call is refused because a permission is missing, whatever else it fails for."""
    try:
        getattr(client, xform_name(operation))(**parameters)
    except ClientError as error:
        return "is not authorized to perform" in str(error) or "it is not known" in str(error)
    return False


@pytest.mark.parametrize("service", SERVICES)
def test_each_operation_needs_its_own_permission_alone(delegate: Any, service: str) -> None:
    client, account, allow = delegate(service)
    operations = sorted(name for found, name in find_handlers() if found == service)
    wrong = {}
    for operation in operations:
        call = make_plausible_call(service, operation)
        given = WITH_PRODUCT.get((service, operation), call.parameters)
        parameters = json.loads(json.dumps(given).replace(ACCOUNT, account))
        actions = list(find_actions(call))
        allow(NotAction=actions)
        is_refused_without = is_refused(client, operation, parameters)
        allow(Action=[*actions, *ON_BEHALF])
        is_refused_with = is_refused(client, operation, parameters)
        if not is_refused_without or is_refused_with:
            wrong[operation] = (is_refused_without, is_refused_with)
    assert wrong == {}
    assert len(operations) > 10


def test_policy_says_what_of_a_finding_may_be_changed(principals: Principals, refused: Any) -> None:
    principals.client("securityhub").enable_security_hub()
    statement = {"Effect": "Allow", "Action": "securityhub:BatchUpdateFindings", "Resource": "*"}
    unless = {"securityhub:ASFFSyntaxPath/Workflow.Status": "SUPPRESSED"}
    never = {**statement, "Effect": "Deny", "Condition": {"StringEquals": unless}}
    hub = principals.client("securityhub", *principals.user("analyst", statement, never))
    identifiers = [{"Id": "f", "ProductArn": "p"}]
    refused(
        hub.batch_update_findings,
        "AccessDeniedException",
        FindingIdentifiers=identifiers,
        Workflow={"Status": "SUPPRESSED"},
    )
    answer = hub.batch_update_findings(
        FindingIdentifiers=identifiers, Workflow={"Status": "RESOLVED"}
    )
    assert len(answer["UnprocessedFindings"]) == 1
