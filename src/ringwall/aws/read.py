"""The Reader of one account and region: read-only by construction, over all pages."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Event
from typing import Any

import jmespath
from botocore.client import BaseClient

from ringwall.aws.failures import (
    CAUGHT,
    UNREADABLE,
    FailedCall,
    code_of,
    is_about_credentials,
    translate,
)
from ringwall.aws.verbs import refuse_write
from ringwall.model.errors import CallFailed
from ringwall.model.pages import join_pages
from ringwall.model.table import Row

MAX_PAGES = 20_000
"""Pages of one list: with a hundred items each, two million."""
MAX_EMPTY_PAGES = 1_000
"""Pages of one list that have no item and follow each other. AWS filters pages after it made them,
so that some may be empty."""
MAX_SECONDS = 3_600
"""How long AWS may take to answer with the pages of one list, all together."""

Observe = Callable[[str, str, str, str], None]
"""Called after every call: operation, account, region and error code ('' where it went well)."""

TOKENS = (
    ("NextToken", "NextToken"),
    ("nextToken", "nextToken"),
    ("NextPageToken", "PageToken"),
    ("NextPageToken", "NextPageToken"),
    ("nextPageToken", "pageToken"),
    ("PaginationToken", "PaginationToken"),
    ("NextContinuationToken", "ContinuationToken"),
    ("NextMarker", "NextMarker"),
    ("NextMarker", "Marker"),
    ("position", "position"),
    ("Marker", "Marker"),
)
"""Members by which an answer says that there is more, and the parameter that asks for it."""


def ignore(*_: str) -> None:
    """Observe nothing."""


@dataclass(frozen=True)
class Connection:
    """The connection to AWS: clients by (account, region, service), and who observes the calls."""

    client: Callable[[str, str, str], BaseClient]
    service_regions: Callable[[str], tuple[str, ...]]
    paging: Callable[[str, str], Mapping[str, Any]]
    """Returns what botocore knows of the pages of a service's operation; {} for nothing."""
    acting: Callable[[str, Event], AbstractContextManager[None]]
    """Signs what is sent in a block with the credentials of an account, until an event is set."""
    observe: Observe = ignore
    confirm: Callable[[], None] = ignore
    """Called where AWS refused the credentials of a call; raises where it knows them no more."""
    clock: Callable[[], float] = time.monotonic
    """In seconds."""
    stop: Event = field(default_factory=Event)
    """Once it is set, nothing more is sent: the next call, or page, raises CancelledError."""
    max_pages: int = MAX_PAGES
    max_empty_pages: int = MAX_EMPTY_PAGES

    def send(self, account_id: str, region: str, operation: str, send: Callable[[], Any]) -> Any:
        """Return what `send` returns, with its errors translated, and call the observer."""
        if self.stop.is_set():
            raise CancelledError
        try:
            with self.acting(account_id, self.stop):
                answer = send()
        except (*CAUGHT, *UNREADABLE) as error:
            self.observe(operation, account_id, region, code_of(error))
            if is_about_credentials(error):
                self.confirm()
            call = FailedCall(operation, account_id, region)
            raise translate(error, call, self.service_regions) from error
        self.observe(operation, account_id, region, "")
        return answer

    def method(self, account_id: str, region: str, operation: str) -> tuple[BaseClient, str]:
        """Return the client and the method's name; ValueError where AWS has no such operation."""
        service, _, name = operation.partition(".")
        client = self.client(account_id, region, service)
        if name not in client.meta.method_to_api_mapping:
            raise ValueError(f"{operation}: botocore knows no such operation")
        return client, name


