"""What AWS services may do for others: by resource policies, trust policies and RCPs."""

import json
from typing import Any

import pytest
from policy_texts import write

from ringwall.emulator.app import Emulator
from ringwall.emulator.authorization.service_access import ServiceRequest

Principals = Any
"""conftest.py declares it."""
OWNER = "123456789012"
RULE = f"arn:aws:events:us-east-1:{OWNER}:rule/alarm"
EVENTS = {"Principal": {"Service": "events.amazonaws.com"}}


def decide(app: Emulator, action: str, resource: str, source: str = RULE) -> str:
    account = source.split(":")[4]
    request = ServiceRequest("events.amazonaws.com", action, resource, source, account, "us-east-1")
    with app.mounted():
        return app.service_access.decide(app.state, request).verdict


@pytest.fixture
def queue(principals: Principals) -> str:
    """Return the ARN of a queue to which one rule may send."""
    sqs = principals.client("sqs")
    url = sqs.create_queue(QueueName="alarms")["QueueUrl"]
    arn = f"arn:aws:sqs:us-east-1:{OWNER}:alarms"
    statement = {
        **EVENTS,
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": RULE}},
    }
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": write(statement)})
    return arn


def test_a_service_sends_where_the_resource_lets_its_source(
    principals: Principals, queue: str
) -> None:
    assert decide(principals.app, "sqs:SendMessage", queue) == "allowed"
    assert decide(principals.app, "sqs:SendMessage", queue, f"{RULE}2") == "implicitly_denied"
    assert decide(principals.app, "sqs:DeleteMessage", queue) == "implicitly_denied"


def test_without_an_authority_a_service_may_do_everything(emulator_without: Emulator) -> None:
    assert decide(emulator_without, "sqs:SendMessage", "arn:aws:sqs:us-east-1:1:a") == "allowed"


@pytest.fixture(scope="module")
def emulator_without() -> Emulator:
    return Emulator()


def test_a_service_assumes_a_role_that_trusts_it(principals: Principals) -> None:
    app = principals.app
    trusting = principals.role("for-events", EVENTS)
    other = principals.role("for-lambda", {"Principal": {"Service": "lambda.amazonaws.com"}})
    found = {}
    for arn in (trusting, other, f"{trusting}-gone"):
        request = ServiceRequest(
            "events.amazonaws.com", "sts:AssumeRole", arn, RULE, OWNER, "us-east-1"
        )
        with app.mounted():
            found[arn] = app.service_access.assume(app.state, request, "rule")
    assert found[other] is None
    assert found[f"{trusting}-gone"] is None
    given = found[trusting]
    assert given is not None
    session = (given.access_key, given.secret_key, given.token)
    who = principals.client("sts", *session).get_caller_identity()
    assert who["Arn"] == f"arn:aws:sts::{OWNER}:assumed-role/for-events/rule"
    assert given.secret_key not in json.dumps(repr(given))


def test_an_rcp_binds_services_too(principals: Principals) -> None:
    organizations = principals.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    status = organizations.create_account(AccountName="dev", Email="dev@example.com")
    member = status["CreateAccountStatus"]["AccountId"]
    session = principals.assume(f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole")
    sqs = principals.client("sqs", *session)
    url = sqs.create_queue(QueueName="alarms")["QueueUrl"]
    arn = f"arn:aws:sqs:us-east-1:{member}:alarms"
    statement = {**EVENTS, "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": arn}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": write(statement)})
    assert decide(principals.app, "sqs:SendMessage", arn) == "allowed"
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="RESOURCE_CONTROL_POLICY")
    rcp = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:SourceAccount": member}},
    }
    made = organizations.create_policy(
        Name="own", Description="-", Type="RESOURCE_CONTROL_POLICY", Content=write(rcp)
    )
    organizations.attach_policy(PolicyId=made["Policy"]["PolicySummary"]["Id"], TargetId=root)
    assert decide(principals.app, "sqs:SendMessage", arn) == "explicitly_denied"
