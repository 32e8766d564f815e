"""The Reader: answers, all pages, errors of the house, and no way to write."""

import itertools
import json
import struct
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse, HTTPHeaders

from ringwall.aws.read import take_items
from ringwall.aws.session import Sessions
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.model.change import Probe
from ringwall.model.errors import AccessDenied, CallFailed, Throttled
from ringwall.model.state import read_state
from ringwall.model.table import Reader

ACCOUNT = "123456789012"
REGION = "eu-west-1"
Enter = Callable[..., Sessions]


@pytest.fixture
def reader(enter: Enter) -> Reader:
    return enter().reader(ACCOUNT, REGION)


def test_an_answer_comes_without_metadata(reader: Reader) -> None:
    assert set(reader.call("sts.get_caller_identity")) == {"Account", "Arn", "UserId"}


def test_a_write_is_refused_before_it_is_sent(reader: Reader, emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="only reads"):
        reader.call("s3.create_bucket", Bucket="b")
    with pytest.raises(ValueError, match="only reads"):
        list(reader.items("s3.delete_bucket", "x", Bucket="b"))
    assert emulator.calls["s3:CreateBucket"] == emulator.calls["s3:DeleteBucket"] == 0


def test_an_operation_that_there_is_not_is_a_mistake(reader: Reader) -> None:
    with pytest.raises(ValueError, match="knows no such operation"):
        reader.call("s3.get_everything")


def test_all_pages_are_read(reader: Reader, emulator: Emulator) -> None:
    session = botocore.session.Session()
    session.set_credentials("AKIATEAM", "x")
    attach(session, emulator)
    iam: Any = session.create_client("iam", region_name="us-east-1")
    for number in range(7):
        iam.create_role(RoleName=f"role-{number}", AssumeRolePolicyDocument="{}")
    emulator.calls.clear()
    names = [r["RoleName"] for r in reader.items("iam.list_roles", "Roles", MaxItems=3)]
    assert sorted(names) == [f"role-{number}" for number in range(7)]
    assert emulator.calls["iam:ListRoles"] == 3


def test_a_state_is_read_from_all_pages(reader: Reader, emulator: Emulator) -> None:
    session = botocore.session.Session()
    session.set_credentials("AKIATEAM", "x")
    attach(session, emulator)
    iam: Any = session.create_client("iam", region_name="us-east-1")
    for number in range(3):
        iam.create_role(RoleName=f"role-{number}", AssumeRolePolicyDocument="{}")
    emulator.calls.clear()
    probe = Probe("iam.list_roles", {"MaxItems": 1}, "Roles[?RoleName=='role-2'] | [0].Path")
    assert read_state(probe, reader) == "/"
    assert emulator.calls["iam:ListRoles"] == 3


def test_an_empty_list_is_none_and_a_missing_one_is_a_garbled_answer(reader: Reader) -> None:
    assert list(reader.items("ec2.describe_instances", "Reservations[].Instances[]")) == []
    with pytest.raises(CallFailed, match="AWS answered without NoSuchMember"):
        list(reader.items("ec2.describe_instances", "NoSuchMember"))
    assert list(reader.items("ec2.describe_instances", "NoSuchMember || `[]`")) == []


def test_one_object_is_one_item(reader: Reader) -> None:
    assert [who["Account"] for who in reader.items("sts.get_caller_identity", "@")] == [ACCOUNT]


def test_denied_throttled_and_closed_are_told_apart(
    enter: Enter, emulator: Emulator, reader: Reader
) -> None:
    emulator.deny("ec2:DescribeVpcs")
    with pytest.raises(AccessDenied):
        reader.call("ec2.describe_vpcs")
    emulator.disable_region(ACCOUNT, "af-south-1")
    with pytest.raises(CallFailed) as closed:
        enter().reader(ACCOUNT, "af-south-1").call("ec2.describe_vpcs")
    assert (closed.value.code, closed.value.status) == ("AuthFailure", "failed")
    with pytest.raises(CallFailed) as missing:
        reader.call("s3.get_bucket_policy", Bucket="no-such-bucket-here")
    assert missing.value.code == "NoSuchBucket"


def test_a_throttled_call_is_tried_again(reader: Reader, emulator: Emulator) -> None:
    emulator.throttle("ec2:DescribeVpcs", 1)
    assert reader.call("ec2.describe_vpcs")["Vpcs"]


def test_another_region_is_another_reader(reader: Reader) -> None:
    there = reader.at("us-west-2")
    assert (there.account_id, there.region, reader.region) == (ACCOUNT, "us-west-2", REGION)
    zones = there.call("ec2.describe_availability_zones")["AvailabilityZones"]
    assert {zone["RegionName"] for zone in zones} == {"us-west-2"}


