"""Objects of S3 as streams, and what is below a prefix; read-only."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import RawIOBase
from typing import Any

from ringwall.aws.failures import CAUGHT, UNREADABLE
from ringwall.aws.read import AwsReader
from ringwall.model.errors import CallFailed


@dataclass(frozen=True)
class StoredObject:
    """One object of S3."""

    bucket: str
    key: str
    etag: str
    size: int

    @property
    def address(self) -> str:
        """The address, s3://bucket/key."""
        return f"s3://{self.bucket}/{self.key}"


def list_objects(
    reader: AwsReader, bucket: str, prefix: str, owner: str = ""
) -> Iterator[StoredObject]:
    """Yield the objects of a bucket whose keys start with a prefix; CallFailed where none may.

    Where `owner` is given, the bucket must belong to that account.
    """
    asked: dict[str, Any] = {"Bucket": bucket, "Prefix": prefix}
    if owner:
        asked["ExpectedBucketOwner"] = owner
    for item in reader.items("s3.list_objects_v2", "Contents || `[]`", **asked):
        yield StoredObject(bucket, item["Key"], str(item.get("ETag", "")), int(item.get("Size", 0)))


def open_object(reader: AwsReader, bucket: str, key: str, owner: str = "") -> "ObjectStream":
    """Return an object's content as a stream; CallFailed where it cannot be read."""
    asked: dict[str, Any] = {"Bucket": bucket, "Key": key}
    if owner:
        asked["ExpectedBucketOwner"] = owner
    return ObjectStream(reader.call("s3.get_object", **asked)["Body"], f"s3://{bucket}/{key}")


class ObjectStream(RawIOBase):
    """Content that AWS sends; what goes wrong while it is read is a CallFailed.

    `address` says of what, `operation` by which call.
    """

    def __init__(self, body: Any, address: str, operation: str = "s3.get_object") -> None:
        self._body = body
        self._told = f"{operation}: {address}"

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return up to so many bytes; b'' at the end."""
        try:
            found: bytes = self._body.read(None if size < 0 else size)
        except (*CAUGHT, *UNREADABLE, OSError) as error:
            raise CallFailed(f"{self._told}: {error}", "Broken") from error
        return found

    def close(self) -> None:
        """Let go of the connection."""
        self._body.close()
        super().close()
