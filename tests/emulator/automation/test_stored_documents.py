"""Documents are found by name and by ARN, and only by those who may use them."""

from datetime import UTC, datetime

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.automation.runbook import read_content
from ringwall.emulator.automation.stored_documents import (
    StoredDocument,
    StoredVersion,
    documents_of,
    find_document,
    list_owned_by_aws,
)
from ringwall.emulator.automation.validation import find_fault

OWNER, OTHER = "123456789012", "210987654321"
ARN = f"arn:aws:ssm:us-east-1:{OWNER}:document/own"


@pytest.fixture
def document(emulator: Emulator) -> StoredDocument:
    version = StoredVersion(1, "", "{}", "JSON", datetime.now(UTC))
    made = StoredDocument("own", OWNER, "Automation", {1: version})
    documents_of(emulator.state, OWNER, "us-east-1")["own"] = made
    return made


def test_a_document_is_found_where_it_is_shared(
    emulator: Emulator, document: StoredDocument
) -> None:
    def find(account: str, name: str) -> StoredDocument | None:
        return find_document(emulator.state, account, "us-east-1", name)

    assert find(OWNER, "own") is find(OWNER, ARN) is document
    assert find(OTHER, "own") is find(OTHER, ARN) is None
    for shared in ({OTHER: "$DEFAULT"}, {"all": "$DEFAULT"}):
        document.shared = shared
        assert find(OTHER, ARN) is document
        assert find(OTHER, "own") is None
    assert find(OWNER, "arn:aws:ssm:us-east-1") is None
    assert find(OWNER, ARN.replace("document", "parameter")) is None
    own = find(OWNER, "arn:aws:ssm:us-east-1::document/AWS-StopEC2Instance")
    assert own is find(OTHER, "AWS-StopEC2Instance")


def test_documents_of_aws_have_no_fault() -> None:
    found = list(list_owned_by_aws())
    assert len(found) >= 8
    for document in found:
        version = document.versions[1]
        assert find_fault(read_content(version.text, "YAML"), document.kind) == ""
