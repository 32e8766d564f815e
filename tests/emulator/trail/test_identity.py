from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from policy_texts import OPERATOR_TRUST, allow, write
from trail_requests import send
from werkzeug.test import EnvironBuilder

from ringwall.emulator.app import Emulator
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.trail.identity import (
    ANONYMOUS,
    INVOKED_BY,
    as_other_account_sees,
    find_identity,
)
from ringwall.emulator.wire.request import parse_call


def identity(emulator: Emulator) -> dict[str, Any]:
    found: dict[str, Any] = emulator.trail[-1]["userIdentity"]
    return found


def test_unknown_key_is_the_operators(client: Any, emulator: Emulator) -> None:
    client("ec2").describe_vpcs()
    assert emulator.trail[-1]["userIdentity"] == {
        "accountId": "123456789012",
        "accessKeyId": "AKIATEAM",
        "type": "IAMUser",
        "principalId": "AIDAOPERATOR000000000",
        "arn": "arn:aws:iam::123456789012:user/operator",
        "userName": "operator",
    }


def test_user_is_named_by_the_key(client: Any, emulator: Emulator, entrance: Any) -> None:
    client("iam").create_user(UserName="kim")
    key = client("iam").create_access_key(UserName="kim")["AccessKey"]
    policy = write(allow("ec2:DescribeVpcs"))
    client("iam").put_user_policy(UserName="kim", PolicyName="own", PolicyDocument=policy)
    session = entrance.session(emulator, key["AccessKeyId"], key["SecretAccessKey"])
    session.create_client("ec2", region_name="us-east-1").describe_vpcs()
    assert identity(emulator) == {
        "type": "IAMUser",
        "principalId": client("iam").get_user(UserName="kim")["User"]["UserId"],
        "arn": "arn:aws:iam::123456789012:user/kim",
        "accountId": "123456789012",
        "accessKeyId": key["AccessKeyId"],
        "userName": "kim",
    }


def test_session_of_a_role_says_how_it_was_made(client: Any, emulator: Emulator) -> None:
    iam, sts = client("iam"), client("sts")
    role = iam.create_role(
        RoleName="admin", Path="/team/", AssumeRolePolicyDocument=OPERATOR_TRUST
    )["Role"]
    before = datetime.now(UTC).replace(microsecond=0)
    keys = sts.assume_role(
        RoleArn=role["Arn"],
        RoleSessionName="kim",
        SerialNumber="arn:aws:iam::123456789012:mfa/kim",
        TokenCode="123456",
        SourceIdentity="kim.lee",
    )["Credentials"]
    send(emulator, "sts", "GetCallerIdentity", {}, key=keys["AccessKeyId"])
    found = identity(emulator)
    created = found["sessionContext"]["attributes"].pop("creationDate")
    made = datetime.strptime(created, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert before <= made <= datetime.now(UTC)
    assert found == {
        "type": "AssumedRole",
        "principalId": f"{role['RoleId']}:kim",
        "arn": "arn:aws:sts::123456789012:assumed-role/admin/kim",
        "accountId": "123456789012",
        "accessKeyId": keys["AccessKeyId"],
        "sessionContext": {
            "sessionIssuer": {
                "type": "Role",
                "principalId": role["RoleId"],
                "arn": role["Arn"],
                "accountId": "123456789012",
                "userName": "admin",
            },
            "sourceIdentity": "kim.lee",
            "attributes": {"mfaAuthenticated": "true"},
        },
    }


def test_session_without_mfa_says_so(client: Any, emulator: Emulator, member: str) -> None:
    client("sqs", member).list_queues()
    assert identity(emulator)["sessionContext"]["attributes"]["mfaAuthenticated"] == "false"


def test_session_of_a_deleted_role_keeps_one_id(entrance: Any) -> None:
    emulator = Emulator()  # one that enforces takes no call of such a session

    def client(service: str) -> Any:
        return entrance.client(emulator, service)

    made = client("iam").create_role(RoleName="gone", AssumeRolePolicyDocument=OPERATOR_TRUST)
    role = made["Role"]
    sts = client("sts")
    keys = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="one")["Credentials"]
    client("iam").delete_role(RoleName="gone")
    send(emulator, "sqs", "ListQueues", {}, key=keys["AccessKeyId"])
    send(emulator, "sqs", "ListQueues", {}, key=keys["AccessKeyId"])
    first, second = (r["userIdentity"]["principalId"] for r in emulator.trail[-2:])
    assert first == second
    assert first.startswith("AROA")


