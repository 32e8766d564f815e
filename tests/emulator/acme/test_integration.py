import io
import json
import zipfile
from typing import Any

from ringwall.emulator.acme.organization import Acme


def policy_of(queues: Any, name: str) -> Any:
    url = queues.get_queue_url(QueueName=name)["QueueUrl"]
    found = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert found["KmsMasterKeyId"] == "alias/aws/sqs"
    (statement,) = json.loads(found["Policy"])["Statement"]
    return statement


def test_one_queue_of_sns_is_open_to_any_topic(at_acme: Any, acme: Acme) -> None:
    queues = at_acme("sqs", "prod")
    own, any_topic = policy_of(queues, "orders-billing"), policy_of(queues, "orders-events")
    assert own["Principal"] == any_topic["Principal"] == {"Service": "sns.amazonaws.com"}
    topic = f"arn:aws:sns:us-east-1:{acme.accounts['prod']}:orders"
    assert own["Condition"] == {"ArnLike": {"aws:SourceArn": topic}}
    assert "Condition" not in any_topic


def test_one_inbox_is_public_and_one_is_the_organizations(at_acme: Any, acme: Acme) -> None:
    queues = at_acme("sqs", "dev")
    public, ours = policy_of(queues, "demo-inbox"), policy_of(queues, "team-inbox")
    assert public["Principal"] == ours["Principal"] == {"AWS": "*"}
    assert "Condition" not in public
    assert ours["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": acme.organization_id}}


def test_functions_run_as_the_roles_of_their_names(at_acme: Any, acme: Acme) -> None:
    for account, region, name in (
        ("prod", "us-east-1", "orders-export"),
        ("staging", "eu-west-1", "webhook"),
    ):
        found = at_acme("lambda", account, region).get_function_configuration(FunctionName=name)
        assert found["Role"] == f"arn:aws:iam::{acme.accounts[account]}:role/{name}"
        at_acme("iam", account).get_role(RoleName=name)


def test_code_of_a_function_is_a_module_with_its_handler(at_acme: Any) -> None:
    functions = at_acme("lambda", "prod")
    found = functions.get_function(FunctionName="orders-export")
    assert found["Configuration"]["Handler"] == "main.handler"
    assert found["Tags"] == {"environment": "prod", "owner": "prod-team"}
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w"):
        pass
    assert found["Configuration"]["CodeSize"] > len(empty.getvalue())
