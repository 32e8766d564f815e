"""Collecting: AWS is asked, what it answers is kept as a file, and what it does not is said.

INVARIANT: each call that is made leaves an item: what was answered, or why there is nothing.
"""

import base64
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Protocol

from ringwall import __version__
from ringwall.model.errors import CallFailed
from ringwall.model.evidence import EvidenceItem, EvidenceSource, ItemKind, ItemStatus
from ringwall.model.pages import join_pages
from ringwall.model.table import Row
from ringwall.model.threat import SeekReader
from ringwall.store.evidence_folder import EvidenceTooLarge, KeptFile

TOOL = f"ringwall {__version__}"
MOST_PAGES = 20
"""Pages of one list that are kept."""
MOST_BYTES = 256 << 20
"""Bytes of one item."""
CHUNK = 1 << 20
OF_ERRORS: Mapping[str, ItemStatus] = {"denied": "denied", "throttled": "throttled"}
AskedPlace = tuple[str, str]
"""An account, and a Region."""


class KeepFile(Protocol):
    """Keeps a file, with at most so many bytes, and returns its hash and size.

    Raises EvidenceTooLarge, StorageFailed, and what `chunks` raises.
    """

    def __call__(self, chunks: Iterable[bytes], most: int) -> KeptFile:
        """Keep the file."""
        ...


@dataclass
class EvidenceCollector:
    """What has been collected so far, and how more is; `told` is called with each item.

    Raises what is no answer of AWS: NoCredentials, StorageFailed.
    """

    readers: SeekReader
    keep: KeepFile
    told: Callable[[EvidenceItem], None]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep
    most_pages: int = MOST_PAGES
    most_bytes: int = MOST_BYTES
    items: list[EvidenceItem] = field(default_factory=list)
    _callers: dict[str, str] = field(default_factory=dict)

    def ask(
        self,
        what: str,
        place: AskedPlace,
        operation: str,
        parameters: Mapping[str, Any],
        *,
        kind: ItemKind = "document",
        absent: Iterable[str] = (),
        sensitive: bool = False,
        hide: Callable[[Row], Row] = lambda answer: answer,
    ) -> Row:
        """Keep the answer of a call, as JSON, and return it; {} where there is none.

        `absent` are error codes that mean that there is none. `hide` takes out what must not be
        kept.
        """
        item = self._begin(what, place, operation, parameters, kind, sensitive=sensitive)
        try:
            answer, gap = self._read_pages(place, operation, parameters)
        except CallFailed as error:
            self._end_without(item, error, absent)
            return {}
        text = json.dumps(hide(answer), sort_keys=True, indent=1, default=_write_plainly)
        status: ItemStatus = "partial" if gap else "kept"
        self._keep(replace(item, status=status, reason=gap), [text.encode()])
        return answer

    def _read_pages(
        self, place: AskedPlace, operation: str, parameters: Mapping[str, Any]
    ) -> tuple[Row, str]:
        """Return the pages as one answer, and why there are not all of them; CallFailed for none.

        What a later page fails with does not lose those before it.
        """
        pages: list[Row] = []
        gap = ""
        try:
            for page in self.readers(*place).items(operation, "@", **parameters):
                if len(pages) == self.most_pages:
                    gap = f"only the first {self.most_pages} pages: there are more"
                    break
                pages.append(page)
        except CallFailed as error:
            if not pages:
                raise
            gap = f"the pages after the first {len(pages)} could not be read: {error}"
        return join_pages(pages), gap

    def keep_content(
        self,
        what: str,
        place: AskedPlace,
        operation: str,
        parameters: Mapping[str, Any],
        chunks: Iterable[bytes],
        *,
        kind: ItemKind,
        sensitive: bool = False,
        attributes: Mapping[str, Any] | None = None,
    ) -> EvidenceItem:
        """Keep what came by a call as it is, and return its item."""
        item = self._begin(what, place, operation, parameters, kind, sensitive=sensitive)
        return self._keep(replace(item, attributes=dict(attributes or {})), chunks)

    def keep_rows(self, what: str, kind: ItemKind, rows: Iterable[Any], **parameters: Any) -> None:
        """Keep what this program knows itself, such as lines of its own logs."""
        item = self._begin(what, ("", ""), "ringwall", parameters, kind, sensitive=False)

        def write() -> Iterator[bytes]:
            for row in rows:
                yield json.dumps(row, sort_keys=True, default=_write_plainly).encode() + b"\n"

        self._keep(item, write())

    def note(
        self,
        what: str,
        place: AskedPlace,
        operation: str,
        parameters: Mapping[str, Any],
        *,
        kind: ItemKind,
        status: ItemStatus = "kept",
        reason: str = "",
        **more: Any,
    ) -> EvidenceItem:
        """Keep that something is there, or is not, of which there is no file here."""
        item = self._begin(what, place, operation, parameters, kind, sensitive=False)
        return self._end(replace(item, status=status, reason=reason, **more))

    def read(
        self,
        what: str,
        place: AskedPlace,
        operation: str,
        parameters: Mapping[str, Any],
        *,
        kind: ItemKind = "document",
        absent: Iterable[str] = (),
    ) -> Row | None:
        """Return an answer that is not kept itself; None where there is none, which an item says.

        Whoever asks keeps what came of it.
        """
        try:
            return self.readers(*place).call(operation, **parameters)
        except CallFailed as error:
            item = self._begin(what, place, operation, parameters, kind, sensitive=False)
            self._end_without(item, error, absent)
            return None

    def _begin(
        self,
        what: str,
        place: AskedPlace,
        operation: str,
        parameters: Mapping[str, Any],
        kind: ItemKind,
        *,
        sensitive: bool,
    ) -> EvidenceItem:
        at = self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        plain = json.loads(json.dumps(parameters, default=_write_plainly))
        return EvidenceItem(
            number=len(self.items) + 1,
            kind=kind,
            what=what,
            source=EvidenceSource(*place, operation, plain),
            at=at,
            by=self._find_caller(place),
            tool=TOOL,
            status="kept",
            sensitive=sensitive,
        )

    def _keep(self, item: EvidenceItem, chunks: Iterable[bytes]) -> EvidenceItem:
        try:
            file = self.keep(chunks, self.most_bytes)
        except EvidenceTooLarge as error:
            return self._end(replace(item, status="too_large", reason=str(error)))
        except CallFailed as error:
            return self._end_without(item, error, ())
        return self._end(replace(item, sha256=file.sha256, size=file.size))

    def _end_without(
        self, item: EvidenceItem, error: CallFailed, absent: Iterable[str]
    ) -> EvidenceItem:
        status = OF_ERRORS.get(error.status, "failed")
        if error.is_one_of(tuple(absent)):
            status = "none"
        return self._end(replace(item, status=status, reason=str(error)))

    def _end(self, item: EvidenceItem) -> EvidenceItem:
        self.told(item)
        self.items.append(item)
        return item

    def _find_caller(self, place: AskedPlace) -> str:
        account = place[0]
        if not account:
            return TOOL
        if account not in self._callers:
            try:
                answer = self.readers(*place).call("sts.get_caller_identity")
                self._callers[account] = str(answer.get("Arn", "unknown"))
            except CallFailed:
                self._callers[account] = "unknown"
        return self._callers[account]


def read_base64(text: str) -> bytes:
    """Return what a text in base64 says; the text itself where it is none: nothing is lost."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return text.encode("utf-8", "surrogatepass")


def _write_plainly(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value)
