from typing import Any

import pytest
from botocore.exceptions import ClientError


def try_all(kms: Any, key: str, ciphertext: bytes) -> set[str]:
    """Return the errors of what uses a key."""
    calls: list[Any] = [
        lambda: kms.encrypt(KeyId=key, Plaintext=b"x"),
        lambda: kms.decrypt(CiphertextBlob=ciphertext),
        lambda: kms.generate_data_key(KeyId=key, KeySpec="AES_256"),
        lambda: kms.re_encrypt(CiphertextBlob=ciphertext, DestinationKeyId=key),
        lambda: kms.create_grant(
            KeyId=key, GranteePrincipal="arn:aws:iam::123456789012:root", Operations=["Decrypt"]
        ),
        lambda: kms.enable_key_rotation(KeyId=key),
        lambda: kms.rotate_key_on_demand(KeyId=key),
    ]
    found = set()
    for call in calls:
        with pytest.raises(ClientError) as caught:
            call()
        response: Any = caught.value.response
        found.add(response["Error"]["Code"])
    return found


def test_state_of_a_key_decides_what_it_can_do(client: Any, refusal: Any) -> None:
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]
    ciphertext = kms.encrypt(KeyId=key["KeyId"], Plaintext=b"x")["CiphertextBlob"]
    kms.disable_key(KeyId=key["Arn"])
    assert try_all(kms, key["KeyId"], ciphertext) == {"DisabledException"}
    kms.create_alias(AliasName="alias/a", TargetKeyId=key["KeyId"])
    kms.schedule_key_deletion(KeyId=key["KeyId"], PendingWindowInDays=7)
    invalid = "KMSInvalidStateException"
    assert try_all(kms, key["KeyId"], ciphertext) == {invalid}
    for call in (kms.enable_key, kms.disable_key, kms.schedule_key_deletion):
        assert refusal(call, KeyId=key["KeyId"])[0] == invalid
    code, _ = refusal(kms.create_alias, AliasName="alias/b", TargetKeyId=key["KeyId"])
    assert code == invalid
    assert kms.cancel_key_deletion(KeyId=key["Arn"])["KeyId"] == key["Arn"]
    assert kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"] == "Disabled"
    assert refusal(kms.cancel_key_deletion, KeyId=key["KeyId"])[0] == invalid
    kms.enable_key(KeyId=key["KeyId"])
    assert kms.decrypt(CiphertextBlob=ciphertext)["Plaintext"] == b"x"
