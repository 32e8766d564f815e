"""Documents as they are kept: versions, sharing, tags; and those that AWS owns.

https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from ringwall.emulator.automation.runbook import read_content
from ringwall.emulator.state import EmulatorState

AMAZON = "Amazon"
"""The owner of AWS's own documents."""
KINDS = {"0.3": "Automation", "1.0": "Session", "1.2": "Command", "2.2": "Command"}
"""Types of AWS's documents by the version of their schema."""
DocumentMap = dict[str, "StoredDocument"]
_ARN_FIELDS = 6
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class StoredVersion:
    """One version of a document."""

    number: int
    version_name: str
    text: str
    written_in: str
    """JSON or YAML."""
    created: datetime
    target_type: str = ""

    @property
    def content(self) -> Mapping[str, Any]:
        """What the text says."""
        return read_content(self.text, self.written_in)

    @property
    def hash(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass
class StoredDocument:
    """A document of an account and Region."""

    name: str
    owner: str
    kind: str
    """DocumentType: Automation, Command, Session, Policy."""
    versions: dict[int, StoredVersion]
    default: int = 1
    newest: int = 1
    """The highest number that was given: numbers are not used again."""
    shared: dict[str, str] = field(default_factory=dict)
    """Accounts that may use it, or `all`, with the version that they may use."""
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def latest(self) -> int:
        """The number of the last version."""
        return max(self.versions)

    def find_version(self, wanted: str = "", version_name: str = "") -> StoredVersion | None:
        """Return a version by number, `$DEFAULT` (also '') or `$LATEST`, and by its name."""
        if version_name:
            named = [v for v in self.versions.values() if v.version_name == version_name]
            if wanted.isdecimal():
                named = [v for v in named if v.number == int(wanted)]
            return named[0] if named else None
        if wanted in {"", "$DEFAULT"}:
            return self.versions[self.default]
        if wanted == "$LATEST":
            return self.versions[self.latest]
        return self.versions.get(int(wanted)) if wanted.isdecimal() else None


def documents_of(state: EmulatorState, account_id: str, region: str) -> DocumentMap:
    """Return an account's own documents in a Region, by name."""
    found: DocumentMap = state.settings.setdefault((account_id, region, "ssm.Documents"), {})
    return found


def find_document(
    state: EmulatorState, account_id: str, region: str, name: str
) -> StoredDocument | None:
    """Return a document that an account may use by a name or an ARN; None where it has none."""
    if not name.startswith("arn:"):
        owned = find_owned_by_aws(name)
        return owned or documents_of(state, account_id, region).get(name)
    fields = name.split(":", _ARN_FIELDS - 1)
    if len(fields) < _ARN_FIELDS or not fields[5].startswith("document/"):
        return None
    place, owner, bare = fields[3], fields[4], fields[5].removeprefix("document/")
    if not owner:
        return find_owned_by_aws(bare)
    found = documents_of(state, owner, place).get(bare)
    if found is None or owner == account_id or {account_id, "all"} & found.shared.keys():
        return found
    return None


def list_owned_by_aws() -> Iterator[StoredDocument]:
    """Yield the documents of AWS that the emulator has."""
    for name in sorted(_find_files()):
        found = find_owned_by_aws(name)
        if found is not None:
            yield found


@cache
def find_owned_by_aws(name: str) -> StoredDocument | None:
    """Return a document of AWS; None where the emulator does not have it."""
    file = _find_files().get(name)
    if file is None:
        return None
    text = file.read_text("utf-8")
    version = StoredVersion(1, "", text, "YAML", _LONG_AGO)
    kind = KINDS[version.content["schemaVersion"]]
    target = "/AWS::EC2::Instance" if kind == "Automation" and "EC2Instance" in name else ""
    made = StoredVersion(1, "", text, "YAML", _LONG_AGO, target)
    return StoredDocument(name, AMAZON, kind, {1: made})


@cache
def _find_files() -> Mapping[str, Any]:
    folder = files("ringwall.emulator.automation").joinpath("runbooks")
    return {f.name.removesuffix(".yaml"): f for f in folder.iterdir() if f.name.endswith(".yaml")}
