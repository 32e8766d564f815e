"""Objects of buckets, by their addresses."""

from typing import Any

import pytest

from ringwall.collect.logs.bucket import find_objects, split_address
from ringwall.model.errors import BadInput


class Reader:
    """Lists made-up objects."""

    def items(self, operation: str, path: str, **asked: Any) -> list[dict[str, Any]]:
        assert (operation, path) == ("s3.list_objects_v2", "Contents || `[]`")
        keys = ["a/1.json.gz", "a/CloudTrail-Digest/2.json.gz", "a/", "a/empty"]
        sizes = {"a/empty": 0}
        return [
            {"Key": key, "ETag": '"e"', "Size": sizes.get(key, 5)}
            for key in keys
            if key.startswith(asked["Prefix"])
        ]


def test_objects_are_found_below_prefixes_each_once() -> None:
    reader: Any = Reader()
    found = find_objects(reader, ["s3://bucket/a", "s3://bucket"])
    assert [(one.address, one.version) for one in found.objects] == [
        ("s3://bucket/a/1.json.gz", '"e" 5')
    ]
    assert (found.digests, found.others) == (1, 2)


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("s3://my-bucket", ("my-bucket", "")),
        ("s3://my-bucket/", ("my-bucket", "")),
        ("s3://my.bucket/AWSLogs/1/../x", ("my.bucket", "AWSLogs/1/../x")),
    ],
)
def test_an_address_has_a_bucket_and_a_prefix(address: str, parts: tuple[str, str]) -> None:
    assert split_address(address) == parts


@pytest.mark.parametrize(
    "address", ["s3://", "s3:///x", "s3://A/x", "s3://a", "s3:x", "s3://a@b/c"]
)
def test_what_is_no_address_is_bad_input(address: str) -> None:
    with pytest.raises(BadInput, match="write s3://bucket/prefix"):
        split_address(address)
