import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ringwall.model.blueprint.policies import OrganizationPolicies
from ringwall.model.errors import BadInput
from ringwall.plan.own_policies import MAX_BYTES, read_own_policies

S3 = {"s3_attributes": {"public_access_block_configuration": {"@@assign": "all"}}}


def read(folder: Path, **own: Any) -> OrganizationPolicies:
    policy = {"type": "S3_POLICY", "targets": ["root"]} | own
    found = msgspec.convert({"own": {"mine": policy}}, OrganizationPolicies)
    return read_own_policies(folder, found)


def test_a_file_gives_the_document(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "s3.json").write_text(json.dumps(S3, indent=2))
    assert read(tmp_path, file="policies/s3.json").own["mine"].document == S3


def test_a_document_in_the_blueprint_stays(tmp_path: Path) -> None:
    assert read(tmp_path, document=S3).own["mine"].document == S3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "it is no JSON document"),
        (b'{"tags": {}}', "tags is no key of a S3_POLICY"),
        (b"\xff", "no UTF-8 text"),
        (b" " * (MAX_BYTES + 1), "more than 262,144 bytes"),
    ],
)
def test_a_file_that_is_no_policy_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "s3.json").write_bytes(content)
    with pytest.raises(BadInput, match=rf"accounts\.policies\.own\.mine: .*{message}"):
        read(tmp_path, file="s3.json")


@pytest.mark.parametrize("name", ["../s3.json", "/etc/hostname", "link.json"])
def test_files_elsewhere_are_not_read(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "blueprint"
    folder.mkdir()
    (tmp_path / "s3.json").write_text(json.dumps(S3))
    (folder / "link.json").symlink_to(tmp_path / "s3.json")
    with pytest.raises(BadInput, match="is not in the folder of the blueprint"):
        read(folder, file=name)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"there is no file nix\.json"):
        read(tmp_path, file="nix.json")


def test_a_file_and_a_document_are_one_too_many(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="give one of them"):
        read(tmp_path, file="s3.json", document=S3)


def test_a_document_refers_to_no_change(tmp_path: Path) -> None:
    condition = {"StringEquals": {"aws:PrincipalTag/team": [{"$read": "b.arn"}]}}
    statement = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    (tmp_path / "scp.json").write_text(json.dumps(document))
    with pytest.raises(BadInput, match=r"begins with \$: \$read"):
        read(tmp_path, type="SERVICE_CONTROL_POLICY", file="scp.json")
