"""Policies in files, validated: errors, warnings and suggestions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ringwall.jobs.access.policy_files import PolicyKind, read_bytes
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.reason.iam.validation.validate import validate_document

GRAVE = frozenset({"error", "security_warning"})


@dataclass
class ValidationRun:
    """Problems, a row each, found as the files are read; the counts are about those so far."""

    files: tuple[Path, ...]
    kind: PolicyKind = ""
    total: int = field(default=0, init=False)
    failed: int = field(default=0, init=False)
    """Errors and security warnings."""

    def __iter__(self) -> Iterator[Row]:
        """Yield the problems of each file; BadInput for one that cannot be read."""
        for path in self.files:
            for problem in validate_document(read_bytes(path), self.kind):
                self.total += 1
                self.failed += problem.severity in GRAVE
                yield {
                    "severity": problem.severity,
                    "code": problem.code,
                    "place": f"{path}:{problem.position}" if problem.position.line else str(path),
                    "path": problem.path,
                    "message": problem.message,
                }

    @property
    def outcome(self) -> JobOutcome:
        """A finding where there is an error or a security warning."""
        return decide_outcome(findings=self.failed, unknown=False)


def validate_files(files: tuple[Path, ...], kind: PolicyKind = "") -> ValidationRun:
    """Validate the policies of files; BadInput where none is named."""
    if not files:
        raise BadInput("name a file with a policy: ringwall access validate POLICY.json")
    return ValidationRun(files, kind)