def test_every_call_is_observed(enter: Enter, emulator: Emulator) -> None:
    seen: list[tuple[str, str, str, str]] = []
    reader = enter(observe=lambda *call: seen.append(call)).reader(ACCOUNT, REGION)
    emulator.deny("ec2:DescribeSubnets")
    reader.call("ec2.describe_vpcs")
    with pytest.raises(AccessDenied):
        list(reader.items("ec2.describe_subnets", "Subnets"))
    assert seen == [
        ("ec2.describe_vpcs", ACCOUNT, REGION, ""),
        ("ec2.describe_subnets", ACCOUNT, REGION, "UnauthorizedOperation"),
    ]


def canned(*answers: dict[str, Any]) -> tuple[Sessions, list[dict[str, Any]]]:
    """Return sessions to which AWS says these things, one after the other, and what was asked."""
    asked: list[dict[str, Any]] = []
    identity = (
        "<GetCallerIdentityResponse><GetCallerIdentityResult>"
        f"<Arn>arn:aws:iam::{ACCOUNT}:user/ann</Arn><UserId>A</UserId>"
        f"<Account>{ACCOUNT}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
    )
    waiting = list(answers)

    class Raw:
        def __init__(self, content: str) -> None:
            self.content = content.encode()

        def stream(self, **_: Any) -> Any:
            yield self.content

    def send(**event: Any) -> Any:
        request = event["request"]
        if "sts" in request.url:
            return AWSResponse(request.url, 200, HTTPHeaders(), Raw(identity))
        body = request.body.decode() if isinstance(request.body, bytes) else request.body
        asked.append(json.loads(body or "{}"))
        return AWSResponse(request.url, 200, HTTPHeaders(), Raw(json.dumps(waiting.pop(0))))

    def transport(session: botocore.session.Session) -> None:
        session.register("before-send", send)

    return Sessions(region=REGION, transport=transport), asked


def test_pages_are_followed_by_hand_where_botocore_does_not() -> None:
    sessions, asked = canned(
        {"WebACLs": [{"Name": "a"}], "NextMarker": "m1"},
        {"WebACLs": [{"Name": "b"}], "NextMarker": "m2"},
        {"WebACLs": []},
    )
    reader = sessions.reader(ACCOUNT, REGION)
    found = list(reader.items("wafv2.list_web_acls", "WebACLs", Scope="REGIONAL"))
    assert [row["Name"] for row in found] == ["a", "b"]
    assert [page.get("NextMarker") for page in asked] == [None, "m1", "m2"]
    assert {page["Scope"] for page in asked} == {"REGIONAL"}


def test_a_call_that_has_pages_is_one_answer() -> None:
    """A detail call, too: what is on the second page of a resource's tags must not go missing."""
    first: dict[str, Any] = {"Tags": [{"Key": "a", "Value": "1"}], "NextToken": "t"}
    sessions, asked = canned(first, {"Tags": [{"Key": "b"}]})
    answer = sessions.reader(ACCOUNT, REGION).call(
        "dynamodb.list_tags_of_resource", ResourceArn="x"
    )
    assert [tag["Key"] for tag in answer["Tags"]] == ["a", "b"]
    assert [page.get("NextToken") for page in asked] == [None, "t"]


def test_a_circle_of_pages_ends() -> None:
    page = {"WebACLs": [{"Name": "a"}], "NextMarker": "m"}
    reader = canned(*[page] * 9)[0].reader(ACCOUNT, REGION)
    with pytest.raises(CallFailed, match="same page token twice"):
        list(reader.items("wafv2.list_web_acls", "WebACLs", Scope="REGIONAL"))


@pytest.mark.parametrize("tokens", ["m", "ab", "abc", "aab"])
@pytest.mark.parametrize(
    ("operation", "member", "token", "parameters"),
    [
        ("wafv2.list_web_acls", "WebACLs", "NextMarker", {"Scope": "REGIONAL"}),
        ("kms.list_keys", "Keys", "NextMarker", {}),
        ("secretsmanager.list_secrets", "SecretList", "NextToken", {}),
    ],
)
def test_any_circle_of_page_tokens_ends(
    operation: str, member: str, token: str, parameters: Any, tokens: str
) -> None:
    pages = [{member: [{}], token: t, "Truncated": True} for t in tokens * 9]
    sessions, asked = canned(*pages)
    with pytest.raises(CallFailed, match="same page token twice") as caught:
        list(sessions.reader(ACCOUNT, REGION).items(operation, member, **parameters))
    assert caught.value.code == "Loop"
    assert len(asked) <= len(tokens) + 1


@pytest.mark.parametrize(
    ("more", "pages"), [({"max_pages": 5}, 5), ({"clock": itertools.count(0, 1000).__next__}, 4)]
)
def test_ever_new_page_tokens_end(more: Any, pages: int) -> None:
    sessions, asked = canned(
        *({"Keys": [{}], "NextMarker": str(n), "Truncated": True} for n in range(9))
    )
    reader: Any = sessions.reader(ACCOUNT, REGION)
    bound = replace(reader, connection=replace(reader.connection, **more))
    with pytest.raises(CallFailed, match=f"AWS still had more after {pages} pages") as caught:
        list(bound.items("kms.list_keys", "Keys"))
    assert (caught.value.code, len(asked)) == ("Endless", pages)


