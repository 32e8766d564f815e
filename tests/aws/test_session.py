"""Getting into accounts: whose credentials, by which roles, once, from many threads."""

import gc
import json
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import NoCredentialsError

from ringwall.aws.session import Sessions
from ringwall.emulator.acme.team import Team, join_account, make_session
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import ReceivedBody
from ringwall.model.errors import AccessDenied, BadInput, CallFailed, NoCredentials

MANAGEMENT = "123456789012"
REGION = "eu-west-1"
Enter = Callable[..., Sessions]


def test_nothing_is_asked_before_the_first_use(enter: Enter, emulator: Emulator) -> None:
    sessions = enter()
    assert emulator.calls.total() == 0
    assert sessions.identity().account_id == MANAGEMENT
    assert sessions.identity().partition == "aws"
    assert emulator.calls == {"sts:GetCallerIdentity": 1}


def test_the_callers_own_account_needs_no_role(enter: Enter, emulator: Emulator) -> None:
    enter().reader(MANAGEMENT, REGION).call("ec2.describe_vpcs")
    assert emulator.calls["sts:AssumeRole"] == 0


def test_another_account_is_entered_by_its_role(enter: Enter, member: str) -> None:
    who = enter().reader(member, REGION).call("sts.get_caller_identity")
    assert who["Account"] == member
    assert ":assumed-role/OrganizationAccountAccessRole/ringwall" in who["Arn"]


def test_a_role_is_assumed_once_for_all_regions_and_services(
    enter: Enter, emulator: Emulator, member: str
) -> None:
    sessions = enter()
    for region in ("eu-west-1", "us-east-1"):
        reader = sessions.reader(member, region)
        reader.call("ec2.describe_vpcs")
        reader.call("iam.get_account_summary")
    assert emulator.calls["sts:AssumeRole"] == 1


def test_a_role_that_says_no_says_so_once(enter: Enter, emulator: Emulator, member: str) -> None:
    emulator.deny("sts:AssumeRole")
    sessions = enter()
    for _ in range(3):
        with pytest.raises(AccessDenied, match=f"allow .* to assume arn:aws:iam::{member}:role/"):
            sessions.reader(member, REGION)
    assert emulator.calls["sts:AssumeRole"] == 1


def test_without_a_role_only_the_own_account_is_open(enter: Enter, member: str) -> None:
    sessions = enter(role="")
    assert sessions.reader(MANAGEMENT, REGION).account_id == MANAGEMENT
    with pytest.raises(AccessDenied, match="name one: --role"):
        sessions.reader(member, REGION)


def test_a_role_of_one_account_is_no_role_for_all(enter: Enter, member: str) -> None:
    with pytest.raises(BadInput, match=r"write \{account_id\}"):
        enter(role="arn:aws:iam::111122223333:role/Audit").reader(member, REGION)


def test_a_role_may_be_an_arn_with_a_place_for_the_account(enter: Enter, member: str) -> None:
    role = "arn:aws:iam::{account_id}:role/OrganizationAccountAccessRole"
    assert enter(role=role).reader(member, REGION).call("sts.get_caller_identity")


def test_a_chain_of_roles_is_followed(enter: Enter, member: str) -> None:
    role = f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole"
    sessions = enter(chain=(role,))
    assert sessions.identity().account_id == member
    assert sessions.reader(member, REGION).call("sts.get_caller_identity")["Account"] == member


def test_a_name_in_a_chain_is_a_role_of_the_account_reached(
    enter: Enter, emulator: Emulator, member: str
) -> None:
    first = f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole"
    keys = {"AccessKeyId": "AKIATEAM", "SecretAccessKey": "not-a-secret"}
    management = Team(emulator, "123456789012", "management", make_session(emulator, keys))
    trust = {"Effect": "Allow", "Principal": {"AWS": member}, "Action": "sts:AssumeRole"}
    join_account(management, member, "member").client("iam").create_role(
        RoleName="Audit", AssumeRolePolicyDocument=json.dumps({"Statement": trust})
    )
    emulator.trail.clear()
    sessions = enter(chain=(first, "Audit"))
    assert sessions.identity().account_id == member
    assumed = [r["requestParameters"] for r in emulator.trail if r["eventName"] == "AssumeRole"]
    assert [p["roleArn"] for p in assumed] == [first, f"arn:aws:iam::{member}:role/Audit"]


def test_the_external_id_is_shown_to_every_role(
    enter: Enter, emulator: Emulator, member: str
) -> None:
    enter(external_id="acme-7").reader(member, REGION)
    assumed = [r["requestParameters"] for r in emulator.trail if r["eventName"] == "AssumeRole"]
    assert [p["externalId"] for p in assumed] == ["acme-7"]


def test_threads_share_clients(enter: Enter, emulator: Emulator, member: str) -> None:
    sessions = enter()
    clients: list[Any] = []

    def work() -> None:
        sessions.reader(member, REGION).call("ec2.describe_vpcs")
        clients.append(sessions.connection.client(member, REGION, "ec2"))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(clients) == 8
    assert len({id(client) for client in clients}) == 1
    assert emulator.calls["sts:AssumeRole"] == 1


