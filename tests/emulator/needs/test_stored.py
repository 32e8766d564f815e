"""What the emulator holds, found by names, ids, aliases and ciphertexts."""

from collections.abc import Callable
from typing import Any

import pytest
from emulated_calls import make_call

from ringwall.emulator.app import Emulator
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.stored import (
    find_aliases,
    find_backend,
    find_boundary,
    find_bucket,
    find_caller_name,
    find_iam_arn,
    find_key,
    find_key_arn,
    find_key_of_ciphertext,
    find_launch_data,
    find_secret,
    find_secret_arn,
)
from ringwall.emulator.on_moto.moto_client import moto_backends

OWN = "123456789012"
KEY = f"arn:aws:kms:us-east-1:{OWN}:key"


def call_of(operation: str = "ListUsers", access_key: str = "AKIATEAM") -> EmulatedCall:
    call = make_call("iam", operation)
    return EmulatedCall(**{**vars(call), "account_id": OWN, "access_key": access_key})


def test_iam_s_resources_have_their_paths(client: Callable[..., Any], emulator: Emulator) -> None:
    iam = client("iam")
    user = iam.create_user(UserName="u", Path="/team/")["User"]["Arn"]
    group = iam.create_group(GroupName="g", Path="/team/")["Group"]["Arn"]
    profile = iam.create_instance_profile(InstanceProfileName="p", Path="/team/")
    key = iam.create_access_key(UserName="u")["AccessKey"]["AccessKeyId"]
    with emulator.mounted():
        assert find_iam_arn(call_of(), "user", "u") == user
        assert find_iam_arn(call_of(), "group", "g") == group
        arn = find_iam_arn(call_of(), "instance-profile", "p")
        assert arn == profile["InstanceProfile"]["Arn"]
        assert find_iam_arn(call_of(), "user", "none") == f"arn:aws:iam::{OWN}:user/none"
        assert find_caller_name(call_of(access_key=key)) == "u"
        assert find_caller_name(call_of(), key) == "u"
        assert find_caller_name(call_of()) == ""
        assert find_boundary(call_of(), user) == ""


def test_key_is_found_by_each_of_its_names(client: Callable[..., Any], emulator: Emulator) -> None:
    kms = client("kms")
    arn = kms.create_key()["KeyMetadata"]["Arn"]
    kms.create_alias(AliasName="alias/a", TargetKeyId=arn)
    blob = kms.encrypt(KeyId=arn, Plaintext=b"x")["CiphertextBlob"]
    alias = arn.replace(arn.rpartition(":")[2], "alias/a")
    with emulator.mounted():
        for name in (arn, arn.rpartition("/")[2], "alias/a", alias):
            assert find_key_arn(call_of(), name) == arn
        assert find_key_of_ciphertext(call_of(), blob) == arn
        assert find_key(arn).arn == arn
        assert find_aliases(arn) == ["alias/a"]
        assert find_aliases(f"{arn}0") == find_aliases("arn:x") == find_aliases("*") == []


@pytest.mark.parametrize("name", ["arn:x", "arn:aws:kms", "alias/none", "arn:aws:kms:x:y:alias/z"])
def test_key_that_is_not_there_is_none(emulator: Emulator, name: str) -> None:
    with emulator.mounted():
        assert find_key(find_key_arn(call_of(), name)) is None


@pytest.mark.parametrize("blob", [None, b"", b"\xff" * 40, "no base64", b"x" * 400, 7])
def test_what_no_key_made_has_none(emulator: Emulator, blob: Any) -> None:
    with emulator.mounted():
        assert find_key_of_ciphertext(call_of(), blob) == ""


def test_looking_for_a_foreign_arn_makes_no_account(emulator: Emulator) -> None:
    with emulator.mounted():
        assert find_backend("sqs", "999988887777", "us-east-1") is None
        assert "999988887777" not in moto_backends("sqs")
        assert find_backend("sqs", OWN, "nowhere") is None


def test_secret_and_bucket(client: Callable[..., Any], emulator: Emulator) -> None:
    arn = client("secretsmanager").create_secret(Name="s", SecretString="x")["ARN"]
    client("s3").create_bucket(Bucket="logs")
    with emulator.mounted():
        assert find_secret_arn(call_of(), "s") == find_secret_arn(call_of(), arn) == arn
        assert find_secret(call_of(), arn).name == "s"
        assert find_secret_arn(call_of(), "t").endswith(":secret:t-??????")
        assert find_secret(call_of(), "t") is None
        assert find_bucket("logs").name == "logs"
        assert find_bucket("none") is None


@pytest.mark.parametrize(
    ("version", "image"),
    [(None, "ami-0a"), ("1", "ami-0a"), ("$Latest", "ami-0b"), ("9", None), ("x", None)],
)
def test_launch_template_is_read_in_its_version(
    client: Callable[..., Any], emulator: Emulator, version: str | None, image: str | None
) -> None:
    ec2 = client("ec2")
    ec2.create_launch_template(LaunchTemplateName="tmpl", LaunchTemplateData={"ImageId": "ami-0a"})
    ec2.create_launch_template_version(
        LaunchTemplateName="tmpl", LaunchTemplateData={"ImageId": "ami-0b"}
    )
    with emulator.mounted():
        named = {"LaunchTemplateName": "tmpl", "Version": version}
        assert find_launch_data(call_of(), named).get("ImageId") == image
        assert find_launch_data(call_of(), {"LaunchTemplateName": "none"}) == {}
        assert find_launch_data(call_of(), None) == {}
