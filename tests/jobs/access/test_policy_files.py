"""Policies in files."""

import json
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.policy_files import (
    PolicyFiles,
    read_bytes,
    read_policy,
    read_policy_document,
    read_policy_set,
)
from ringwall.model.errors import BadInput

ALLOW = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
TWICE = '{"Statement":\n{"Effect": "Deny", "Effect": "Allow", "Action": "*", "Resource": "*"}}'


def make(*statements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def write(path: Path, *statements: Any) -> Path:
    path.write_text(json.dumps(make(*statements)))
    return path


def test_each_file_goes_where_it_belongs(tmp_path: Path, events: Any) -> None:
    for_anyone = {**ALLOW, "Principal": "*"}
    kinds = ("identity", "boundary", "session", "scp", "rcp", "endpoint")
    paths = {kind: (write(tmp_path / kind, ALLOW),) for kind in kinds}
    for kind in ("rcp", "endpoint"):
        write(tmp_path / kind, for_anyone)
    resource = (write(tmp_path / "resource", for_anyone),)
    found = read_policy_set(PolicyFiles(resource=resource, **paths), events)
    assert [len(policies) for policies in (found.identity, found.resource, found.boundaries)] == [
        *(1, 1, 1)
    ]
    assert [len(found.session), len(found.endpoint)] == [1, 1]
    assert [
        [len(level) for level in levels] for levels in (found.scp_levels, found.rcp_levels)
    ] == [
        [1],
        [1],
    ]
    assert PolicyFiles().is_empty
    assert not PolicyFiles(resource=resource).is_empty


def test_a_list_in_a_file_is_one_level(tmp_path: Path, events: Any) -> None:
    path = tmp_path / "level.json"
    path.write_text(json.dumps([make(ALLOW), make()]))
    found = read_policy_set(PolicyFiles(scp=(path, write(tmp_path / "one", ALLOW))), events)
    assert [len(level) for level in found.scp_levels] == [2, 1]


def test_doubtful_names_are_noted_with_their_place(tmp_path: Path, events: Any) -> None:
    path = write(tmp_path / "id.json", {**ALLOW, "Action": "s3:GetObjekt"})
    read_policy_set(PolicyFiles(identity=(path,)), events)
    (note,) = events.notes
    assert note.startswith(f"{path}:1:")
    assert "did you mean s3:GetObject?" in note
    read_policy_document(path, "identity", events)
    assert events.notes == [note, note]


@pytest.mark.parametrize("text", ["", "{", "[]x", '{"Statement": {"Effect": "No"}}', TWICE, "1"])
def test_a_broken_policy_is_refused_with_its_place(tmp_path: Path, events: Any, text: str) -> None:
    path = tmp_path / "id.json"
    path.write_text(text)
    for read in (
        lambda: read_policy_set(PolicyFiles(identity=(path,)), events),
        lambda: read_policy(path),
        lambda: read_policy_document(path, "identity", events),
    ):
        with pytest.raises(BadInput, match=f"{path}:"):
            read()


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(BadInput, match=f"{path}: "):
            read_bytes(path)
    path = tmp_path / "id.json"
    path.write_bytes(b"\xff")
    with pytest.raises(BadInput, match=f"{path}: the document is not UTF-8"):
        read_policy(path)


def test_a_document_is_what_the_file_holds(tmp_path: Path, events: Any) -> None:
    path = write(tmp_path / "scp.json", ALLOW)
    assert read_policy_document(path, "scp", events) == make(ALLOW)
    assert events.notes == []
    assert len(read_policy(path).statements) == 1


def test_an_answer_of_the_cli_is_read_as_the_policy_that_it_holds(
    tmp_path: Path, events: Any
) -> None:
    path = tmp_path / "version.json"
    path.write_text(json.dumps({"PolicyVersion": {"VersionId": "v1", "Document": make(ALLOW)}}))
    assert len(read_policy(path).statements) == 1
    assert read_policy_document(path, "identity", events) == make(ALLOW)
