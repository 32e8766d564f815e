"""The manifest: one text, and a chain of custody in which nothing can be missing unseen."""

import json
from dataclasses import replace
from typing import Any

import pytest

from ringwall.model.errors import BadInput
from ringwall.model.evidence import (
    EvidenceItem,
    EvidenceManifest,
    EvidenceSource,
    ManifestSignature,
    write_canonical,
)
from ringwall.respond.evidence.manifest import (
    add_custody,
    add_items,
    find_flaws,
    read_item,
    read_manifest,
    read_signature,
    write_item,
    write_manifest,
    write_signature,
)

AT = "2026-12-01T02:04:05.678Z"
SOURCE = EvidenceSource("123456789012", "eu-west-1", "ec2.describe_instances", {"A": [1]})
ITEM = EvidenceItem(
    0, "document", "instance\u202e\n", SOURCE, AT, "arn:aws:x", "ringwall 1", "kept"
)


def make_manifest() -> EvidenceManifest:
    begun = EvidenceManifest("CASE-20261201-abcdef", AT, {"ringwall": "1"}, "seal")
    first = add_custody(add_items(begun, [ITEM, ITEM]), "collected", "ann", AT, {"items": 2})
    return add_custody(first, "deposited", "bob", AT, {"bucket": "evidence"})


def test_a_manifest_is_read_as_it_was_written() -> None:
    manifest = make_manifest()
    text = write_manifest(manifest)
    assert read_manifest(text) == manifest
    assert manifest.revision == 2
    assert find_flaws(manifest) == []
    assert text.isascii()
    assert b"\n" not in text


def test_items_are_numbered_on() -> None:
    manifest = add_items(make_manifest(), [ITEM])
    assert [item.number for item in manifest.items] == [1, 2, 3]


def change_entry(manifest: EvidenceManifest, place: int, **more: Any) -> EvidenceManifest:
    entries = list(manifest.custody)
    entries[place] = replace(entries[place], **more)
    return replace(manifest, custody=tuple(entries))


def test_what_was_taken_out_or_changed_shows() -> None:
    manifest = make_manifest()
    assert "gaps" in find_flaws(replace(manifest, items=manifest.items[1:]))[0]
    fewer = find_flaws(replace(manifest, items=manifest.items[:1]))
    assert fewer == ["the items are not those of the last custody entry"]
    other = replace(manifest.items[1], what="other")
    assert find_flaws(replace(manifest, items=(manifest.items[0], other)))
    assert find_flaws(change_entry(manifest, 0, who="eve")) == [
        "custody entry 1 was changed, or one before it"
    ]
    assert find_flaws(replace(manifest, custody=manifest.custody[1:])) == [
        "custody entry 1 is missing"
    ]
    assert "cut off" in find_flaws(replace(manifest, custody=()))[0]
    forged = change_entry(manifest, 0, detail={"items": 3})
    again = add_custody(replace(forged, custody=forged.custody[:0]), "collected", "ann", AT, {})
    mixed = replace(manifest, custody=(again.custody[0], manifest.custody[1]))
    assert find_flaws(mixed) == ["custody entry 2 was changed, or one before it"]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"schema": "ringwall.evidence.manifest/1"}',
        b'{"schema": "ringwall.evidence.manifest/2"}',
        b"\xff\xfe",
    ],
    ids=["nothing", "a list", "no members", "deep", "too little", "a later one", "no text"],
)
def test_what_is_no_manifest_is_refused(text: bytes) -> None:
    with pytest.raises(BadInput):
        read_manifest(text)
    with pytest.raises(BadInput):
        read_signature(text)


def test_only_the_one_text_of_a_manifest_is_read() -> None:
    """A member that is there twice is read one way here and another way elsewhere."""
    text = write_manifest(make_manifest())
    for other in (
        text.replace(b'{"case":', b'{"case":"CASE-20261201-zzzzzz","case":', 1),
        json.dumps(json.loads(text)).encode(),
        text.replace(b'"journal":', b'"more":1,"journal":', 1),
        text + b"\n",
    ):
        with pytest.raises(BadInput, match="not canonical"):
            read_manifest(other)


def test_a_case_that_is_none_is_refused() -> None:
    text = write_manifest(replace(make_manifest(), case="../x"))
    with pytest.raises(BadInput, match="not the id of a case"):
        read_manifest(text)


def test_items_and_signatures_are_read_as_they_were_written() -> None:
    assert read_item(write_item(ITEM)) == ITEM
    odd = replace(ITEM, what="half a letter: \ud800")
    assert read_item(write_item(odd)) == odd
    with pytest.raises(BadInput, match="not an item"):
        read_item(b"{}")
    signature = ManifestSignature("0" * 64, "ED25519", "1" * 64, "PEM", "c2ln")
    assert read_signature(write_signature(signature)) == signature
    other = write_canonical({**json.loads(write_signature(signature)), "algorithm": "NONE"})
    with pytest.raises(BadInput, match="algorithm"):
        read_signature(other)
