"""AWS's answers from files: IAM's account details and credential report, and an organization.

A bad row of a file is no reason to leave the rest: its reason takes its place in the list.
"""

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jmespath

from ringwall.collect.api import ApiSource
from ringwall.collect.organization_file import OrganizationFile
from ringwall.model.errors import BadInput, CallFailed, NotInSource
from ringwall.model.table import Reader, Row

MAX_BYTES = 512 * 1024 * 1024
LISTS = {
    "User": "UserDetailList",
    "Group": "GroupDetailList",
    "Role": "RoleDetailList",
    "LocalManagedPolicy": "Policies",
    "AWSManagedPolicy": "Policies",
}
ORGANIZATION = "Organization"
"""The member by which a file speaks of the organization; null where there is none."""
REPORT_COLUMNS = {"user", "arn", "user_creation_time", "password_enabled", "mfa_active"}
FOREIGN = 0.1
"""Part of a file's rows that may belong to other accounts, by mistake."""
_IAM_ARN = re.compile(r"arn:([\w-]+):iam::(?:(\d{12}):\w|aws:policy/)[ -~]*")


@dataclass(frozen=True)
class FileReader:
    """A `Reader` that answers from files, and says of all other calls that it cannot."""

    account_id: str
    details: Row
    partition: str = "aws"
    region: str = "us-east-1"
    report: str = ""
    name: str = ""
    """File name of the details, for messages."""
    organization: OrganizationFile | None = None

    def call(self, operation: str, **parameters: Any) -> Row:
        """Return the answer that AWS would have given; NotInSource for all other calls."""
        if operation == "iam.get_account_authorization_details":
            return self._details(parameters.get("Filter"))
        if self.report and operation == "iam.generate_credential_report":
            return {"State": "COMPLETE"}
        if self.report and operation == "iam.get_credential_report":
            return {"Content": self.report.encode(), "ReportFormat": "text/csv"}
        if self.organization and operation.startswith("organizations."):
            return self.organization.answer(operation, **parameters)
        raise NotInSource(f"{operation} is not in {self.name}", "NotInSource")

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Any]:
        """Return the items at a JMESPath of that answer, or the one object that is there.

        In place of an item that cannot be used, there is a `CallFailed` that says why.
        """
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
    return [
        item
        for item in items
        if not (isinstance(item, dict) and ":iam::aws:policy/" in str(item.get("Arn", "")))
    ]


def open_files(readers: Mapping[str, FileReader]) -> ApiSource:
    """Return the files of `read_files` as a source: they hold the answers of AWS's own API."""
    return ApiSource(lambda account_id, _: readers[account_id], name="file")


def choose_root(readers: Mapping[str, FileReader]) -> str:
    """Return the account that answers for the organization: the management account, if it is here.

    '' where no file says anything of the organization.
    """
    told = [reader.organization for reader in readers.values() if reader.organization]
    if not told:
        return ""
    return told[0].management if told[0].management in readers else min(readers)


def read_files(details: Iterable[Path], reports: Iterable[Path]) -> dict[str, FileReader]:
    """Return a reader for each account in the files; BadInput for unusable files.

    One of `details` may be about the organization. That there is none may also stand beside an
    account's details.
    """
    found_reports = _read_reports(reports)
    readers: dict[str, FileReader] = {}
    organization: OrganizationFile | None = None
    for path in details:
        document = _read_json(path)
        if ORGANIZATION in document:
            if organization:
                raise BadInput(f"{path}: the organization is already in {organization.name}")
            organization = _read_organization(path, document)
            if not _has_account(path, document):
                continue
        account_id, reader = _read_account(path, document)
        if account_id in readers:
            raise BadInput(f"{path}: account {account_id} is already in {readers[account_id].name}")
        readers[account_id] = replace(reader, report=found_reports.pop(account_id, ""))
    if found_reports:
        accounts = ", ".join(found_reports)
        raise BadInput(f"the credential report for {accounts} needs the account's --from file")
    if organization and not readers:
        raise BadInput(f"{organization.name}: hand in the --from file of an account, too")
    if organization:
        organization = replace(organization, accounts=tuple(sorted(readers)))
    return {a: replace(reader, organization=organization) for a, reader in readers.items()}


def _read_organization(path: Path, document: Row) -> OrganizationFile:
    found = document[ORGANIZATION]
    # Only null says that there is none: what is empty or garbled says nothing.
    if found is not None and not (isinstance(found, dict) and found):
        raise BadInput(
            f"{path}: {ORGANIZATION} is not as `aws organizations describe-organization` answers "
            "it; write null where there is none"
        )
    return OrganizationFile(document, path.name)


