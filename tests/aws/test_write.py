"""The Writer sends once what AWS may have carried out."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.exceptions import ReadTimeoutError

from ringwall.aws.session import Sessions
from ringwall.aws.write import AwsWriter, open_writer
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.model.errors import AccessDenied, CallFailed, Locked, Throttled

ACCOUNT = "123456789012"
REGION = "eu-west-1"
Enter = Callable[..., Sessions]


def writer(sessions: Sessions, slept: list[float] | None = None) -> AwsWriter:
    waits: list[float] = [] if slept is None else slept
    return replace(open_writer(sessions, ACCOUNT, REGION), sleep=waits.append)


def test_a_write_is_carried_out(enter: Enter) -> None:
    answer = writer(enter()).call("ec2.enable_ebs_encryption_by_default", {})
    assert answer == {"EbsEncryptionByDefault": True}


def test_a_throttled_write_is_sent_again_with_patience(enter: Enter, emulator: Emulator) -> None:
    slept: list[float] = []
    emulator.throttle("ec2:EnableEbsEncryptionByDefault", 3)
    assert writer(enter(), slept).call("ec2.enable_ebs_encryption_by_default", {})
    assert slept == [1, 2, 4]


def test_before_each_request_it_is_asked_whether_it_may_be_sent(
    enter: Enter, emulator: Emulator
) -> None:
    rights = [True, True, False]

    def check() -> None:
        if not rights.pop(0):
            raise Locked("another process took over")

    emulator.throttle("ec2:EnableEbsEncryptionByDefault", 99)
    with pytest.raises(Locked):
        writer(enter()).call("ec2.enable_ebs_encryption_by_default", {}, check=check)
    assert emulator.calls["ec2:EnableEbsEncryptionByDefault"] == 2


def test_patience_ends(enter: Enter, emulator: Emulator) -> None:
    slept: list[float] = []
    emulator.throttle("ec2:EnableEbsEncryptionByDefault", 99)
    with pytest.raises(Throttled):
        writer(enter(), slept).call("ec2.enable_ebs_encryption_by_default", {})
    assert len(slept) == 5


def test_a_denied_write_is_not_sent_again(enter: Enter, emulator: Emulator) -> None:
    emulator.deny("ec2:EnableEbsEncryptionByDefault")
    with pytest.raises(AccessDenied):
        writer(enter()).call("ec2.enable_ebs_encryption_by_default", {})
    assert emulator.calls["ec2:EnableEbsEncryptionByDefault"] == 1


def test_a_lost_answer_is_not_asked_for_again(emulator: Emulator) -> None:
    sent: list[str] = []

    def lose(**event: Any) -> None:
        if "CreateVolume" in str(event["request"].body):
            sent.append("CreateVolume")
            raise ReadTimeoutError(endpoint_url=event["request"].url)

    def transport(session: botocore.session.Session) -> None:
        session.register("before-send", lose)
        attach(session, emulator)

    sessions = Sessions(region=REGION, transport=transport)
    with pytest.raises(CallFailed) as lost:
        writer(sessions).call("ec2.create_volume", {"AvailabilityZone": f"{REGION}a", "Size": 1})
    assert lost.value.code == "ReadTimeoutError"
    assert sent == ["CreateVolume"]


def test_the_token_goes_where_the_operation_has_one(emulator: Emulator) -> None:
    bodies: list[str] = []

    def spy(**event: Any) -> None:
        bodies.append(str(event["request"].body))

    def transport(session: botocore.session.Session) -> None:
        session.register("before-send", spy)
        attach(session, emulator)

    writing = writer(Sessions(region=REGION, transport=transport))
    writing.call("ec2.create_volume", {"AvailabilityZone": f"{REGION}a", "Size": 1}, token="t-1")
    writing.call("ec2.enable_ebs_encryption_by_default", {}, token="t-2")
    assert any("ClientToken=t-1" in body for body in bodies)
    assert not any("t-2" in body for body in bodies)
    assert writing.takes_token("ec2.create_volume")
    assert not writing.takes_token("ec2.enable_ebs_encryption_by_default")


def test_an_unknown_operation_is_a_mistake(enter: Enter) -> None:
    with pytest.raises(ValueError, match="no such operation"):
        writer(enter()).call("ec2.enable_everything", {})


def test_an_empty_503_is_not_sent_again(emulator: Emulator) -> None:
    sent: list[str] = []
    headers: Any = HeadersDict()

    def fail(**event: Any) -> Any:
        if "EnableEbsEncryptionByDefault" not in str(event["request"].body):
            return None
        sent.append(event["request"].url)
        return AWSResponse(event["request"].url, 503, headers, Empty())

    def transport(session: botocore.session.Session) -> None:
        session.register("before-send", fail)
        attach(session, emulator)

    with pytest.raises(CallFailed) as lost:
        writer(Sessions(region=REGION, transport=transport)).call(
            "ec2.enable_ebs_encryption_by_default", {}
        )
    assert len(sent) == 1
    assert not lost.value.is_rejected


class Empty:
    """The body of an answer without one."""

    def stream(self, **_: Any) -> list[bytes]:
        return []


def test_a_token_is_as_a_parameter_takes_it(emulator: Emulator) -> None:
    """ACM does not mark its tokens, and takes 32 letters and digits."""
    sent: list[str] = []

    def keep(**event: Any) -> None:
        sent.append(str(event["request"].body))

    def transport(session: botocore.session.Session) -> None:
        session.register("before-send", keep)
        attach(session, emulator)

    writing = writer(Sessions(region=REGION, transport=transport))
    token = "01234567-89ab-cdef-0123-456789abcdef"
    writing.call("acm.request_certificate", {"DomainName": "a.io"}, token=token)
    assert token.replace("-", "") in sent[-1]
    assert writing.takes_token("acm.put_account_configuration")


def test_a_file_is_sent_again_from_its_beginning(enter: Enter, emulator: Emulator) -> None:
    sessions = enter()
    writes = writer(sessions)
    location = {"LocationConstraint": REGION}
    bucket = {"Bucket": "files", "CreateBucketConfiguration": location}
    writes.call("s3.create_bucket", bucket)
    emulator.throttle("s3:PutObject", 2)
    body = io.BytesIO(b"content")
    writes.call("s3.put_object", {"Bucket": "files", "Key": "a", "Body": body})
    found = sessions.reader(ACCOUNT, REGION).call("s3.head_object", Bucket="files", Key="a")
    assert found["ContentLength"] == 7
