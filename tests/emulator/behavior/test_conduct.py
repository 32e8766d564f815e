from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior
from ringwall.jobs.authority import ReasonedAuthority

ACCOUNT = "123456789012"
ALLOW = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*",'
    '"Principal":{"AWS":"123456789012"}}]}'
)
POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'


@pytest.fixture(scope="module")
def late_app() -> Emulator:
    return Emulator(authority=ReasonedAuthority(), behavior=Behavior(lag=4, seed=4))


@pytest.fixture
def late(late_app: Emulator) -> Iterator[Emulator]:
    late_app.reset()
    yield late_app
    assert late_app.guesses == []


def try_often(call: Callable[[], Any], times: int = 8) -> list[str]:
    found = []
    for _ in range(times):
        try:
            call()
            found.append("ok")
        except ClientError as error:
            found.append(error.response["Error"]["Code"])
    return found


def test_a_new_role_cannot_be_assumed_at_once(late: Emulator, entrance: Any) -> None:
    iam, sts = entrance.client(late, "iam"), entrance.client(late, "sts")
    found = []
    for number in range(4):
        made = iam.create_role(RoleName=f"r{number}", AssumeRolePolicyDocument=ALLOW)["Role"]
        asked = {"RoleArn": made["Arn"], "RoleSessionName": "test"}
        found.append(try_often(lambda given=asked: sts.assume_role(**given)))  # type: ignore[misc]
    assert all(one == sorted(one) and one[-1] == "ok" for one in found)
    assert {code for one in found for code in one} == {"AccessDenied", "ok"}


def test_a_new_key_is_nobody_s_and_not_the_operator_s(late: Emulator, entrance: Any) -> None:
    iam = entrance.client(late, "iam")
    iam.create_user(UserName="eve")
    codes: set[str] = set()
    for _ in range(2):
        key = iam.create_access_key(UserName="eve")["AccessKey"]
        session = entrance.session(late, key["AccessKeyId"], key["SecretAccessKey"])
        eve = session.create_client("iam", region_name="us-east-1")
        codes |= set(try_often(lambda asking=eve: asking.list_users()))  # type: ignore[misc]
    assert codes == {"InvalidClientTokenId", "AccessDenied"}


def test_a_new_policy_allows_later(late: Emulator, entrance: Any) -> None:
    iam = entrance.client(late, "iam")
    iam.create_user(UserName="dana")
    key = iam.create_access_key(UserName="dana")["AccessKey"]
    session = entrance.session(late, key["AccessKeyId"], key["SecretAccessKey"])
    dana = session.create_client("sqs", region_name="us-east-1")
    try_often(dana.list_queues)
    found: set[tuple[str, ...]] = set()
    for _ in range(4):
        iam.put_user_policy(UserName="dana", PolicyName="p", PolicyDocument=POLICY)
        allowed = try_often(dana.list_queues)
        iam.delete_user_policy(UserName="dana", PolicyName="p")
        denied = try_often(dana.list_queues)
        assert (allowed[-1], denied[-1]) == ("ok", "AccessDeniedException")
        found |= {(allowed[0], denied[0])}
    assert len(found) > 1
