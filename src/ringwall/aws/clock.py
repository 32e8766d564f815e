"""What time it is at AWS, by the head of an answer."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Event
from typing import Any

from ringwall.aws.session import Sessions
from ringwall.model.errors import CallFailed


def ask_time(sessions: Sessions) -> datetime:
    """Return what time AWS says it is, to the second; CallFailed where it does not answer.

    AWS itself refuses requests of a clock that is far off, by services at other distances.
    """
    account_id, region = sessions.identity().account_id, sessions.home_region
    connection = sessions.connection
    client: Any = connection.client(account_id, region, "sts")
    with connection.acting(account_id, Event()):
        answer = connection.send(
            account_id, region, "sts.get_caller_identity", client.get_caller_identity
        )
    told = answer["ResponseMetadata"]["HTTPHeaders"].get("date", "")
    try:
        found = parsedate_to_datetime(told)
    except ValueError as error:
        raise CallFailed(
            f"sts.get_caller_identity in {region}: the answer does not say what time it is"
        ) from error
    return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
