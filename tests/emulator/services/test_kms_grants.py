"""Grants of keys: listed with their makers and times, made once where they have a name."""

from datetime import UTC, datetime, timedelta
from typing import Any

OTHER = "arn:aws:iam::210987654321:root"


def test_grants_say_when_and_by_whom(client: Any) -> None:
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]
    made = kms.create_grant(
        KeyId=key["Arn"], GranteePrincipal=OTHER, Operations=["Decrypt", "Encrypt"]
    )
    kms.create_grant(
        KeyId=key["KeyId"],
        GranteePrincipal="arn:aws:iam::123456789012:root",
        RetiringPrincipal=OTHER,
        Operations=["Decrypt"],
        Constraints={"EncryptionContextSubset": {"a": "b"}},
        Name="one",
    )
    first, second = kms.list_grants(KeyId=key["KeyId"])["Grants"]
    assert first["GrantId"] == made["GrantId"]
    assert datetime.now(UTC) - first["CreationDate"] < timedelta(minutes=1)
    assert first["IssuingAccount"] == "arn:aws:iam::123456789012:root"
    assert "Name" not in first
    assert second["Constraints"] == {"EncryptionContextSubset": {"a": "b"}}
    (found,) = kms.list_grants(KeyId=key["KeyId"], GranteePrincipal=OTHER)["Grants"]
    assert found == first
    (found,) = kms.list_grants(KeyId=key["Arn"], GrantId=second["GrantId"])["Grants"]
    assert found == second
    page = kms.list_grants(KeyId=key["Arn"], Limit=1)
    rest = kms.list_grants(KeyId=key["Arn"], Limit=1, Marker=page["NextMarker"])
    assert (page["Grants"], rest["Grants"], rest["Truncated"]) == ([first], [second], False)


def test_a_named_grant_is_made_once(client: Any) -> None:
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    asked = {"KeyId": key, "GranteePrincipal": OTHER, "Operations": ["Decrypt"]}
    named = [kms.create_grant(**asked, Name="one")["GrantId"] for _ in range(2)]
    nameless = [kms.create_grant(**asked)["GrantId"] for _ in range(2)]
    assert len({*named}) == 1
    assert len({*nameless}) == 2


def test_a_disabled_key_gets_no_grant(client: Any, refusal: Any) -> None:
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.disable_key(KeyId=key)
    asked = {"KeyId": key, "GranteePrincipal": OTHER, "Operations": ["Decrypt"]}
    assert refusal(kms.create_grant, **asked)[0] == "DisabledException"
