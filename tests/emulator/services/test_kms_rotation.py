from datetime import timedelta
from typing import Any


def test_period_is_read_back_and_paused_while_deletion_is_pending(client: Any) -> None:
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is False
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    shown = kms.get_key_rotation_status(KeyId=key)
    assert (shown["KeyRotationEnabled"], shown["RotationPeriodInDays"]) == (True, 90)
    made = kms.describe_key(KeyId=key)["KeyMetadata"]["CreationDate"]
    assert shown["NextRotationDate"] - made >= timedelta(days=89)
    kms.schedule_key_deletion(KeyId=key)
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is False
    kms.cancel_key_deletion(KeyId=key)
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is True


def test_key_is_rotated_on_demand(client: Any, refusal: Any) -> None:
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    assert kms.list_key_rotations(KeyId=key)["Rotations"] == []
    for _ in range(25):
        kms.rotate_key_on_demand(KeyId=key)
    assert {r["RotationType"] for r in kms.list_key_rotations(KeyId=key)["Rotations"]} == {
        "ON_DEMAND"
    }
    assert refusal(kms.rotate_key_on_demand, KeyId=key)[0] == "LimitExceededException"


def test_other_keys_do_not_rotate(client: Any, refusal: Any) -> None:
    kms = client("kms")
    key = kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    for call in (kms.enable_key_rotation, kms.rotate_key_on_demand):
        assert refusal(call, KeyId=key)[0] == "UnsupportedOperationException"
    unknown = "11111111-0000-4000-8000-000000000000"
    assert refusal(kms.get_key_rotation_status, KeyId=unknown)[0] == "NotFoundException"
