"""A table of DynamoDB as responses in a Lambda keep things in, on the emulator."""

from typing import Any

import pytest
from journal_contract import KeptClock, KeptWorld
from outbox_contract import KeptOutbox, OutboxClock

TABLE = "ringwall-responder"
PLACE = ("us-east-1", "123456789012")


def make_table(client: Any, name: str = TABLE) -> str:
    """Make the table; return its ARN."""
    keys = (("pk", "HASH"), ("sk", "RANGE"))
    made = client.create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key, _ in keys],
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys],
        BillingMode="PAY_PER_REQUEST",
    )
    return str(made["TableDescription"]["TableArn"])


@pytest.fixture(scope="session")
def dynamodb_sessions() -> tuple[Any, Any, Any]:
    """Return an emulator, sessions of ours, and a botocore session of the operator."""
    from ringwall.aws.session import Sessions  # noqa: PLC0415 - few tests need it
    from ringwall.emulator.app import Emulator  # noqa: PLC0415 - the same
    from ringwall.emulator.transport import attach, open_session  # noqa: PLC0415 - the same

    emulator = Emulator()
    sessions = Sessions(region=PLACE[0], transport=lambda session: attach(session, emulator))
    return emulator, sessions, open_session(emulator, "AKIAOPERATOR", "not-a-secret")


@pytest.fixture
def dynamodb_kept(
    dynamodb_sessions: tuple[Any, Any, Any], aws_environment: pytest.MonkeyPatch
) -> KeptWorld:
    """Return journal, leases and cases in a new table; an HMAC key of KMS seals."""
    from ringwall.apply.dynamodb.cases import DynamoCases  # noqa: PLC0415 - the same
    from ringwall.apply.dynamodb.journal import DynamoJournal  # noqa: PLC0415 - the same
    from ringwall.apply.dynamodb.leases import DynamoLeases  # noqa: PLC0415 - the same
    from ringwall.apply.dynamodb.sealing import KmsSealer  # noqa: PLC0415 - the same
    from ringwall.apply.dynamodb.table import ItemTable  # noqa: PLC0415 - the same
    from ringwall.aws.write import open_writer  # noqa: PLC0415 - the same

    emulator, sessions, operator = dynamodb_sessions
    emulator.reset()
    aws_environment.setenv("AWS_ACCESS_KEY_ID", "AKIARINGWALL")
    aws_environment.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
    client = operator.create_client("dynamodb", region_name=PLACE[0])
    make_table(client)
    keys = operator.create_client("kms", region_name=PLACE[0])
    key = keys.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]
    writer = open_writer(sessions, sessions.identity().account_id, PLACE[0])
    table, sealer, clock = ItemTable(TABLE, writer), KmsSealer(writer, key["Arn"]), KeptClock()

    def spoil(partition: str, column: str, value: Any) -> None:
        newest = table.query(partition, newest=True)[0]
        typed = {"N": str(value)} if isinstance(value, int) else {"S": value}
        client.update_item(
            TableName=TABLE,
            Key={"pk": {"S": partition}, "sk": {"S": newest["sk"]}},
            UpdateExpression="set #c = :v",
            ExpressionAttributeNames={"#c": column},
            ExpressionAttributeValues={":v": typed},
        )

    return KeptWorld(
        clock,
        DynamoJournal(table, sealer, clock),
        DynamoLeases(table, now=clock),
        DynamoLeases(table, now=clock),
        DynamoCases(table, sealer, clock),
        lambda run, column, value: spoil(f"RUN#{run}", column, value),
        lambda case, column, value: spoil(f"CASE#{case}", column, value),
    )


@pytest.fixture
def dynamodb_outbox(
    dynamodb_sessions: tuple[Any, Any, Any], dynamodb_kept: KeptWorld
) -> KeptOutbox:
    """Return an outbox and nonces in a new table; an HMAC key of KMS seals."""
    from ringwall.apply.dynamodb.nonces import DynamoNonces  # noqa: PLC0415 - few tests need it
    from ringwall.apply.dynamodb.outbox import DynamoOutbox  # noqa: PLC0415 - the same
    from ringwall.apply.dynamodb.sealing import KmsSealer  # noqa: PLC0415 - the same

    _, _, operator = dynamodb_sessions
    client = operator.create_client("dynamodb", region_name=PLACE[0])
    table, sealer, clock = dynamodb_kept.cases.table, dynamodb_kept.cases.sealer, OutboxClock()

    def spoil(column: str, value: str) -> None:
        for row in table.query("NOTICE"):
            client.update_item(
                TableName=TABLE,
                Key={"pk": {"S": "NOTICE"}, "sk": {"S": row["sk"]}},
                UpdateExpression="set #c = :v",
                ExpressionAttributeNames={"#c": column},
                ExpressionAttributeValues={":v": {"S": value}},
            )

    other = KmsSealer(sealer.writer, sealer.key)
    return KeptOutbox(
        clock,
        DynamoOutbox(table, sealer, clock),
        DynamoOutbox(table, other, clock),
        DynamoNonces(table, clock),
        spoil,
    )