def _has_account(path: Path, document: Row) -> bool:
    """Whether a file that speaks of the organization also has an account's details."""
    lists = set(LISTS.values()) & document.keys()
    if document[ORGANIZATION] is None:
        return bool(lists)
    if people := lists - {"Policies"}:
        # Of such a file nobody could say whether its Policies are the account's or SCPs.
        raise BadInput(f"{path}: {min(people)} beside {ORGANIZATION}; use a file for each")
    return False


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


def _read_json(path: Path) -> Row:
    try:
        document = json.loads(_decode(path))
        decoded = _decode_policies(document)
    except json.JSONDecodeError as error:
        raise BadInput(f"{path}:{error.lineno}:{error.colno}: broken JSON: {error.msg}") from error
    except RecursionError as error:
        raise BadInput(f"{path}:1: JSON is nested too deep") from error
    except ValueError as error:  # a number of thousands of digits
        raise BadInput(f"{path}:1: JSON cannot be read: {error}") from error
    lists = set(LISTS.values())
    if not isinstance(decoded, dict) or not (lists | {ORGANIZATION}) & decoded.keys():
        raise BadInput(
            f"{path}: not the output of `aws iam get-account-authorization-details`: "
            f"none of {', '.join(sorted(lists))}"
        )
    if decoded.get("IsTruncated") or decoded.get("NextToken"):
        raise BadInput(f"{path}: only the first page; run the AWS CLI without --max-items")
    return decoded


def _read_account(path: Path, document: Row) -> tuple[str, FileReader]:
    """Return the account that a file is about, and its reader."""
    lists = {name: document[name] for name in sorted(set(LISTS.values()) & document.keys())}
    for name, items in lists.items():
        if not isinstance(items, list):
            raise BadInput(f"{path}: {name} is not a list")
    account_id, partition = _find_owner(path, [item for items in lists.values() for item in items])
    details = {
        name: [
            _check(item, f"{path.name}: {name}[{position}]", account_id)
            for position, item in enumerate(items)
        ]
        for name, items in lists.items()
    }
    return account_id, FileReader(account_id, details, partition, name=path.name)


def _check(item: Any, place: str, account_id: str) -> Any:
    """Return an item of a list; in place of one that is nothing of the account's, the reason."""
    arn = item.get("Arn") if isinstance(item, dict) else None
    if not isinstance(arn, str):
        return CallFailed(f"{place} has no Arn", "BadRow")
    match = _IAM_ARN.fullmatch(arn)
    if not match:
        return CallFailed(f"{place}: {arn!r:.200} is not an IAM ARN", "BadRow")
    if match[2] not in {None, account_id}:
        return CallFailed(f"{place}: {arn!r:.200} is of another account", "BadRow")
    return item


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


def _find_owner(path: Path, items: Iterable[Any]) -> tuple[str, str]:
    """Return the account (and partition) that the ARNs of a file belong to, AWS's own aside."""
    arns = (item.get("Arn") for item in items if isinstance(item, dict))
    found = (_IAM_ARN.fullmatch(arn) for arn in arns if isinstance(arn, str))
    counts = Counter((match[2], match[1]) for match in found if match and match[2])
    return _take_most(
        counts,
        nothing=f"{path}: it has no user, role, group or policy of an account",
        several=f"{path}: has several accounts ({{}}); use one file per account",
    )


def _take_most(counts: Counter[tuple[str, str]], *, nothing: str, several: str) -> tuple[str, str]:
    """Return what is found nearly always; BadInput where there is nothing, or no such thing."""
    if not counts:
        raise BadInput(nothing)
    ((most, count),) = counts.most_common(1)
    if counts.total() - count > FOREIGN * counts.total():
        raise BadInput(several.format(", ".join(sorted({account for account, _ in counts}))))
    return most


def _read_reports(paths: Iterable[Path]) -> dict[str, str]:
    """Return credential reports by the account that each is about."""
    found: dict[str, str] = {}
    for path in paths:
        account_id, text = _read_report(path)
        if account_id in found:
            raise BadInput(f"{path}: a second credential report for account {account_id}")
        found[account_id] = text
    return found


def _read_report(path: Path) -> tuple[str, str]:
    """Return the account that a credential report is about, and its text."""
    text = _decode(path)
    header = text.partition("\n")[0].strip().split(",")
    if missing := REPORT_COLUMNS - set(header):
        raise BadInput(f"{path}:1: not a credential report: no column {', '.join(sorted(missing))}")
    found = re.findall(r",\"?arn:([\w-]+):iam::(\d{12}):(?:root|user/)", text)
    owner, _ = _take_most(
        Counter((account_id, partition) for partition, account_id in found),
        nothing=f"{path}:2: the report has no row of an account",
        several=f"{path}: has several accounts ({{}}); use one report per account",
    )
    return owner, text
