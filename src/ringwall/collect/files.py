"""IAM from files: `get-account-authorization-details` JSON and the credential report CSV."""

import csv
import io
import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jmespath

from ringwall.collect.api import ApiSource
from ringwall.model.errors import BadInput, NotInSource
from ringwall.model.table import Reader, Row

MAX_BYTES = 512 * 1024 * 1024
LISTS = {
    "User": "UserDetailList",
    "Group": "GroupDetailList",
    "Role": "RoleDetailList",
    "LocalManagedPolicy": "Policies",
    "AWSManagedPolicy": "Policies",
}
REPORT_COLUMNS = {"user", "arn", "user_creation_time", "password_enabled", "mfa_active"}
_IAM_ARN = re.compile(r"arn:[\w-]+:iam::(\d{12}|aws):\w")


@dataclass(frozen=True)
class FileReader:
    """A `Reader` that answers two IAM calls from files, and says of all others that it cannot."""

    account_id: str
    details: Row
    partition: str = "aws"
    region: str = "us-east-1"
    report: str = ""
    name: str = ""
    """File name of the details, for messages."""

    def call(self, operation: str, **parameters: Any) -> Row:
        """Return the answer that AWS would have given; NotInSource for all other calls."""
        if operation == "iam.get_account_authorization_details":
            return self._details(parameters.get("Filter"))
        if self.report and operation == "iam.generate_credential_report":
            return {"State": "COMPLETE"}
        if self.report and operation == "iam.get_credential_report":
            return {"Content": self.report.encode(), "ReportFormat": "text/csv"}
        raise NotInSource(f"{operation} is not in {self.name}", "NotInSource")

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Row]:
        """Return the items at a JMESPath of that answer, or the one object that is there."""
        found = jmespath.search(path, self.call(operation, **parameters))
        if found is None:
            raise NotInSource(f"{path} is not in {self.name}", "NotInSource")
        return found if isinstance(found, list) else [found]

    def at(self, region: str) -> Reader:
        """Return itself: IAM is the same in every region."""
        del region
        return self

    def _details(self, kinds: list[str] | None) -> Row:
        wanted = {LISTS[kind] for kind in kinds or LISTS}
        answer = {name: self.details[name] for name in wanted if name in self.details}
        if kinds and "AWSManagedPolicy" not in kinds:
            answer = {name: _local(items) for name, items in answer.items()}
        return answer


def _local(items: list[Row]) -> list[Row]:
    return [item for item in items if ":iam::aws:policy/" not in str(item.get("Arn", ""))]


def open_files(readers: Mapping[str, FileReader]) -> ApiSource:
    """Return the files of `read_files` as a source: they hold the answers of AWS's own API."""
    return ApiSource(lambda account_id, _: readers[account_id], name="file")


def read_files(details: Iterable[Path], reports: Iterable[Path]) -> dict[str, FileReader]:
    """Return a reader for each account in the files; BadInput for unusable files."""
    found_reports: dict[str, str] = {}
    for path in reports:
        account_id, text = _read_report(path)
        if account_id in found_reports:
            raise BadInput(f"{path}: a second credential report for account {account_id}")
        found_reports[account_id] = text
    readers: dict[str, FileReader] = {}
    for path in details:
        document = _read_details(path)
        account_id, partition = _owner(path, document)
        if account_id in readers:
            raise BadInput(f"{path}: account {account_id} is already in {readers[account_id].name}")
        report = found_reports.pop(account_id, "")
        readers[account_id] = FileReader(
            account_id, document, partition, report=report, name=path.name
        )
    if found_reports:
        accounts = ", ".join(found_reports)
        raise BadInput(f"the credential report for {accounts} needs the account's --from file")
    return readers


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path}: cannot read: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise BadInput(f"{path}: larger than {MAX_BYTES // 1024**2} MiB")
    return content


def _decode(path: Path) -> str:
    content = _read_bytes(path)
    # PowerShell's > writes UTF-16.
    encoding = "utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{path}:{line}: not UTF-8 text") from error


