"""Who calls in tests of responses: users and sessions with keys of their own."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError
from response_world import ResponseWorld

REFUSED = ("AccessDenied", "InvalidAccessKeyId")


def connect(world: ResponseWorld, key: Mapping[str, Any], service: str) -> Any:
    """Return a client that signs with a key, of a user or a session."""
    return world.world.team.create_client(
        service,
        region_name="eu-west-1",
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
        aws_session_token=key.get("SessionToken"),
    )


def make_session(world: ResponseWorld, key: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = connect(world, key, "sts").get_session_token()["Credentials"]
    return made


def may_list(world: ResponseWorld, key: Mapping[str, Any]) -> bool:
    """Whether who has a key may list the buckets."""
    try:
        connect(world, key, "s3").list_buckets()
    except ClientError as error:
        if error.response["Error"]["Code"] not in REFUSED:
            raise
        return False
    return True