def test_without_credentials_one_is_told_where_to_get_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with pytest.raises(NoCredentials, match="aws sso login"):
        Sessions(region=REGION).identity()


def test_an_unknown_profile_is_bad_input() -> None:
    with pytest.raises(BadInput, match="nope"):
        Sessions(profile="nope").identity()


def test_a_sign_in_that_was_never_done_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.write_text(
        "[profile acme]\nsso_start_url = https://acme.example.com/start\nsso_region = us-east-1\n"
        "sso_account_id = 123456789012\nsso_role_name = Audit\nregion = eu-north-1\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    sessions = Sessions(profile="acme")
    assert sessions.home_region == "eu-north-1"
    with pytest.raises(NoCredentials, match="aws sso login"):
        sessions.identity()


def test_a_broken_config_file_is_bad_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("[profile acme\nnonsense")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    with pytest.raises(BadInput, match="config"):
        Sessions(profile="acme").identity()


def test_expired_keys_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def transport(session: botocore.session.Session) -> None:
        def refuse(**_: Any) -> Any:
            class Raw:
                def stream(self, **_: Any) -> Any:
                    yield (
                        b"<ErrorResponse><Error><Code>ExpiredToken</Code>"
                        b"<Message>The security token is expired</Message></Error></ErrorResponse>"
                    )

            answer: Any = AWSResponse
            return answer("https://sts", 403, {}, Raw())

        session.register("before-send", refuse)

    monkeypatch.setenv("AWS_SESSION_TOKEN", "old")
    with pytest.raises(NoCredentials, match="expired"):
        Sessions(region=REGION, transport=transport).identity()


@pytest.mark.parametrize("is_dead", [True, False])
def test_a_key_that_one_call_does_not_know_ends_the_run_only_if_it_is_dead(
    *, is_dead: bool
) -> None:
    identity = (
        "<GetCallerIdentityResponse><GetCallerIdentityResult><UserId>A</UserId>"
        f"<Arn>arn:aws:iam::{MANAGEMENT}:user/ann</Arn><Account>{MANAGEMENT}</Account>"
        "</GetCallerIdentityResult></GetCallerIdentityResponse>"
    )
    refusal = (
        "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>no</Message>"
        "</Error></ErrorResponse>"
    )
    waiting = [identity, refusal, refusal if is_dead else identity]

    class Raw:
        def __init__(self, content: str) -> None:
            self.content = content.encode()

        def stream(self, **_: Any) -> Any:
            yield self.content

    def send(**event: Any) -> Any:
        said = waiting.pop(0)
        answer: Any = AWSResponse
        return answer(event["request"].url, 200 if said == identity else 403, {}, Raw(said))

    def transport(session: botocore.session.Session) -> None:
        session.register("before-send", send)

    reader = Sessions(region=REGION, transport=transport).reader(MANAGEMENT, REGION)
    with pytest.raises(NoCredentials if is_dead else CallFailed, match="SignatureDoesNotMatch"):
        reader.call("iam.get_account_summary")
    assert waiting == []


def test_home_is_the_option_then_the_environment_then_virginia(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Sessions().home_region == "us-east-1"
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-south-1")
    assert Sessions().home_region == "ap-south-1"
    assert Sessions(region="eu-west-3").home_region == "eu-west-3"


def test_an_endpoint_that_nobody_answers_is_a_failed_call() -> None:
    sessions = Sessions(region=REGION, endpoint_url="http://127.0.0.1:1", attempts=1)
    with pytest.raises(CallFailed, match="Could not connect"):
        sessions.identity()


def test_what_an_account_needed_is_let_go(enter: Enter, emulator: Emulator, member: str) -> None:
    sessions = enter()
    reader = sessions.reader(member, REGION)
    reader.call("ec2.describe_vpcs")
    held = sessions._state.credentials  # noqa: SLF001 - what is held
    credentials = weakref.ref(held[member])
    sessions.release(member)
    gc.collect()
    assert credentials() is None
    assert emulator.calls["sts:AssumeRole"] == 1
    reader.call("ec2.describe_vpcs")  # what is needed again is made again
    assert emulator.calls["sts:AssumeRole"] == 2


def test_accounts_share_clients_and_each_signs_with_its_own_keys(enter: Enter, member: str) -> None:
    sessions = enter()
    readers = [sessions.reader(account, REGION) for account in (MANAGEMENT, member)] * 10
    with ThreadPoolExecutor(8) as pool:
        said = pool.map(lambda reader: reader.call("sts.get_caller_identity")["Account"], readers)
        assert list(said) == [MANAGEMENT, member] * 10
    clients = [
        sessions.connection.client(account, REGION, "sts") for account in (MANAGEMENT, member)
    ]
    assert clients[0] is clients[1]


def test_a_call_of_nobody_is_not_sent(enter: Enter, emulator: Emulator) -> None:
    client: Any = enter().connection.client(MANAGEMENT, REGION, "sts")
    emulator.calls.clear()
    with pytest.raises(NoCredentialsError):
        client.get_caller_identity()
    assert emulator.calls.total() == 0


def test_an_account_that_could_not_be_entered_is_not_asked_again(
    enter: Enter, emulator: Emulator, member: str
) -> None:
    emulator.deny("sts:AssumeRole")
    sessions = enter()
    for _ in range(2):
        with pytest.raises(AccessDenied):
            sessions.reader(member, REGION)
        sessions.release(member)
    assert emulator.calls["sts:AssumeRole"] == 1


def test_an_account_that_was_just_created_can_be_asked_again(
    enter: Enter, emulator: Emulator, member: str
) -> None:
    emulator.deny("sts:AssumeRole")
    sessions = enter()
    with pytest.raises(AccessDenied):
        sessions.reader(member, REGION)
    emulator.allow()
    sessions.ask_again(MANAGEMENT)
    with pytest.raises(AccessDenied):
        sessions.reader(member, REGION)
    sessions.ask_again(member)
    sessions.reader(member, REGION)
    sessions.ask_again(member)
    sessions.reader(member, REGION)
    assert emulator.calls["sts:AssumeRole"] == 2


def test_each_account_signs_with_a_key_of_its_own(enter: Enter, member: str) -> None:
    sessions = enter()
    keys = {sessions.access_key(account_id) for account_id in (MANAGEMENT, member, member)}
    assert len(keys) == 2


def test_what_is_sent_is_counted(enter: Enter, emulator: Emulator, member: str) -> None:
    sessions = enter()
    sessions.reader(member, REGION).call("ec2.describe_vpcs")
    assert sessions.traffic.sent == emulator.calls.total() == 3


@pytest.mark.parametrize(
    "name", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_S3"]
)
def test_a_plain_endpoint_of_the_environment_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "http://10.0.0.1")
    with pytest.raises(BadInput, match="not encrypted"):
        Sessions().identity()


@pytest.mark.parametrize(
    "config",
    [
        "[profile x]\nendpoint_url = http://10.0.0.1\n",
        "[profile x]\nservices = s\n[services s]\nsts =\n  endpoint_url = http://10.0.0.1\n",
    ],
)
def test_a_plain_endpoint_of_a_profile_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, config: str
) -> None:
    (tmp_path / "config").write_text(config)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    with pytest.raises(BadInput, match="not encrypted"):
        Sessions(profile="x").identity()