def _read_details(path: Path) -> Row:
    try:
        document = json.loads(_decode(path))
        _check_details(path, document)
        decoded: Row = _decode_policies(document)
    except json.JSONDecodeError as error:
        raise BadInput(f"{path}:{error.lineno}:{error.colno}: broken JSON: {error.msg}") from error
    except RecursionError as error:
        raise BadInput(f"{path}:1: JSON is nested too deep") from error
    except ValueError as error:  # a number of thousands of digits
        raise BadInput(f"{path}:1: JSON cannot be read: {error}") from error
    return decoded


def _check_details(path: Path, document: Any) -> None:
    lists = set(LISTS.values())
    if not isinstance(document, dict) or not lists & document.keys():
        raise BadInput(
            f"{path}: not the output of `aws iam get-account-authorization-details`: "
            f"none of {', '.join(sorted(lists))}"
        )
    for name in sorted(lists):
        for position, item in enumerate(_list(path, document, name)):
            if not isinstance(item, dict) or not isinstance(item.get("Arn"), str):
                raise BadInput(f"{path}: {name}[{position}] has no Arn")
            if not _IAM_ARN.match(item["Arn"]):
                raise BadInput(
                    f"{path}: {name}[{position}]: {item['Arn']!r:.200} is not an IAM ARN"
                )
    if document.get("IsTruncated") or document.get("NextToken"):
        raise BadInput(f"{path}: only the first page; run the AWS CLI without --max-items")


def _list(path: Path, document: Row, name: str) -> list[Any]:
    value = document.get(name, [])
    if not isinstance(value, list):
        raise BadInput(f"{path}: {name} is not a list")
    return value


def _decode_policies(value: Any) -> Any:
    """Return the document with URL-encoded policies (as the API sends them) made plain."""
    if isinstance(value, dict):
        return {
            key: _decode_policy(item) if _is_encoded(key, item) else _decode_policies(item)
            for key, item in value.items()
        }
    return [_decode_policies(item) for item in value] if isinstance(value, list) else value


def _decode_policy(value: str) -> Any:
    """Return an encoded policy as JSON; one that is broken stays text: its statements are NULL."""
    try:
        return json.loads(unquote(value))
    except (ValueError, RecursionError):
        return value


def _is_encoded(key: str, value: Any) -> bool:
    documents = {"PolicyDocument", "AssumeRolePolicyDocument", "ResourceDocument"}
    return key in documents and isinstance(value, str) and value.lstrip()[:1] == "%"


def _owner(path: Path, document: Row) -> tuple[str, str]:
    """Return the account (and partition) that all ARNs of the file belong to, AWS's own aside."""
    counts: Counter[tuple[str, str]] = Counter()
    for name in set(LISTS.values()):
        for item in document.get(name, []):
            if match := re.match(r"arn:([\w-]+):iam::(\d{12}):", item["Arn"]):
                counts[match[2], match[1]] += 1
    if not counts:
        raise BadInput(f"{path}: it has no user, role, group or policy of an account")
    if len(counts) > 1:
        accounts = ", ".join(sorted({account_id for account_id, _ in counts}))
        raise BadInput(f"{path}: has several accounts ({accounts}); use one file per account")
    return next(iter(counts))


def _read_report(path: Path) -> tuple[str, str]:
    text = _decode(path)
    owner = ""
    for line, row in enumerate(_rows(path, text), start=2):
        match = re.match(r"arn:[\w-]+:iam::(\d{12}):", row["arn"])
        if not match:
            raise BadInput(f"{path}:{line}: column arn: {row['arn']!r} is not an IAM ARN")
        owner = owner or match[1]
        if owner != match[1]:
            raise BadInput(
                f"{path}:{line}: has accounts {owner} and {match[1]}; use one report per account"
            )
    if not owner:
        raise BadInput(f"{path}:2: the report has no rows")
    return owner, text


def _rows(path: Path, text: str) -> Iterator[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    missing = REPORT_COLUMNS - set(reader.fieldnames or ())
    if missing:
        raise BadInput(f"{path}:1: not a credential report: no column {', '.join(sorted(missing))}")
    found = []
    try:
        for row in reader:
            if None in row or None in row.values():
                raise BadInput(
                    f"{path}:{reader.line_num}: the row does not have "
                    f"{len(reader.fieldnames or ())} columns; is the file truncated?"
                )
            found.append(row)
    except csv.Error as error:
        # DictReader's own count stops at the last whole row.
        line = reader.reader.line_num
        raise BadInput(f"{path}:{line}: broken CSV: {error}") from error
    return iter(found)