def bound_empty(*pages: dict[str, Any]) -> tuple[Any, list[dict[str, Any]]]:
    """Return a reader that reads at most four pages without items, and what it asked."""
    sessions, asked = canned(*pages)
    reader: Any = sessions.reader(ACCOUNT, REGION)
    return replace(reader, connection=replace(reader.connection, max_empty_pages=4)), asked


def test_pages_without_items_end() -> None:
    pages = ({"Keys": [], "NextMarker": str(n), "Truncated": True} for n in range(9))
    reader, asked = bound_empty(*pages)
    with pytest.raises(CallFailed, match="AWS still had more after 4 pages") as caught:
        reader.call("kms.list_keys")
    assert (caught.value.code, len(asked)) == ("Endless", 4)


def test_some_pages_without_items_are_no_end() -> None:
    keys: list[list[Any]] = [[], [], [], [{}], [], [], [], []]
    pages = [{"Keys": k, "NextMarker": str(n), "Truncated": n < 7} for n, k in enumerate(keys)]
    reader, asked = bound_empty(*pages)
    assert list(reader.items("kms.list_keys", "Keys")) == [{}]
    assert len(asked) == 8


def test_a_list_without_items_ends_where_the_run_is_to_end() -> None:
    pages = [{"Keys": [], "NextMarker": str(n), "Truncated": True} for n in range(9)]
    sessions, asked = canned(*pages)
    observed: list[str] = []
    stop = threading.Event()

    def observe(operation: str, *_: str) -> None:
        observed.append(operation)
        if len(observed) == 3:
            stop.set()

    reader: Any = sessions.reader(ACCOUNT, REGION)
    watched = replace(reader, connection=replace(reader.connection, observe=observe))
    with pytest.raises(CancelledError):
        list(watched.until(stop).items("kms.list_keys", "Keys"))
    assert len(asked) == 3


def test_as_many_pages_as_there_may_be_are_read() -> None:
    last = {"Keys": [{}], "Truncated": False}
    sessions, _ = canned({"Keys": [{}], "NextMarker": "1", "Truncated": True}, last)
    reader: Any = sessions.reader(ACCOUNT, REGION)
    bound = replace(reader, connection=replace(reader.connection, max_pages=2))
    assert list(bound.items("kms.list_keys", "Keys")) == [{}, {}]


def test_a_page_that_says_that_it_is_the_last_is_the_last() -> None:
    sessions, asked = canned({"Keys": [{"KeyId": "a"}], "NextMarker": "m", "Truncated": False})
    found = list(sessions.reader(ACCOUNT, REGION).items("kms.list_keys", "Keys"))
    assert (len(found), len(asked)) == (1, 1)


def test_after_all_tries_a_throttled_call_is_throttled(enter: Enter, emulator: Emulator) -> None:
    reader = enter(attempts=2).reader(ACCOUNT, REGION)
    emulator.throttle("ec2:DescribeVpcs", 99)
    with pytest.raises(Throttled):
        reader.call("ec2.describe_vpcs")


@pytest.mark.parametrize("error", [ValueError("Invalid timestamp"), struct.error("2 bytes")])
def test_an_answer_with_a_member_that_is_none_is_a_failed_call(error: Exception) -> None:
    def answer() -> Any:
        raise error

    seen: list[str] = []
    connection: Any = Sessions(observe=lambda *call: seen.append(call[-1])).connection
    connection = replace(connection, acting=lambda *_: nullcontext())
    with pytest.raises(CallFailed, match="AWS's answer cannot be read") as found:
        connection.send(ACCOUNT, REGION, "iam.list_users", answer)
    assert (found.value.code, seen) == ("Unreadable", ["Unreadable"])
    assert not found.value.is_rejected


def test_a_text_is_no_list_of_one() -> None:
    with pytest.raises(CallFailed, match="without TableNames"):
        take_items({"TableNames": "orders"}, "dynamodb.list_tables", "TableNames")


@pytest.mark.parametrize("group", [{}, {"Instances": None}, {"Instances": []}])
def test_a_group_without_its_items_is_not_taken_for_an_empty_one(group: Any) -> None:
    page = {"Reservations": [{"Instances": [{"InstanceId": "i-1"}]}, group]}
    with pytest.raises(CallFailed, match="without Reservations"):
        take_items(page, "ec2.describe_instances", "Reservations[].Instances[]")
    page = {"Reservations": []}
    assert take_items(page, "ec2.describe_instances", "Reservations[].Instances[]") == []
