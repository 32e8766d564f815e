"""Problems of a policy: what is wrong, how bad it is, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ringwall.reason.iam.language.document import NO_POSITION, Document, JsonPath, SourcePosition

ProblemSeverity = Literal["error", "security_warning", "warning", "suggestion"]
"""error: AWS refuses the policy; security_warning: it allows too much; warning: it does not do what
it seems to do; suggestion: style. The names are those of Access Analyzer's findings."""


@dataclass(frozen=True)
class Problem:
    """One problem of a policy."""

    severity: ProblemSeverity
    code: str
    """Which problem it is, in snake_case: `unknown_operator`."""
    message: str
    path: str = ""
    """Where in the document: `Statement[0].Condition.StringEqual`."""
    position: SourcePosition = NO_POSITION

    def __str__(self) -> str:
        """Return one line: position, path, severity and message."""
        where = ": ".join(part for part in (str(self.position), self.path) if part)
        return f"{where}: {self.severity}: {self.message}" if where else self.message


@dataclass
class ProblemLog:
    """Collects the problems of one policy while it is read; `root` is the policy's own path."""

    document: Document
    root: JsonPath = ()
    found: list[Problem] = field(default_factory=list)
    is_unreadable: bool = False
    """Whether some problem makes the meaning of the policy uncertain."""

    def add(self, severity: ProblemSeverity, code: str, message: str, path: JsonPath) -> None:
        """Add a problem that leaves the policy's meaning certain."""
        position = self.document.position(path)
        self.found.append(Problem(severity, code, message, write_path(path), position))

    def reject(self, code: str, message: str, path: JsonPath) -> None:
        """Add an error that makes the policy's meaning uncertain."""
        self.add("error", code, message, path)
        self.is_unreadable = True

    def text(self, value: Any, name: str, path: JsonPath) -> str:
        """Return a value that must be a string; '' where it is not."""
        if isinstance(value, str):
            return value
        self.reject("not_text", f"{name} must be a string", path)
        return ""

    def texts(self, value: Any, name: str, path: JsonPath) -> tuple[str, ...]:
        """Return the values of an element that takes a string or a list of strings."""
        if isinstance(value, list | tuple):
            items = enumerate(value)
            return tuple(self.text(item, f"each {name}", (*path, at)) for at, item in items)
        return (self.text(value, name, path),)

    def check_exclusive(
        self, item: Mapping[str, Any], element: str, negated: str, path: JsonPath
    ) -> None:
        """Reject a statement that has both an element and its negation."""
        if element in item and negated in item:
            message = f"a statement can have {element} or {negated}, but not both"
            self.reject("both_elements", message, (*path, negated))


def write_path(path: JsonPath) -> str:
    """Return a path as text: `Statement[0].Action`."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(parts).removeprefix(".")
