"""Credentials as AWS takes them: keys that are off, sessions that end, tokens of providers."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import werkzeug.test
from botocore.config import Config
from botocore.exceptions import ClientError
from policy_texts import allow, write

Principals = Any
"""conftest.py declares it."""
A = "123456789012"
INVALID = {
    "s3": "InvalidAccessKeyId",
    "ec2": "AuthFailure",
    "iam": "InvalidClientTokenId",
    "dynamodb": "UnrecognizedClientException",
    "lambda": "UnrecognizedClientException",
}
EXPIRED = {
    "s3": "ExpiredToken",
    "ec2": "RequestExpired",
    "iam": "ExpiredToken",
    "dynamodb": "ExpiredTokenException",
    "lambda": "ExpiredTokenException",
}
CALLS = {
    "s3": "list_buckets",
    "ec2": "describe_vpcs",
    "iam": "list_users",
    "dynamodb": "list_tables",
    "lambda": "list_functions",
}


@pytest.mark.parametrize("service", CALLS)
def test_an_inactive_key_is_refused(principals: Principals, refused: Any, service: str) -> None:
    key = principals.user("ann", allow("*"))
    call = getattr(principals.client(service, *key), CALLS[service])
    assert call()
    iam = principals.client("iam")
    iam.update_access_key(UserName="ann", AccessKeyId=key[0], Status="Inactive")
    refused(call, INVALID[service])
    iam.update_access_key(UserName="ann", AccessKeyId=key[0], Status="Active")
    assert call()


@pytest.mark.parametrize("service", CALLS)
def test_a_session_ends(principals: Principals, refused: Any, service: str) -> None:
    role = principals.role("app", {"Principal": {"AWS": A}}, allow("*"))
    session = principals.assume(role)
    call = getattr(principals.client(service, *session), CALLS[service])
    assert call()
    end_session(principals, session[0])
    refused(call, EXPIRED[service])


def end_session(principals: Principals, key: str) -> None:
    """Let a session's credentials have expired a minute ago."""
    sessions = principals.app.state.sessions
    past = datetime.now(UTC) - timedelta(minutes=1)
    known = vars(sessions[key])
    sessions[key] = type(sessions[key])(**{**known, "expires": past})


WRONG_TOKEN = {**INVALID, "s3": "InvalidToken"}


@pytest.mark.parametrize("service", CALLS)
def test_a_session_is_its_token_too(principals: Principals, refused: Any, service: str) -> None:
    role = principals.role("app", {"Principal": {"AWS": A}}, allow("*"))
    key, secret, token = principals.assume(role)
    other = principals.assume(role)[2]
    for given, codes in ((None, INVALID), (other, WRONG_TOKEN), (f"{token}x", WRONG_TOKEN)):
        call = getattr(principals.client(service, key, secret, given), CALLS[service])
        refused(call, codes[service])
    assert getattr(principals.client(service, key, secret, token), CALLS[service])()


@pytest.mark.parametrize("ask", ["get_session_token", "get_federation_token"])
def test_a_users_session_is_its_token_too(principals: Principals, refused: Any, ask: str) -> None:
    user = principals.user("ann", allow("sts:GetFederationToken"))
    given = {"Name": "guest"} if "federation" in ask else {}
    found = getattr(principals.client("sts", *user), ask)(**given)["Credentials"]
    key, secret, token = (found[f"{n}"] for n in ("AccessKeyId", "SecretAccessKey", "SessionToken"))
    assert key not in token
    refused(principals.client("sts", key, secret).get_caller_identity, "InvalidClientTokenId")
    assert principals.client("sts", key, secret, token).get_caller_identity()


