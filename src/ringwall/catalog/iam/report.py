"""The credential report: one CSV per account that says when passwords and keys were used."""

import csv
import io
import time
from collections.abc import Callable, Mapping

from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Shared

ATTEMPTS = 12
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 5.0
NOTHING = frozenset({"N/A", "no_information", "not_supported", ""})
"""What the report writes where there is no such thing."""


def read_report(
    reader: Reader, pause: Callable[[float], None] = time.sleep
) -> Mapping[str, Mapping[str, str]]:
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


def parse_report(content: bytes | str) -> dict[str, dict[str, str]]:
    """Return the report's rows by ARN, without those that have too many or too few columns.

    CallFailed where it is no report.
    """
    try:
        lines = content.decode() if isinstance(content, bytes) else content
        reader = csv.DictReader(io.StringIO(lines), strict=True)
        columns, rows = reader.fieldnames or (), list(reader)
    except (csv.Error, UnicodeDecodeError) as error:
        raise CallFailed(f"the credential report cannot be read: {error}", "Unreadable") from error
    if "arn" not in columns:
        raise CallFailed("the credential report has no column arn", "Unreadable")
    return {
        row["arn"]: {key: value for key, value in row.items() if value not in NOTHING}
        for row in rows
        if None not in row and None not in row.values()
    }


REPORT = Shared("Report", read_report, "Arn")
"""The report as it joins the documents of a table: by their `Arn`, into `Report`."""
