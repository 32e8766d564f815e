"""KMS: what is asked of which key, and what a denied call leaves open."""

import json
from collections.abc import Callable
from typing import Any

from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

ARN = "arn:aws:kms:eu-west-1:111111111111:key/"
METADATA: dict[str, dict[str, Any]] = {
    "own": {
        "KeyManager": "CUSTOMER",
        "KeySpec": "SYMMETRIC_DEFAULT",
        "Origin": "AWS_KMS",
        "KeyState": "Enabled",
        "Enabled": True,
    },
    "aws": {
        "KeyManager": "AWS",
        "KeySpec": "SYMMETRIC_DEFAULT",
        "Origin": "AWS_KMS",
        "KeyState": "Enabled",
        "Enabled": True,
    },
    "pair": {
        "KeyManager": "CUSTOMER",
        "KeySpec": "RSA_2048",
        "Origin": "AWS_KMS",
        "KeyState": "Enabled",
        "Enabled": True,
    },
}
POLICY = '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}}'


def _describe(KeyId: str) -> Any:  # noqa: N803 - AWS's own name
    return {"KeyMetadata": {"KeyId": KeyId, **METADATA[KeyId]}}


ANSWERS: dict[str, Any] = {
    "kms.list_keys": [
        {"Keys": [{"KeyId": "own", "KeyArn": f"{ARN}own"}]},
        {"Keys": [{"KeyId": key, "KeyArn": f"{ARN}{key}"} for key in ("aws", "pair")]},
    ],
    "kms.list_aliases": {
        "Aliases": [
            {"AliasName": "alias/shop", "TargetKeyId": "own"},
            {"AliasName": "alias/aws/never-used"},
        ]
    },
    "kms.list_grants": {"Grants": []},
    "kms.describe_key": _describe,
    "kms.get_key_policy": {"Policy": POLICY},
    "kms.get_key_rotation_status": {"KeyRotationEnabled": True, "RotationPeriodInDays": 365},
    "kms.list_resource_tags": {"Tags": [{"TagKey": "team", "TagValue": "shop"}]},
}


def test_each_key_is_asked_for_what_it_has(collect: Callable[..., Any], canned: type[Any]) -> None:
    reader = canned(ANSWERS)
    rows, gaps = collect(reader, "kms_key")
    keys = {row["key_id"]: row for row in rows["kms_key"]}
    assert gaps == []
    assert keys["own"]["enable_key_rotation"] is True
    assert keys["own"]["aliases"] == ["alias/shop"]
    assert keys["own"]["tags"] == {"team": "shop"}
    assert keys["pair"]["enable_key_rotation"] is False
    assert keys["aws"]["key_policy"] == {}
    assert {s["arn"] for s in rows["policy_statement"]} == {f"{ARN}own", f"{ARN}pair"}
    operations = [operation for operation, _ in reader.calls]
    assert operations.count("kms.get_key_rotation_status") == 1
    assert operations.count("kms.get_key_policy") == 2
    assert operations.count("kms.list_aliases") == 1


def test_a_key_that_cannot_be_described_is_unknown(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    denied = AccessDenied("the key policy says no", "AccessDeniedException")
    rows, gaps = collect(canned(ANSWERS | {"kms.describe_key": denied}), "kms_key")
    for key in rows["kms_key"]:
        assert key["key_manager"] is None
        assert key["enable_key_rotation"] is None
        assert key["key_policy"] is None
    assert rows["policy_statement"] == []
    assert {gap.aspect for gap in gaps if gap.table_name == "kms_key"} == {
        "Metadata",
        "Policy",
        "Rotation",
        "Tags",
    }
    assert len([gap for gap in gaps if gap.table_name == "policy_statement"]) == 3


GRANT = {
    "GranteePrincipal": "arn:aws:iam::222222222222:role/reader",
    "Operations": ["Decrypt"],
    "Constraints": {"EncryptionContextSubset": {"tenant": "a"}},
}


def test_grants_are_read_over_all_pages(canned: Any, collect: Any) -> None:
    service = {"GranteeServicePrincipal": "rds.amazonaws.com", "Operations": ["GenerateDataKey"]}

    def list_grants(KeyId: str, Limit: int) -> Any:  # noqa: N803 - AWS's own names
        assert Limit == 100
        return [{"Grants": [GRANT]}, {"Grants": [service]}] if KeyId == "own" else [{"Grants": []}]

    reader = canned(ANSWERS | {"kms.list_grants": list_grants})
    rows, gaps = collect(reader, "kms_key")
    grants = {row["key_id"]: json.loads(row["grants"]) for row in rows["kms_key"]}
    assert gaps == []
    assert grants == {
        "own": [
            {
                "grantee": "arn:aws:iam::222222222222:role/reader",
                "operations": ["Decrypt"],
                "constraints": {"EncryptionContextSubset": {"tenant": "a"}},
            },
            {
                "grantee": "rds.amazonaws.com",
                "operations": ["GenerateDataKey"],
                "constraints": {},
            },
        ],
        "aws": [],
        "pair": [],
    }


def test_a_key_that_hides_its_grants_is_unknown_alone(canned: Any, collect: Any) -> None:
    def list_grants(KeyId: str, Limit: int) -> Any:  # noqa: ARG001, N803 - AWS's own names
        return (
            AccessDenied("the key policy says no", "AccessDeniedException")
            if (KeyId == "own")
            else {"Grants": []}
        )

    rows, gaps = collect(canned(ANSWERS | {"kms.list_grants": list_grants}), "kms_key")
    assert {r["key_id"]: r["grants"] for r in rows["kms_key"]} == {
        "own": None,
        "aws": "[]",
        "pair": "[]",
    }
    assert [(g.aspect, g.resource) for g in gaps] == [("Grants", f"{ARN}own")]


def test_grants_that_no_key_tells_are_one_gap(canned: Any, collect: Any) -> None:
    denied = AccessDenied("no", "AccessDeniedException")
    rows, gaps = collect(canned(ANSWERS | {"kms.list_grants": denied}), "kms_key")
    assert {r["grants"] for r in rows["kms_key"]} == {None}
    assert [(g.aspect, g.status, g.resource) for g in gaps] == [("Grants", "denied", "")]


def test_the_service_reads_grants(live: Reader, aws: Callable[[str], Any], collect: Any) -> None:
    client = aws("kms")
    key = client.create_key()["KeyMetadata"]["KeyId"]
    client.create_grant(KeyId=key, **GRANT)
    rows, gaps = collect(live, "kms_key")
    ((grant,),) = [json.loads(r["grants"]) for r in rows["kms_key"]]
    assert gaps == []
    assert (grant["grantee"], grant["operations"]) == (GRANT["GranteePrincipal"], ["Decrypt"])
    assert grant["constraints"] == GRANT["Constraints"]