def test_a_plain_endpoint_is_used_where_that_is_said() -> None:
    with pytest.raises(BadInput, match="not encrypted"):
        Sessions(endpoint_url="http://192.0.2.1:1").identity()
    client = Sessions(endpoint_url="http://192.0.2.1:1", plain_http=True)
    assert client.home_region == "us-east-1"
    with pytest.raises(CallFailed):
        Sessions(endpoint_url="http://ringwall.invalid", plain_http=True).identity()


def answer_with(body: bytes, operation: str) -> Callable[[botocore.session.Session], None]:
    """Return a transport that answers one operation so, and leaves the others to nobody."""

    def hook(session: botocore.session.Session) -> None:
        def send(request: Any, **_: Any) -> AWSResponse:
            is_meant = f"Action={operation}" in str(request.body)
            found = body if is_meant else WHO
            raw: Any = ReceivedBody(found)
            return AWSResponse(request.url, 200, HTTPHeaders(), raw)

        handler: Any = send
        session.register("before-send", handler)

    return hook


WHO = (
    b"<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a"
    b"</Arn><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
)


@pytest.mark.parametrize("operation", ["GetCallerIdentity", "AssumeRole"])
@pytest.mark.parametrize("inner", [b"", b"<Arn>x</Arn><Account>1</Account>"])
def test_an_answer_without_its_members_is_a_failed_call(
    monkeypatch: pytest.MonkeyPatch, operation: str, inner: bytes
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
    name = operation.encode()
    body = b"<%bResponse><%bResult>%b</%bResult></%bResponse>" % (name, name, inner, name, name)
    sessions = Sessions(region=REGION, transport=answer_with(body, operation))
    with pytest.raises(CallFailed, match="AWS's answer cannot be read"):
        sessions.reader("111122223333", REGION)


PASSWORD = "http://u:hunter2@127.0.0.1:1"


@pytest.mark.parametrize("plain_http", [False, True])
@pytest.mark.parametrize("given", ["option", "environment", "of a service", "profile", "services"])
def test_an_endpoint_with_a_password_is_refused_wherever_it_is_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str, *, plain_http: bool
) -> None:
    config = {
        "profile": f"[profile x]\nendpoint_url = {PASSWORD}\n",
        "services": f"[profile x]\nservices=s\n[services s]\nec2 =\n  endpoint_url = {PASSWORD}\n",
    }.get(given, "[profile x]\n")
    (tmp_path / "config").write_text(config)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    if given in {"environment", "of a service"}:
        name = "AWS_ENDPOINT_URL" if given == "environment" else "AWS_ENDPOINT_URL_KMS"
        monkeypatch.setenv(name, PASSWORD)
    url = PASSWORD if given == "option" else ""
    with pytest.raises(BadInput, match="leave the user and password out") as told:
        Sessions(profile="x", endpoint_url=url, plain_http=plain_http).identity()
    assert "hunter2" not in str(told.value)
