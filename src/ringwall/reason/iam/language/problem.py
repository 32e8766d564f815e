"""What is found wrong while a policy is read, each fault with its path and place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ringwall.reason.iam.language.document import Document, JsonPath
from ringwall.reason.iam.language.policy import Problem, ProblemSeverity


@dataclass
class ProblemLog:
    """A collector: it grows while one policy is read. `root` is where the policy stands."""

    document: Document
    root: JsonPath = ()
    found: list[Problem] = field(default_factory=list)
    is_unreadable: bool = False
    """Whether a fault leaves it open what the policy means."""

    def add(self, severity: ProblemSeverity, code: str, message: str, path: JsonPath) -> None:
        """Note a problem that leaves the policy's meaning clear."""
        position = self.document.position(path)
        self.found.append(Problem(severity, code, message, write_path(path), position))

    def reject(self, code: str, message: str, path: JsonPath) -> None:
        """Note an error after which nobody can say what the policy means."""
        self.add("error", code, message, path)
        self.is_unreadable = True

    def text(self, value: Any, name: str, path: JsonPath) -> str:
        """Return a value that must be text."""
        if isinstance(value, str):
            return value
        self.reject("not_text", f"{name} is text", path)
        return ""

    def texts(self, value: Any, name: str, path: JsonPath) -> tuple[str, ...]:
        """Return the values of an element that takes one text or a list of them."""
        if isinstance(value, list | tuple):
            items = enumerate(value)
            return tuple(self.text(item, f"each {name}", (*path, at)) for at, item in items)
        return (self.text(value, name, path),)

    def check_exclusive(
        self, item: Mapping[str, Any], element: str, negated: str, path: JsonPath
    ) -> None:
        """Refuse a statement that has an element and its negation."""
        if element in item and negated in item:
            message = f"a statement has {element} or {negated}, not both"
            self.reject("both_elements", message, (*path, negated))


def write_path(path: JsonPath) -> str:
    """Return a path as people write it: `Statement[0].Action`."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(parts).removeprefix(".")
