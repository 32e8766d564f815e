"""MISP exports: attributes that are meant for detection."""

import json
from collections import Counter

import pytest

from ringwall.detect.enrichment.misp import read_misp
from ringwall.model.errors import BadInput

EVENT = {
    "Event": {
        "Attribute": [
            {"type": "ip-dst", "value": "192.0.2.7", "to_ids": True},
            {"type": "ip-dst|port", "value": "192.0.2.8|443", "to_ids": "1"},
            {"type": "domain|ip", "value": "a.example|192.0.2.9", "to_ids": True},
            {"type": "domain", "value": "context.example", "to_ids": False},
            {"type": "domain", "value": "gone.example", "to_ids": True, "deleted": True},
            {"type": "sha256", "value": "aa", "to_ids": True},
            {"type": ["odd"], "value": {}, "to_ids": []},
            "no attribute",
        ],
        "Object": [{"Attribute": [{"type": "url", "value": "https://b.example", "to_ids": True}]}],
    }
}


@pytest.mark.parametrize("document", [EVENT, [EVENT], {"response": [EVENT, 7]}])
def test_attributes_for_detection_are_read(document: object) -> None:
    skipped: Counter[str] = Counter()
    assert list(read_misp(json.dumps(document).encode(), skipped)) == [
        "192.0.2.7", "192.0.2.8", "a.example", "192.0.2.9", "https://b.example",
    ]  # fmt: skip
    assert skipped == {
        "an attribute of another type": 2,
        "an attribute that is not meant for detection": 2,
    }


@pytest.mark.parametrize("content", [b"", b"{}", b"[7]", b'{"Event": 7}', b"[" * 100_000])
def test_what_is_no_export_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        list(read_misp(content, Counter()))
