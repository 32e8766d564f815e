from typing import Any

import pytest


@pytest.fixture
def kms(client: Any) -> Any:
    return client("kms")


def make_key(kms: Any) -> str:
    key: str = kms.create_key()["KeyMetadata"]["KeyId"]
    return key


def test_a_disabled_key_is_of_no_use(kms: Any, code: Any) -> None:
    key = make_key(kms)
    sealed = kms.encrypt(KeyId=key, Plaintext=b"text")["CiphertextBlob"]
    kms.disable_key(KeyId=key)
    assert code(kms.encrypt, KeyId=key, Plaintext=b"text") == "DisabledException"
    assert code(kms.decrypt, KeyId=key, CiphertextBlob=sealed) == "DisabledException"
    kms.enable_key(KeyId=key)
    assert kms.decrypt(KeyId=key, CiphertextBlob=sealed)["Plaintext"] == b"text"


def test_a_key_that_is_going_to_be_deleted_can_only_be_kept(kms: Any, code: Any) -> None:
    key = make_key(kms)
    kms.create_alias(AliasName="alias/a", TargetKeyId=key)
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    invalid = "KMSInvalidStateException"
    assert code(kms.encrypt, KeyId="alias/a", Plaintext=b"text") == invalid
    for call in (kms.enable_key, kms.disable_key, kms.schedule_key_deletion):
        assert code(call, KeyId=key) == invalid
    kms.cancel_key_deletion(KeyId=key)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Disabled"
    assert code(kms.cancel_key_deletion, KeyId=key) == invalid


@pytest.mark.parametrize("days", [1, 6, 31])
def test_a_key_waits_a_week_to_a_month(kms: Any, code: Any, days: int) -> None:
    asked = {"KeyId": make_key(kms), "PendingWindowInDays": days}
    assert code(kms.schedule_key_deletion, **asked) == "ValidationException"


def test_aws_keeps_its_names(kms: Any, code: Any) -> None:
    asked = {"AliasName": "alias/aws/mine", "TargetKeyId": make_key(kms)}
    assert code(kms.create_alias, **asked) == "NotAuthorizedException"


def test_a_policy_does_not_lock_its_author_out(principals: Any, code: Any, write: Any) -> None:
    kms = principals.client("kms")
    key = make_key(kms)
    mine = {"AWS": "arn:aws:iam::123456789012:root"}
    asked = {"KeyId": key, "PolicyName": "default"}
    for principal in (
        mine | {"AWS": "arn:aws:iam::999988887777:root"},
        {"Service": "s3.amazonaws.com"},
    ):
        text = write(Action="kms:*", Principal=principal)
        assert code(kms.put_key_policy, Policy=text, **asked) == "MalformedPolicyDocumentException"
    text = write(Action="kms:Decrypt", Principal=mine)
    assert code(kms.put_key_policy, Policy=text, **asked) == "MalformedPolicyDocumentException"
    kms.put_key_policy(Policy=text, BypassPolicyLockoutSafetyCheck=True, **asked)
    key = make_key(kms)
    text = write(Action="kms:*", Principal=mine)
    kms.put_key_policy(Policy=text, KeyId=key, PolicyName="default")
