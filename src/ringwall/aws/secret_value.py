"""The value of one secret of Secrets Manager, named by its ARN: a Reader itself reads none."""

import re
from functools import partial
from typing import Any

from ringwall.aws.read import AwsReader
from ringwall.model.errors import BadInput, CallFailed

OPERATION = "secretsmanager.get_secret_value"
_ARN = re.compile(
    r"arn:[a-z-]{3,30}:secretsmanager:([a-z0-9-]{1,30}):(\d{12}):secret:[^\s#]{1,520}"
)


def locate_secret(arn: str) -> tuple[str, str]:
    """Return the account and the Region of a secret; BadInput where it is no ARN of one."""
    if not (found := _ARN.fullmatch(arn)):
        raise BadInput("a secret is named by its ARN, arn:aws:secretsmanager:...:secret:NAME")
    return found[2], found[1]


def read_secret_value(reader: AwsReader, arn: str) -> str:
    """Return the text of a secret of the reader's account and Region; CallFailed where it has none.

    It is for secrets that the user has named as his or her own, and for nothing that was found.
    """
    if locate_secret(arn) != (reader.account_id, reader.region):
        raise ValueError(f"{arn} is of another account or Region than the reader")
    client, name = reader.connection.method(reader.account_id, reader.region, OPERATION)
    send = partial(getattr(client, name), SecretId=arn)
    answer: Any = reader.connection.send(reader.account_id, reader.region, OPERATION, send)
    if not isinstance(text := answer.get("SecretString"), str):
        raise CallFailed(f"{OPERATION}: {arn} holds no text", "Unreadable")
    return text
