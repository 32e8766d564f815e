"""Logs as Athena and CloudTrail Lake hand them out: CSV of query results, and Parquet.

Their names are in lower case, and objects are in the text form of Presto: {type=IAMUser, arn=...}.
https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html
https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ringwall.collect.logs.unpack import Broken, Unpacked
from ringwall.collect.records import is_deep
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.model.text import count_of
from ringwall.store.lake.log_query import LONGEST_RECORD
from ringwall.store.lake.parquet_rows import ParquetRows

EVENT = frozenset({"eventname", "eventsource", "eventtime"})
"""Columns that results with events of CloudTrail have."""
FLOW = frozenset({"srcaddr", "dstaddr", "start"})
"""Columns that flow logs in Parquet have."""
DEEPEST = 20
MEMBERS = (
    "eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion",
    "sourceIPAddress", "userAgent", "errorCode", "errorMessage", "requestParameters",
    "responseElements", "additionalEventData", "requestID", "eventID", "readOnly", "resources",
    "eventType", "apiVersion", "managementEvent", "recipientAccountId", "sharedEventID",
    "vpcEndpointId", "vpcEndpointAccountId", "eventCategory", "serviceEventDetails", "tlsDetails",
    "sessionCredentialFromConsole", "edgeDeviceDetails", "insightDetails", "addendum", "type",
    "principalId", "arn", "accountId", "accessKeyId", "userName", "invokedBy", "sessionContext",
    "sessionIssuer", "attributes", "creationDate", "mfaAuthenticated", "webIdFederationData",
    "federatedProvider", "sourceIdentity", "onBehalfOf", "userId", "identityStoreArn",
    "credentialId", "inScopeOf", "tlsVersion", "cipherSuite", "clientProvidedHostHeader",
    "resourceType", "resourceName",
)  # fmt: skip
NAMES: Mapping[str, str] = {name.lower(): name for name in MEMBERS}
_NEXT = re.compile(r", (?=\w+=)")
"""Where the next member of an object starts."""


def has_events(header: str) -> bool:
    """Whether a first line is that of query results with events of CloudTrail."""
    return {*_split_header(header)} >= EVENT


def read_csv(unpacked: Unpacked) -> Iterator[Row]:
    """Yield the events of query results in CSV; then `Broken`, where some could not be read."""
    csv.field_size_limit(LONGEST_RECORD)
    rows = csv.reader(_lines(unpacked))
    try:
        header = [name.strip().lower() for name in next(rows)]
        for number, row in enumerate(rows, start=1):
            if len(row) != len(header):
                told = count_of(len(row), "value")
                raise Broken(f"row {number} has {told}, and the header {len(header)}")
            values = zip(header, row, strict=True)
            yield _finish({NAMES.get(name, name): read_value(t) for name, t in values if t})
    except csv.Error as error:
        raise Broken(f"broken CSV: {error}") from error


def read_value(text: str) -> Any:
    """Return a value of query results: JSON where it is, Presto's objects and lists, else text."""
    if text[:1] in "{[":
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return _read_object(text, DEEPEST)
        # What is deeper than readers of records go stays text.
        return text if is_deep(value) else _rename(value, DEEPEST)
    return text


def _read_object(text: str, depth: int) -> Any:
    """Return what `{a=1, b={c=2}}` or `[x, y]` means; text that is none of both stays so."""
    inner = text[1:-1]
    if depth == 0:
        return text
    if text.startswith("[") and text.endswith("]"):
        return (
            [_read_object(part, depth - 1) for part in _split(inner, is_list=True)] if inner else []
        )
    if not (text.startswith("{") and text.endswith("}")):
        return text
    found: Row = {}
    for part in _split(inner, is_list=False):
        name, equals, value = part.partition("=")
        if equals and value != "null":
            found[NAMES.get(name.strip().lower(), name.strip())] = _read_object(value, depth - 1)
    return found


def _split(text: str, *, is_list: bool) -> Iterator[str]:
    """Yield the parts of an object or a list, each whole."""
    depth = start = at = 0
    for found in re.finditer(r"[{}\[\]]|, ", text):
        at = found.start()
        if found[0] in "{[":
            depth += 1
        elif found[0] in "}]":
            depth -= 1
        elif depth == 0 and (is_list or _NEXT.match(text, at)):
            yield text[start:at]
            start = found.end()
    if start < len(text):
        yield text[start:]


def _rename(value: Any, depth: int) -> Any:
    if isinstance(value, dict) and depth:
        return {NAMES.get(k.lower(), k): _rename(v, depth - 1) for k, v in value.items()}
    if isinstance(value, list) and depth:
        return [_rename(item, depth - 1) for item in value]
    return value


def _finish(record: Row) -> Row:
    """Return a record whose resources are named as CloudTrail names them."""
    listed = record.get("resources")
    if isinstance(listed, list):
        record["resources"] = [
            {"ARN" if name == "arn" else name: value for name, value in item.items()}
            for item in listed
            if isinstance(item, dict)
        ]
    return record


def _split_header(header: str) -> Sequence[str]:
    names = next(csv.reader([header]), []) if len(header) < LONGEST_RECORD else []
    return [name.strip().lower() for name in names]


def _lines(unpacked: Unpacked) -> Iterator[str]:
    waiting = b""
    while piece := unpacked.read(1024**2):
        *lines, waiting = (waiting + piece).split(b"\n")
        if len(waiting) > LONGEST_RECORD:
            raise Broken(f"a line of more than {LONGEST_RECORD // 1024**2} MiB")
        yield from (line.decode("utf-8-sig", "replace") + "\n" for line in lines)
    if waiting:
        yield waiting.decode("utf-8-sig", "replace")


class ParquetLog:
    """A log in Parquet, on disk while it is read."""

    def __init__(self, unpacked: Unpacked) -> None:
        """Keep it on disk; `Broken` where it is no Parquet."""
        self._rows = ParquetRows(_pieces(unpacked))
        try:
            self.columns = self._rows.find_columns()
        except BadInput as error:
            self.close()
            raise Broken(f"broken Parquet: {error}") from error

    @property
    def is_flow(self) -> bool:
        """Whether it has the records of flow logs."""
        return {name.lower() for name in self.columns} >= FLOW

    @property
    def has_events(self) -> bool:
        """Whether it has events of CloudTrail."""
        return {name.lower() for name in self.columns} >= EVENT

    def read_lines(self) -> Iterator[str]:
        """Yield records of flow logs as lines, - where there is nothing."""
        return _translate(self._rows.read_lines(self.columns))

    def read_events(self) -> Iterator[Row]:
        """Yield events of CloudTrail."""
        for text in _translate(self._rows.read_documents()):
            row = json.loads(text)
            yield _finish(
                {
                    NAMES.get(name.lower(), name): read_value(value)
                    if isinstance(value, str)
                    else _rename(value, DEEPEST)
                    for name, value in row.items()
                    if value is not None
                }
            )

    def read_records(self) -> Iterator[Row]:
        """Yield records of any other log, such as OCSF's, without what a row leaves empty."""
        for text in _translate(self._rows.read_documents()):
            yield {name: value for name, value in json.loads(text).items() if value is not None}

    def close(self) -> None:
        """Remove it."""
        self._rows.close()


def _pieces(unpacked: Unpacked) -> Iterator[bytes]:
    while piece := unpacked.read(1024**2):
        yield piece


def _translate(texts: Iterator[str]) -> Iterator[str]:
    try:
        yield from texts
    except BadInput as error:
        raise Broken(f"broken Parquet: {error}") from error