def test_a_presigned_url_of_a_session_has_its_token(principals: Principals) -> None:
    role = principals.role("app", {"Principal": {"AWS": A}}, allow("s3:*"))
    principals.client("s3").create_bucket(Bucket="data")
    session = principals.assume(role)
    client = werkzeug.test.Client(principals.app)

    def read(*keys: str) -> int:
        signed = Config(signature_version="s3v4")
        url = principals.client("s3", *keys, config=signed).generate_presigned_url(
            "list_objects_v2", Params={"Bucket": "data"}
        )
        host, _, rest = url.removeprefix("https://").partition("/")
        return client.get(f"/{rest}", base_url=f"https://{host}").status_code

    assert read(*session) == 200
    assert read(*session[:2]) == 403


def test_the_session_of_a_deleted_role_is_of_no_use(principals: Principals, refused: Any) -> None:
    role = principals.role("app", {"Principal": {"AWS": A}})
    session = principals.assume(role)
    principals.client("iam").delete_role(RoleName="app")
    refused(principals.client("iam", *session).list_users, "InvalidClientTokenId")


def test_everybody_may_ask_who_it_is(principals: Principals) -> None:
    def whoami(*keys: str) -> Any:
        found = principals.client("sts", *keys).get_caller_identity()
        return found["Arn"], found["UserId"][:4]

    role = principals.role("app", {"Principal": {"AWS": A}})
    session = principals.assume(role)
    assert whoami() == (f"arn:aws:iam::{A}:user/operator", "AIDA")
    assert whoami(*session)[0] == f"arn:aws:sts::{A}:assumed-role/app/test"
    key = principals.user("ann")
    assert whoami(*key)[0] == f"arn:aws:iam::{A}:user/ann"
    found = principals.client("sts", *key).get_session_token()["Credentials"]
    own = (found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
    assert whoami(*own)[0] == f"arn:aws:iam::{A}:user/ann"


def test_a_users_session_has_what_the_user_has_and_mfa(
    principals: Principals, refused: Any
) -> None:
    mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    key = principals.user("ann", allow("iam:ListUsers", Condition=mfa))
    sts = principals.client("sts", *key)

    def session(**more: Any) -> Any:
        found = sts.get_session_token(**more)["Credentials"]
        keys = (found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
        return principals.client("iam", *keys)

    refused(principals.client("iam", *key).list_users)
    refused(session().list_users, "InvalidClientTokenId")
    serial = f"arn:aws:iam::{A}:mfa/ann"
    assert session(SerialNumber=serial, TokenCode="123456").list_users()["Users"]


def test_a_federated_user_has_what_policy_and_user_both_allow(
    principals: Principals, refused: Any
) -> None:
    may = allow("sts:GetFederationToken", "sqs:ListQueues", "sqs:ListMessageMoveTasks", "iam:*")
    sts = principals.client("sts", *principals.user("ann", may))

    def federate(service: str = "sqs", **more: Any) -> Any:
        found = sts.get_federation_token(Name="guest", **more)["Credentials"]
        keys = (found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
        return principals.client(service, *keys)

    refused(federate().list_queues, "AccessDeniedException")
    policy = write(allow("sqs:ListQueues", "sqs:CreateQueue", "iam:*"))
    some = federate(Policy=policy)
    assert some.list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200
    refused(some.create_queue, "AccessDeniedException", QueueName="q")
    # AWS lets federated users call no operation of IAM.
    refused(federate("iam", Policy=policy).list_users, "InvalidClientTokenId")


def token(**claims: Any) -> str:
    parts = [{"alg": "RS256"}, claims, {}]
    return ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts
    )


def test_a_token_of_a_provider_gives_a_session(principals: Principals, refused: Any) -> None:
    host = "token.actions.githubusercontent.com"
    provider = principals.client("iam").create_open_id_connect_provider(
        Url=f"https://{host}", ClientIDList=["sts.amazonaws.com"], ThumbprintList=["0" * 40]
    )["OpenIDConnectProviderArn"]
    test = {"StringLike": {f"{host}:sub": "repo:acme/*"}}
    role = principals.role(
        "deploy",
        {
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Principal": {"Federated": provider},
            "Condition": test,
        },
        allow("iam:ListUsers"),
    )
    sts = principals.client("sts", "")
    given = {"iss": f"https://{host}", "aud": "sts.amazonaws.com"}

    def ask(**claims: Any) -> dict[str, Any]:
        return {
            "RoleArn": role,
            "RoleSessionName": "run",
            "WebIdentityToken": token(**{**given, **claims}),
        }

    found = sts.assume_role_with_web_identity(**ask(sub="repo:acme/shop"))["Credentials"]
    session = (found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
    assert principals.client("iam", *session).list_users()["Users"] == []
    call = sts.assume_role_with_web_identity
    refused(call, **ask(sub="repo:evil/shop"))
    refused(call, "InvalidIdentityToken", **ask(sub="repo:acme/shop", aud="other"))
    refused(call, "InvalidIdentityToken", **ask(sub="repo:acme/shop", iss="https://example.com"))
    refused(call, "InvalidIdentityToken", **{**ask(sub="x"), "WebIdentityToken": "a.b.c"})


@pytest.mark.parametrize("arn", ["x" * 20, "arn:aws:iam::1:role/app", "arn:aws:iam::..:role/app/x"])
@pytest.mark.parametrize("call", ["assume_role", "assume_role_with_web_identity"])
def test_what_is_no_role_is_refused(principals: Principals, arn: str, call: str) -> None:
    unsigned = call != "assume_role"
    sts = principals.client("sts", *([""] if unsigned else []))
    more = {"WebIdentityToken": token(iss="https://a.example.com")} if unsigned else {}
    with pytest.raises(ClientError) as caught:
        getattr(sts, call)(RoleArn=arn, RoleSessionName="session", **more)
    response: Any = caught.value.response
    assert response["Error"]["Code"] in {"ValidationError", "AccessDenied"}


def test_sessions_are_no_longer_than_the_role_allows(principals: Principals, refused: Any) -> None:
    short = principals.role("short", {"Principal": {"AWS": A}}, allow("sts:AssumeRole"))
    long = principals.role("long", {"Principal": {"AWS": A}}, MaxSessionDuration=43200)
    sts = principals.client("sts")
    given = {"RoleSessionName": "session", "DurationSeconds": 7200}
    refused(sts.assume_role, "ValidationError", RoleArn=short, **given)
    assert sts.assume_role(RoleArn=long, **given)["Credentials"]
    chained = principals.client("sts", *principals.assume(short))
    refused(chained.assume_role, "ValidationError", RoleArn=long, **given)
    assert chained.assume_role(RoleArn=long, RoleSessionName="session")["Credentials"]


def test_what_is_kept_of_sessions_is_saved_and_loaded(principals: Principals, refused: Any) -> None:
    role = principals.role("app", {"Principal": {"AWS": A}}, allow("iam:List*"))
    session = principals.assume(role, Policy=write(allow("iam:ListRoles")))
    principals.app.load(principals.app.save())
    assert principals.client("iam", *session).list_roles()["Roles"]
    refused(principals.client("iam", *session).list_users)


def test_a_new_role_of_the_same_name_has_no_sessions(principals: Principals, refused: Any) -> None:
    trust = {"Principal": {"AWS": A}}
    session = principals.assume(principals.role("reader", trust))
    iam = principals.client("iam")
    iam.delete_role(RoleName="reader")
    principals.role("reader", trust, allow("iam:*"))
    refused(principals.client("iam", *session).list_users, "InvalidClientTokenId")


def test_a_session_gives_out_no_further_one(principals: Principals, refused: Any) -> None:
    key = principals.user("ann", allow("*"))
    made = principals.client("sts", *key).get_session_token()["Credentials"]
    session = (made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"])
    sts = principals.client("sts", *session)
    refused(sts.get_session_token)
    refused(sts.get_federation_token, Name="bob")
