"""EFS: file systems and who may mount them."""

import json
from collections.abc import Callable
from typing import Any

from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Reader

ARN = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1"
POLICY = (
    '{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"},'
    ' "Action": "elasticfilesystem:ClientMount"}]}'
)


def _file_system(**more: Any) -> dict[str, Any]:
    return {
        "FileSystemId": "fs-1",
        "FileSystemArn": ARN,
        "OwnerId": "111111111111",
        "Encrypted": True,
        "KmsKeyId": "k",
        "FileSystemProtection": {"ReplicationOverwriteProtection": "ENABLED"},
        "Tags": [{"Key": "team", "Value": "shop"}],
        **more,
    }


ANSWERS: dict[str, Any] = {
    "efs.describe_file_systems": {"FileSystems": [_file_system()]},
    "efs.describe_file_system_policy": {"FileSystemId": "fs-1", "Policy": POLICY},
}


def test_a_file_system_is_read(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned(ANSWERS), "efs_file_system")
    (row,) = rows["efs_file_system"]
    assert gaps == []
    assert (row["arn"], row["tags"], row["kms_key_id"]) == (ARN, {"team": "shop"}, "k")
    assert (row["encrypted"], row["replication_overwrite_protection"]) == (True, "ENABLED")
    assert json.loads(row["file_system_policy"]) == json.loads(POLICY)
    (statement,) = rows["policy_statement"]
    assert (statement["owner_table"], statement["principals"]) == ("efs_file_system", ["*"])


def test_one_of_another_account_is_left_to_it(canned: Any, collect: Any) -> None:
    shared = {"FileSystems": [_file_system(OwnerId="222222222222")]}
    rows, _ = collect(canned(ANSWERS | {"efs.describe_file_systems": shared}), "efs_file_system")
    assert rows["efs_file_system"] == []


def test_no_policy_is_a_value_and_a_denied_one_is_not(canned: Any, collect: Any) -> None:
    for error, expected, gaps_expected in (
        (CallFailed("none", "PolicyNotFound"), {}, 0),
        (AccessDenied("no", "AccessDeniedException"), None, 2),
    ):
        answers = ANSWERS | {"efs.describe_file_system_policy": error}
        rows, gaps = collect(canned(answers), "efs_file_system")
        assert [r["file_system_policy"] for r in rows["efs_file_system"]] == [expected]
        assert len(gaps) == gaps_expected


def test_the_service_reads_a_file_system(
    live: Reader, aws: Callable[[str], Any], collect: Any
) -> None:
    client = aws("efs")
    made = client.create_file_system(CreationToken="t", Encrypted=True)["FileSystemId"]
    rows, gaps = collect(live, "efs_file_system")
    (row,) = rows["efs_file_system"]
    assert gaps == []
    assert (row["file_system_id"], row["file_system_policy"], row["encrypted"]) == (made, {}, True)
    client.put_file_system_policy(FileSystemId=made, Policy=POLICY)
    rows, _ = collect(live, "efs_file_system")
    assert [s["principals"] for s in rows["policy_statement"]] == [["*"]]
