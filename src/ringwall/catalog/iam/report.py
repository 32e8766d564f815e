"""The credential report: one CSV per account that says when passwords and keys were used."""

import csv
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Shared

ATTEMPTS = 12
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 5.0
SECOND = timedelta(seconds=1)
"""The report has whole seconds."""
FLAGS = ("password_enabled", "mfa_active", "access_key_1_active", "access_key_2_active")
"""Columns that say true or false of each user."""
COLUMNS = frozenset(
    {
        *("user", "arn", "user_creation_time", "password_last_used", "password_last_changed"),
        *(f"access_key_{n}_{what}" for n in (1, 2) for what in ("last_rotated", "last_used_date")),
        *FLAGS,
    }
)
"""Columns without which it is no credential report: AWS always writes them, and never empty."""
ARN = re.compile(r"arn:[\w-]+:iam::\d{12}:(root$|user/.+|root,)")
BOTH = frozenset({"true", "false"})
DOUBTFUL = "line {} of the credential report lacks a value, or is another one of its user"
NOTHING = frozenset({"N/A", "no_information", "not_supported"})
"""What the report writes where there is no such thing."""


def read_report(
    reader: Reader, pause: Callable[[float], None] = time.sleep
) -> Mapping[str, Mapping[str, str] | CallFailed]:
    """Return the rows of the credential report by ARN; members without a value are left out.

    AWS creates a report at most every four hours and returns the last one until then. CallFailed
    where it is not ready after some fifty seconds.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
    """
    wait = FIRST_PAUSE
    for _ in range(ATTEMPTS):
        if reader.call("iam.generate_credential_report").get("State") == "COMPLETE":
            return parse_report(reader.call("iam.get_credential_report")["Content"])
        pause(wait)
        wait = min(2 * wait, LONGEST_PAUSE)
    raise CallFailed("AWS did not finish the credential report in time", "ReportNotReady")


def parse_report(content: bytes | str) -> dict[str, dict[str, str] | CallFailed]:
    """Return the report's rows by ARN; in place of a row that cannot be read, the reason.

    ValueError where it is no credential report. A name may have commas, which AWS does not quote:
    as many columns as there are follow the ARN.
    """
    try:
        text = content.decode() if isinstance(content, bytes) else content
        header, *lines = text.removesuffix("\n").split("\n")
        columns = next(csv.reader([header]), [])
    except (csv.Error, UnicodeDecodeError) as error:
        raise ValueError(f"not a credential report: {error}") from error
    if missing := COLUMNS - set(columns):
        raise ValueError(f"not a credential report: no column {', '.join(sorted(missing))}")
    found: dict[str, dict[str, str] | CallFailed] = {}
    for number, line in enumerate(lines, start=2):
        fields = _split(line.removesuffix("\r"), len(columns))
        if len(fields) == len(columns) and ARN.fullmatch(fields[columns.index("arn")]):
            row = dict(zip(columns, fields, strict=True))
            said = {key: value for key, value in row.items() if value not in NOTHING}
            is_sure = _is_whole(row) and row["arn"] not in found
            found[row["arn"]] = said if is_sure else CallFailed(DOUBTFUL.format(number), "BadRow")
        elif arn := ARN.search(line):
            reason = f"line {number} of the credential report does not have {len(columns)} columns"
            found.setdefault(arn[0].partition(",")[0], CallFailed(reason, "BadRow"))
    return found


def _is_whole(row: Mapping[str, str]) -> bool:
    """Whether each column says something, and those of FLAGS true or false.

    Whether the root user has a password is not supported.
    """
    is_root = row["arn"].endswith(":root")
    flags = FLAGS[1:] if is_root else FLAGS
    return all(row[name] for name in COLUMNS) and all(row[name].lower() in BOTH for name in flags)


def _split(line: str, width: int) -> list[str]:
    """Return the fields of a line; the first two are the user and its ARN, which ends in it."""
    try:
        fields = next(csv.reader([line], strict=True), [])
    except csv.Error:
        return []
    rest = fields[len(fields) - width + 2 :]
    first = re.fullmatch(r"([^:]*),(arn:.*)", ",".join(fields[: len(fields) - width + 2]))
    if len(fields) > width and first and re.split("[:/]", first[2])[-1] == first[1]:
        return [first[1], first[2], *rest]
    return fields


def is_same_user(document: Mapping[str, Any], row: Mapping[str, str]) -> bool:
    """Whether a row of the report is about this user, and not about an older one of its name.

    A user that was deleted and created again has the same ARN, and the report is up to four hours
    old. The root user has no date of its own.
    """
    created = document.get("CreateDate")
    return created is None or abs(_moment(created) - _moment(row["user_creation_time"])) < SECOND


def _moment(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


REPORT = Shared("Report", read_report, "Arn", belongs=is_same_user)
"""The report as it joins the documents of a table: by their `Arn`, into `Report`."""
