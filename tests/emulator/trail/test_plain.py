import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from policy_texts import OPERATOR_TRUST

from ringwall.emulator.app import Emulator
from ringwall.emulator.trail.plain import HIDDEN, MAX_FIELD, limit_size


def test_keys_of_a_map_stay_as_they_are(client: Any, emulator: Emulator) -> None:
    client("sqs").create_queue(QueueName="q", Attributes={"DelaySeconds": "1"}, tags={"Team": "A"})
    found = emulator.trail[-1]["requestParameters"]
    assert (found["attributes"], found["tags"]) == ({"DelaySeconds": "1"}, {"Team": "A"})


def test_moments_and_bodies_are_written_as_text(client: Any, emulator: Emulator) -> None:
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    with suppress(ClientError):  # it is not emulated, and recorded all the same
        client("backup").list_backup_jobs(ByCreatedAfter=moment)
    client("s3").create_bucket(Bucket="b-1")
    client("s3").put_object(Bucket="b-1", Key="k", Body=b"\xff\x00")
    listed, _, put = (record["requestParameters"] for record in emulator.trail)
    assert listed["byCreatedAfter"].startswith("2026-01-02")
    assert put["key"] == "k"
    assert json.dumps(emulator.trail)


def test_secret_is_hidden_wherever_it_lies(client: Any, emulator: Emulator) -> None:
    client("secretsmanager").create_secret(Name="s", SecretString="made-up-phrase")
    client("ssm").put_parameter(Name="p", Value="made-up-phrase", Type="SecureString")
    assert "made-up-phrase" not in json.dumps(emulator.trail)


def test_keys_and_passwords_are_left_out_as_iam_leaves_them(
    client: Any, emulator: Emulator
) -> None:
    iam = client("iam")
    iam.create_user(UserName="kim")
    key = iam.create_access_key(UserName="kim")["AccessKey"]
    found = emulator.trail[-1]["responseElements"]["accessKey"]
    assert found.keys() == {"userName", "accessKeyId", "status", "createDate"}
    assert found["accessKeyId"] == key["AccessKeyId"]
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=OPERATOR_TRUST)
    sts = client("sts")
    sts.assume_role(RoleArn="arn:aws:iam::123456789012:role/r", RoleSessionName="one")
    credentials = emulator.trail[-1]["responseElements"]["credentials"]
    assert credentials.keys() == {"accessKeyId", "sessionToken", "expiration"}


def test_variables_and_code_of_a_function_are_left_out(
    client: Any, emulator: Emulator, refusal: Any
) -> None:
    refusal(
        client("lambda").create_function,
        FunctionName="f",
        Role="arn:aws:iam::123456789012:role/absent",
        Runtime="python3.13",
        Handler="m.h",
        Code={"ZipFile": b"made-up-phrase"},
        Environment={"Variables": {"TOKEN": "made-up-phrase"}},
    )
    found = emulator.trail[-1]["requestParameters"]
    assert (found["code"], found["environment"]) == ({}, {})


def test_messages_are_not_in_the_log(client: Any, emulator: Emulator, refusal: Any) -> None:
    queue = client("sqs").create_queue(QueueName="q")["QueueUrl"]
    client("sqs").send_message(QueueUrl=queue, MessageBody="made-up-phrase")
    assert emulator.trail[-1]["requestParameters"] == {"queueUrl": queue, "messageBody": HIDDEN}
    topic = client("sns").create_topic(Name="t")["TopicArn"]
    client("sns").publish(TopicArn=topic, Message="made-up-phrase", Subject="made-up-phrase")
    client("events").put_events(
        Entries=[{"Source": "s", "DetailType": "t", "Detail": '{"a": "made-up-phrase"}'}]
    )
    emulator.deny("sesv2:SendEmail")
    refusal(
        client("sesv2").send_email,
        FromEmailAddress="a@example.com",
        Destination={"ToAddresses": ["made-up-phrase@example.com"]},
        Content={
            "Simple": {
                "Subject": {"Data": "made-up-phrase"},
                "Body": {"Text": {"Data": "made-up-phrase"}},
            }
        },
    )
    emulator.allow()
    client("sesv2").create_email_identity(EmailIdentity="a@example.com")
    client("sesv2").send_email(
        FromEmailAddress="a@example.com",
        Destination={"ToAddresses": ["made-up-phrase@example.com"]},
        Content={
            "Simple": {
                "Subject": {"Data": "made-up-phrase"},
                "Body": {"Text": {"Data": "made-up-phrase"}},
            }
        },
    )
    sent = emulator.trail[-1]["requestParameters"]
    assert sent["destination"] == {"toAddresses": [HIDDEN]}
    assert "made-up-phrase" not in json.dumps(emulator.trail)


