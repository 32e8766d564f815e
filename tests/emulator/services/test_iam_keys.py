"""A key that was deleted is of no use to anybody."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.authority import ReasonedAuthority


@pytest.fixture
def app() -> Emulator:
    return Emulator(authority=ReasonedAuthority())


def make_client(app: Emulator, service: str, *keys: str) -> Any:
    import botocore.session  # noqa: PLC0415

    session = botocore.session.Session()
    session.set_credentials(*(keys or ("AKIATEAM", "not-a-secret")))
    attach(session, app)
    return session.create_client(service, region_name="us-east-1")


def give_key(app: Emulator, name: str) -> tuple[str, str]:
    iam = make_client(app, "iam")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def refusal(app: Emulator, *keys: str) -> str:
    with pytest.raises(ClientError) as caught:
        make_client(app, "sts", *keys).get_caller_identity()
    found: Any = caught.value.response
    return str(found["Error"]["Code"])


def test_a_deleted_key_is_refused(app: Emulator) -> None:
    key = give_key(app, "eve")
    assert make_client(app, "sts", *key).get_caller_identity()["Arn"].endswith(":user/eve")
    make_client(app, "iam").delete_access_key(UserName="eve", AccessKeyId=key[0])
    app.trail.clear()
    assert refusal(app, *key) == "InvalidClientTokenId"
    assert app.trail == []  # nor does CloudTrail on AWS know who it was


def test_sessions_of_a_deleted_user_are_refused_though_the_name_is_taken_again(
    app: Emulator,
) -> None:
    key = give_key(app, "eve")
    found = make_client(app, "sts", *key).get_session_token()["Credentials"]
    session = (found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
    assert make_client(app, "sts", *session).get_caller_identity()["Arn"].endswith(":user/eve")
    iam = make_client(app, "iam")
    iam.delete_access_key(UserName="eve", AccessKeyId=key[0])
    iam.delete_user(UserName="eve")
    assert refusal(app, *session) == "InvalidClientTokenId"
    give_key(app, "eve")
    assert refusal(app, *session) == "InvalidClientTokenId"


def test_what_was_saved_knows_the_deleted_keys(app: Emulator) -> None:
    key = give_key(app, "eve")
    make_client(app, "iam").delete_access_key(UserName="eve", AccessKeyId=key[0])
    other = Emulator(authority=ReasonedAuthority())
    other.load(app.save())
    assert refusal(other, *key) == "InvalidClientTokenId"
