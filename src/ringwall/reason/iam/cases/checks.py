"""Check cases in files: a policy check and the expected answer, one case a line.

The formats are `docs/schemas/{no_new_access,not_granted,no_public}_cases.schema.json`.
"""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NoReturn, cast

from ringwall.model.errors import BadInput
from ringwall.reason.iam.cases.lines import BrokenCase, read_lines
from ringwall.reason.iam.language.document import BrokenDocument, Document, read_document
from ringwall.reason.iam.language.parse import parse_document
from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.symbolic.check_answer import CheckAnswer, CheckVerdict
from ringwall.reason.iam.symbolic.public_access import RESOURCE_TYPE, check_no_public_access
from ringwall.reason.iam.symbolic.questions import (
    AccessCheckPolicyType,
    check_access_not_granted,
    check_no_new_access,
    is_resource_policy,
    require_principal,
)

PolicyCheck = Literal["no-new-access", "not-granted", "no-public"]
FIELDS: Mapping[PolicyCheck, tuple[str, ...]] = {
    "no-new-access": ("reference", "candidate", "type"),
    "not-granted": ("policy", "actions", "resources", "type"),
    "no-public": ("policy", "resource_type"),
}
"""The fields of a case of each check, beside `name` and `expect`."""
_REQUIRED = ("reference", "candidate", "policy", "resource_type")
_VERDICTS = ("pass", "fail", "unknown")
_TYPES = ("IDENTITY", "RESOURCE")


@dataclass(frozen=True)
class CheckCase:
    """One case, ready to be run."""

    name: str
    ask: Callable[[], CheckAnswer]
    expect: CheckVerdict | None
    """None where the case expects nothing."""
    line: int


@dataclass(frozen=True)
class CheckCaseResult:
    """A case with its answer."""

    case: CheckCase
    answer: CheckAnswer

    @property
    def is_as_expected(self) -> bool:
        """Whether the verdict is the expected one, or none was expected."""
        return self.case.expect in (None, self.answer.verdict)


def run_check_file(check: PolicyCheck, path: Path) -> Iterator[CheckCaseResult | BrokenCase]:
    """Yield the result of every case of a file, BrokenCase for a line that cannot be used.

    BadInput where the file itself cannot be read.
    """

    def run(line: bytes, source: str, number: int) -> CheckCaseResult:
        case = read_check_case(check, line, source, number)
        return CheckCaseResult(case, case.ask())

    return read_lines(path, run)


def read_check_case(
    check: PolicyCheck, text: str | bytes, source: str = "case", line: int = 1
) -> CheckCase:
    """Return the case in one line; `source` and `line` are for errors."""
    try:
        document = read_document(text, line)
    except BrokenDocument as error:
        where = error.position if error.position.line else line
        raise BadInput(f"{source}:{where}: {error.reason}") from error
    return _Reader(check, document, source, line).read()


class _Reader:
    """Reads one case, and rejects what has no certain meaning."""

    def __init__(self, check: PolicyCheck, document: Document, source: str, line: int) -> None:
        self.check = check
        self.document = document
        self.source = source
        self.line = line
        self.value: Mapping[str, Any] = {}

    def read(self) -> CheckCase:
        if not isinstance(self.document.value, dict):
            self._fail("a case must be a JSON object")
        self.value = self.document.value
        self._check_fields()
        name = self._choice("name", ()) or f"line {self.line}"
        expect = self._choice("expect", _VERDICTS)
        return CheckCase(name, self._ask(), cast("CheckVerdict | None", expect), self.line)

    def _ask(self) -> Callable[[], CheckAnswer]:
        if self.check == "no-public":
            return self._ask_no_public(self._policy("policy"))
        kind = cast("AccessCheckPolicyType | None", self._choice("type", _TYPES))
        if self.check == "no-new-access":
            reference, candidate = self._policy("reference"), self._policy("candidate")
            self._refuse_bad(lambda: is_resource_policy(kind, reference, candidate))
            return lambda: check_no_new_access(reference, candidate, kind)
        policy = self._policy("policy")
        self._refuse_bad(lambda: is_resource_policy(kind, policy))
        actions, resources = self._texts("actions"), self._texts("resources")
        return lambda: check_access_not_granted(policy, actions, resources, kind)

    def _ask_no_public(self, policy: Policy) -> Callable[[], CheckAnswer]:
        resource_type = self._choice("resource_type", ()) or ""
        if not RESOURCE_TYPE.fullmatch(resource_type):
            self._fail(
                "resource_type must be a CloudFormation type, such as AWS::S3::Bucket",
                "resource_type",
            )
        self._refuse_bad(lambda: require_principal(policy))
        return lambda: check_no_public_access(policy, resource_type)

    def _refuse_bad(self, check: Callable[[], object]) -> None:
        try:
            check()
        except BadInput as error:
            self._fail(str(error))

    def _check_fields(self) -> None:
        for path in self.document.duplicates:
            raise BadInput(f"{self._where(path)}: {path[-1]} appears twice")
        known = ("name", "expect", *FIELDS[self.check])
        for key in self.value:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.8)
            if key not in known and near:
                self._fail(f"unknown field: {key}; did you mean {near[0]}?", key)
            if key not in known and isinstance(self.value[key], dict | list):
                self._fail(f"unknown field: {key}; a case has {', '.join(known)}", key)
        for key in FIELDS[self.check]:
            if key in _REQUIRED and key not in self.value:
                self._fail(f"a case of {self.check} must have a {key}")

    def _choice(self, key: str, choices: tuple[str, ...]) -> str | None:
        value = self.value.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self._fail(f"{key} must be a string", key)
        if not choices:
            return value
        found = next((choice for choice in choices if choice.lower() == value.lower()), None)
        return found or self._fail(f"{key} must be {' or '.join(choices)}", key)

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self.value.get(key, [])
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            self._fail(f"{key} must be a list of strings", key)
        return tuple(texts)

    def _policy(self, key: str) -> Policy:
        parsed = parse_document(self.document, (key,), key)
        if parsed.policy is None:
            first = parsed.errors[0]
            where = f"{self.source}:{first.position if first.position.line else self.line}"
            raise BadInput(f"{where}: {first.path}: {first.message}")
        return parsed.policy

    def _where(self, path: tuple[str | int, ...]) -> str:
        place = self.document.position(path)
        return f"{self.source}:{place if place.line else self.line}"

    def _fail(self, message: str, key: str = "") -> NoReturn:
        raise BadInput(f"{self._where((key,) if key else ())}: {message}")