def test_values_of_an_item_are_not_in_the_log(client: Any, emulator: Emulator) -> None:
    client("dynamodb").create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    item = {"id": {"S": "1"}, "note": {"S": "made-up-phrase"}}
    client("dynamodb").put_item(TableName="t", Item=item)
    record = emulator.trail[-1]
    assert record["requestParameters"] == {"tableName": "t", "item": ["id", "note"]}
    assert record["resources"][0]["type"] == "AWS::DynamoDB::Table"
    client("dynamodb").get_item(TableName="t", Key={"id": {"S": "1"}})
    assert emulator.trail[-1]["responseElements"] is None
    assert "made-up-phrase" not in json.dumps(emulator.trail)


def test_values_of_a_statement_are_not_in_the_log(signed: Any, emulator: Emulator) -> None:
    emulator.throttle("dynamodb:ExecuteStatement", 1)
    body = {"Statement": "select * from t where id = 'phrase'", "Parameters": [{"S": "phrase"}]}
    target = {"X-Amz-Target": "DynamoDB_20120810.ExecuteStatement"}
    kind = "application/x-amz-json-1.0"
    signed("dynamodb", json.dumps(body), headers=target, content_type=kind)
    found = emulator.trail[-1]["requestParameters"]
    assert found == {"statement": HIDDEN, "parameters": [HIDDEN]}


def test_token_that_the_model_does_not_call_sensitive_is_hidden(
    client: Any, emulator: Emulator, refusal: Any
) -> None:
    emulator.deny("elasticache:*")
    refusal(
        client("elasticache").create_replication_group,
        ReplicationGroupId="g",
        ReplicationGroupDescription="d",
        AuthToken="made-up-phrase",
    )
    emulator.allow()
    client("elasticache").create_replication_group(
        ReplicationGroupId="g", ReplicationGroupDescription="d", AuthToken="made-up-phrase"
    )
    assert emulator.trail[-1]["requestParameters"]["authToken"] == HIDDEN
    assert "made-up-phrase" not in json.dumps(emulator.trail)


def test_name_and_address_of_a_new_account_are_masked(client: Any, emulator: Emulator) -> None:
    organizations = client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    organizations.create_account(AccountName="dev", Email="dev@example.com")
    found = emulator.trail[-1]["requestParameters"]
    assert found == {"accountName": "****", "email": "****"}


def test_times_are_written_as_the_service_writes_them(client: Any, emulator: Emulator) -> None:
    client("iam").create_user(UserName="kim")
    iam = emulator.trail[-1]["responseElements"]["user"]["createDate"]
    assert datetime.strptime(iam, "%b %d, %Y %I:%M:%S %p")  # noqa: DTZ007  # UTC
    client("kms").create_key()
    kms = emulator.trail[-1]["responseElements"]["keyMetadata"]["creationDate"]
    assert datetime.strptime(kms, "%b %d, %Y, %I:%M:%S %p")  # noqa: DTZ007  # UTC
    assert ", 0" not in kms


def test_number_that_json_does_not_have_is_written_as_text(signed: Any, emulator: Emulator) -> None:
    headers = {"X-Amz-Target": "ServiceQuotasV20190624.RequestServiceQuotaIncrease"}
    body = '{"ServiceCode": "vpc", "QuotaCode": "L-F678F1CE", "DesiredValue": NaN}'
    answer = signed(
        "servicequotas", body, headers=headers, content_type="application/x-amz-json-1.1"
    )
    assert answer.status_code == 400
    assert json.loads(json.dumps(emulator.trail[-1]), parse_constant=pytest.fail)
    assert emulator.trail[-1]["requestParameters"]["desiredValue"] == "nan"


def test_field_that_is_too_large_is_left_out() -> None:
    small = {"a": "x" * (MAX_FIELD - 9)}
    assert limit_size("requestParameters", small) == small
    large = {"a": "x" * MAX_FIELD}
    assert limit_size("requestParameters", large) == {
        "omitted": True,
        "originalSize": MAX_FIELD + 9,
        "reason": "requestParameters too large",
    }
