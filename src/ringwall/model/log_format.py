"""A log format: how the records of one source of logs become the rows of its table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

LogKind = Literal["members", "records", "fields", "pattern"]
"""members: JSON whose members are known and typed while they are read, the fastest way; records:
JSON that is kept as a whole; fields: lines of words between spaces, named by a header; pattern:
lines that a regular expression takes apart."""

PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w.\[\]*-]*?)(:json)?\}")
"""A member of the record in an expression, as text: `{userIdentity.arn}`; as JSON where it ends so:
`{resources:json}`. NULL where there is none."""
FIRST_TIME = datetime(1970, 1, 1)  # noqa: DTZ001 - times of logs are UTC, naive
LAST_TIME = datetime(2099, 12, 31, 23, 59, 59)  # noqa: DTZ001 - the same
"""What is earlier or later is no time of a log, and what adds days to it would end of all times."""


@dataclass(frozen=True)
class LogFormat:
    """How the records of a source become rows.

    A column's value is what its `path` finds in the record: a path of members in JSON, the name
    of a field elsewhere. `expressions` has SQL of DuckDB's for the columns that need more, with the
    same paths in braces, and `object` for what the file's name says: `object.account_id`,
    `object.region`, `object.name` (of the cluster, the web ACL). `required` names columns and what
    is wrong with a record where one is NULL or '': such a record goes to the quarantine.
    """

    table: str
    kind: LogKind
    marks: tuple[str, ...] = ()
    """Members that a JSON record of the source always has; other records are of other sources."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Members that JSON records of the source always have with this value, as text, by their path:
    for records of which many sources have the same members."""
    start: str = ""
    """Pattern of the beginning of a line: by it the source is told."""
    line: str = ""
    """Of the kind pattern: a line, with a group for each field. It is the engine's alone."""
    fields: tuple[str, ...] = ()
    """The fields of a line, in order, where no header says so."""
    header: str = ""
    """Pattern of a first line that names the fields; '' where there is none."""
    expressions: Mapping[str, str] = field(default_factory=dict)
    required: Mapping[str, str] = field(default_factory=lambda: {"event_time": "no time"})
    members: tuple[str, ...] = ()
    """Of the kind members: those that no column's path names, for its expressions."""
    is_unique: bool = False
    """Whether records have IDs: what has the same event_id and event_time is one event."""
    place: str = ""
    """Pattern of an object's key, with the groups account, region and name where they are in it."""
