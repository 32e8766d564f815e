import json

import pytest

from ringwall.emulator.call import Fault
from ringwall.emulator.organizations.policy_documents import read_document
from ringwall.model.organization_policy import POLICY_TYPES

DENY = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}


def refuse(kind: str, text: str) -> str:
    with pytest.raises(Fault) as caught:
        read_document(POLICY_TYPES[kind], text)
    return f"{caught.value.code} {caught.value.message}"


def test_white_space_counts() -> None:
    text = json.dumps({"Statement": [DENY]}).ljust(10_241)
    assert refuse("SERVICE_CONTROL_POLICY", text).startswith("ConstraintViolationException")
    assert read_document(POLICY_TYPES["SERVICE_CONTROL_POLICY"], text[:-1])


@pytest.mark.parametrize("text", ["{", "[]", json.dumps({"tags": {}})])
def test_documents_of_other_types_are_refused(text: str) -> None:
    assert refuse("S3_POLICY", text).startswith("MalformedPolicyDocumentException")