@dataclass(frozen=True)
class AwsReader:
    """Reads one account and region; see `model.table.Reader`. Safe for many threads."""

    account_id: str
    region: str
    partition: str
    connection: Connection

    def call(self, operation: str, **parameters: Any) -> Row:
        """Return the whole answer, all of its pages joined, without the transport's metadata."""
        refuse_write(operation, parameters)
        return join_pages(self._pages(operation, parameters))

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Row]:
        """Yield the items at a JMESPath over all pages; CallFailed where a page has no such list.

        AWS sends an empty list where there is none. A path such as "Urls || `[]`" is for those of
        its operations that leave the list out then.
        """
        refuse_write(operation, parameters)
        for page in self._pages(operation, parameters):
            yield from take_items(page, operation, path)

    def at(self, region: str) -> "AwsReader":
        """Return the reader of the same account in another region."""
        return replace(self, region=region)

    def until(self, stop: Event) -> "AwsReader":
        """Return a reader whose next call, or page, raises CancelledError once `stop` is set."""
        return replace(self, connection=replace(self.connection, stop=stop))

    def _pages(self, operation: str, parameters: Row) -> Iterator[Row]:
        """Yield the answers of all pages; CallFailed where they do not end."""
        client, name = self.connection.method(self.account_id, self.region, operation)
        api = client.meta.method_to_api_mapping[name]
        paging = self.connection.paging(operation.partition(".")[0], api)
        shape = client.meta.service_model.operation_model(api).input_shape
        known = shape.members if shape else {}
        seen: set[str] = set()
        more: Row | None = {}
        clock, spent, empty = self.connection.clock, 0.0, 0
        while more is not None:
            asked = {**parameters, **more}
            start = clock()
            page = self._send(operation, partial(getattr(client, name), **asked))
            spent += clock() - start
            yield page
            empty = 0 if _has_items(page) else empty + 1
            more = _follow(page, paging) if paging else _next_page(page, known)
            if (token := str(more)) in seen:
                raise CallFailed(f"{operation}: AWS returned the same page token twice", "Loop")
            is_late = len(seen) + 1 >= self.connection.max_pages or spent > MAX_SECONDS
            is_late = is_late or empty >= self.connection.max_empty_pages
            if more is not None and is_late:
                many = f"{len(seen) + 1:,} pages"
                raise CallFailed(f"{operation}: AWS still had more after {many}", "Endless")
            seen.add(token)

    def _send(self, operation: str, send: Callable[[], Any]) -> Any:
        answer = self.connection.send(self.account_id, self.region, operation, send)
        if answer is not None:
            answer.pop("ResponseMetadata", None)
        return answer


def _has_items(value: Any) -> bool:
    """Whether there is a list with something in it; what is in its items does not matter."""
    if isinstance(value, Mapping):
        return any(_has_items(member) for member in value.values())
    return isinstance(value, list) and bool(value)


def _follow(page: Row, paging: Mapping[str, Any]) -> Row | None:
    """Return what asks for the next page, as botocore's paginators say it; None at the end."""
    has_more = paging.get("more_results")
    if has_more and not jmespath.search(has_more, page):
        return None
    pairs = zip(_listed(paging["input_token"]), _listed(paging["output_token"]), strict=True)
    tokens = {parameter: jmespath.search(path, page) for parameter, path in pairs}
    return {parameter: token for parameter, token in tokens.items() if token} or None


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _next_page(page: Row, known: Iterable[str]) -> Row | None:
    for member, parameter in TOKENS:
        if page.get(member) and parameter in known:
            return {parameter: page[member]}
    return None


def take_items(page: Row, operation: str, path: str) -> list[Any]:
    """Return the items at a JMESPath of one page; CallFailed where the page has no such list."""
    found = jmespath.search(path, page)
    outer, _, inner = path.partition("[].")
    # JMESPath leaves out what has no such list. What holds a list holds something: a reservation
    # is of the instances that were launched with it.
    groups = jmespath.search(outer, page) if inner.removesuffix("[]").isidentifier() else ()
    if (
        found is None
        or isinstance(found, str)
        or any(not jmespath.search(inner, group) for group in groups or ())
    ):
        raise CallFailed(f"{operation}: AWS answered without {path}", "Unreadable")
    return found if isinstance(found, list) else [found]