def test_source_identity_goes_on_in_a_chain(client: Any, emulator: Emulator) -> None:
    role = "arn:aws:iam::123456789012:role/r"
    iam, sts = client("iam"), client("sts")
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=OPERATOR_TRUST)
    policy = write(allow("sts:*", "sqs:*"))
    iam.put_role_policy(RoleName="r", PolicyName="own", PolicyDocument=policy)
    first = sts.assume_role(RoleArn=role, RoleSessionName="one", SourceIdentity="kim.lee")
    key = first["Credentials"]["AccessKeyId"]
    send(emulator, "sts", "AssumeRole", {}, key=key, RoleArn=role, RoleSessionName="two")
    second = emulator.trail[-1]["responseElements"]["credentials"]["accessKeyId"]
    send(emulator, "sqs", "ListQueues", {}, key=second)
    assert identity(emulator)["sessionContext"]["sourceIdentity"] == "kim.lee"


def test_session_of_a_user_is_the_user_with_a_context(client: Any, emulator: Emulator) -> None:
    key = client("sts").get_session_token()["Credentials"]["AccessKeyId"]
    send(emulator, "sqs", "ListQueues", {}, key=key)
    found = identity(emulator)
    assert (found["type"], found["accessKeyId"]) == ("IAMUser", key)
    assert found["sessionContext"]["attributes"]["mfaAuthenticated"] == "false"
    assert "sessionIssuer" not in found["sessionContext"]


def test_federated_user_names_the_user_behind_it(client: Any, emulator: Emulator) -> None:
    answer = client("sts").get_federation_token(Name="Bob")
    send(emulator, "sqs", "ListQueues", {}, key=answer["Credentials"]["AccessKeyId"])
    found = identity(emulator)
    assert (found["type"], found["principalId"]) == ("FederatedUser", "123456789012:Bob")
    assert found["arn"] == "arn:aws:sts::123456789012:federated-user/Bob"
    assert found["sessionContext"]["sessionIssuer"] == {
        "type": "IAMUser",
        "principalId": "AIDAOPERATOR000000000",
        "arn": "arn:aws:iam::123456789012:user/operator",
        "accountId": "123456789012",
        "userName": "operator",
    }


def test_service_that_calls_for_a_principal_is_named(emulator: Emulator) -> None:
    send(emulator, "sqs", "ListQueues", {INVOKED_BY: "cloudformation.amazonaws.com"})
    record = emulator.trail[-1]
    assert record["userIdentity"]["type"] == "IAMUser"
    assert record["userIdentity"]["invokedBy"] == "cloudformation.amazonaws.com"
    assert record["sourceIPAddress"] == "cloudformation.amazonaws.com"
    assert record["userAgent"] == "cloudformation.amazonaws.com"


def unsigned(environ: dict[str, Any]) -> EmulatedCall:
    """Return a call without an access key, as in-process callers make it."""
    scope = "AWS4-HMAC-SHA256 Credential=K/20260101/us-east-1/sqs/aws4_request"
    builder = EnvironBuilder(
        base_url="http://sqs.us-east-1.amazonaws.com",
        method="POST",
        headers=[("Authorization", scope)],
        data={"Action": "ListQueues", "Version": "2012-11-05"},
    )
    wsgi = builder.get_environ()
    call = parse_call(wsgi, wsgi["wsgi.input"].read())
    assert call is not None
    return replace(call, access_key="", environ=environ)


def test_call_without_a_key_is_of_a_service_or_anonymous() -> None:
    service = unsigned({INVOKED_BY: "lambda.amazonaws.com"})
    assert find_identity(service, {}) == {
        "type": "AWSService",
        "invokedBy": "lambda.amazonaws.com",
    }
    assert find_identity(unsigned({}), {}) == ANONYMOUS


def test_saml_user_is_named_by_the_provider(emulator: Emulator) -> None:
    emulator.deny("sts:AssumeRoleWithSAML")
    provider = "arn:aws:iam::123456789012:saml-provider/corp"
    role = "arn:aws:iam::123456789012:role/r"
    send(
        emulator,
        "sts",
        "AssumeRoleWithSAML",
        {},
        RoleArn=role,
        PrincipalArn=provider,
        SAMLAssertion="bWFkZS11cA",
    )
    assert identity(emulator) == {
        "type": "SAMLUser",
        "principalId": provider,
        "identityProvider": provider,
    }


def test_owner_of_a_resource_is_not_told_the_callers_name() -> None:
    user = {"type": "IAMUser", "principalId": "AIDA1", "accountId": "1", "userName": "kim"}
    told = {"type": "AWSAccount", "principalId": "AIDA1", "accountId": "1"}
    service = {"type": "AWSService", "invokedBy": "lambda.amazonaws.com"}
    assert as_other_account_sees(user) == told
    assert as_other_account_sees(service) == service
    assert as_other_account_sees(ANONYMOUS) == ANONYMOUS
