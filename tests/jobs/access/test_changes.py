"""Changes of policies to try out."""

import json
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.changes import (
    AttachFile,
    DetachPolicy,
    PolicyChanges,
    PutFile,
    read_changes,
)
from ringwall.model.errors import BadInput
from ringwall.reason.iam.organization.change import Attach, Detach, Replace
from ringwall.reason.iam.organization.model import Organization

PROD, UNIT = "111111111111", "ou-root-prod"
SITE = "arn:aws:s3:::site"


@pytest.fixture
def file(tmp_path: Path, two_accounts: Any) -> Path:
    path = tmp_path / "deny-all.json"
    path.write_text(json.dumps(two_accounts.policy(two_accounts.allow("s3:*"))))
    return path


def test_files_are_read_and_targets_found_by_name(
    organization: Organization, events: Any, file: Path, tmp_path: Path, two_accounts: Any
) -> None:
    rcp_file = tmp_path / "rcp.json"
    denial = {**two_accounts.allow("s3:*"), "Effect": "Deny", "Principal": "*"}
    rcp_file.write_text(json.dumps(two_accounts.policy(denial)))
    changes = PolicyChanges(
        attach=(AttachFile("scp", file, "Root/Prod"), AttachFile("rcp", rcp_file, "prod")),
        detach=(DetachPolicy("scp", "FullAWSAccess", "root"),),
        put=(PutFile(SITE, file),),
    )
    scp, rcp, detach, put = read_changes(changes, organization, events)
    assert isinstance(scp, Attach)
    assert (scp.kind, scp.target) == ("scp", UNIT)
    assert isinstance(rcp, Attach)
    assert (rcp.kind, rcp.target) == ("rcp", PROD)
    assert detach == Detach("scp", "FullAWSAccess", "r-root")
    assert put == Replace(SITE, json.loads(file.read_text()))


def test_nothing_is_nothing(organization: Organization, events: Any, file: Path) -> None:
    assert PolicyChanges().is_empty
    assert read_changes(PolicyChanges(), organization, events) == []
    assert not PolicyChanges(put=(PutFile(SITE, file),)).is_empty


def test_what_cannot_be_used_is_bad_input(
    organization: Organization, events: Any, file: Path, tmp_path: Path
) -> None:
    for changes in (
        PolicyChanges(attach=(AttachFile("scp", tmp_path / "none", "prod"),)),
        PolicyChanges(attach=(AttachFile("scp", file, "nowhere"),)),
        PolicyChanges(detach=(DetachPolicy("scp", "FullAWSAccess", "nowhere"),)),
        PolicyChanges(put=(PutFile(SITE, tmp_path),)),
    ):
        with pytest.raises(BadInput):
            read_changes(changes, organization, events)


def test_doubtful_names_are_noted(
    organization: Organization, events: Any, tmp_path: Path, two_accounts: Any
) -> None:
    path = tmp_path / "scp.json"
    path.write_text(json.dumps(two_accounts.policy(two_accounts.allow("s3:GetObjekt"))))
    read_changes(PolicyChanges(attach=(AttachFile("scp", path, "prod"),)), organization, events)
    assert "did you mean s3:GetObject?" in events.notes[0]
