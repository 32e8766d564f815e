"""Lists in pages, with tokens that only the call which they were made for can use.

Moto gives many lists as a whole, whatever the client asks for; so does a handler of ours. Here each
becomes pages, by botocore's own description of the operation.
"""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ringwall.emulator.behavior.amended import amend_call, find_member
from ringwall.emulator.behavior.page_model import (
    PageModel,
    find_native_limit,
    find_page_model,
)
from ringwall.emulator.behavior.settings import Behavior
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.deferred import DeferredAnswer
from ringwall.emulator.wire.response import (
    FAILED,
    Response,
    make_well_formed,
    read_answer,
    write_answer,
)

Ask = Callable[[EmulatedCall], Response | DeferredAnswer]
MOST = 10_000
"""Tokens that are kept; older ones have expired."""
BAD_TOKEN = (
    "InvalidNextTokenException", "InvalidNextToken", "InvalidPaginationTokenException",
    "InvalidPaginationToken", "InvalidTokenException", "InvalidMarkerException",
    "InvalidInputException", "InvalidParameterException", "InvalidParameterValueException",
    "ValidationException", "InvalidRequestException",
    "BadRequestException", "InvalidArgumentException",
)  # fmt: skip
"""Errors that an operation may declare for a token that is not its own, the best first."""
BY_SERVICE = {
    "ec2": "InvalidNextToken",
    "iam": "ValidationError",
    "sts": "ValidationError",
    "rds": "InvalidParameterValue",
    "elbv2": "ValidationError",
    "autoscaling": "InvalidNextToken",
    "sns": "InvalidParameter",
}


@dataclass(frozen=True)
class PageToken:
    """Where a list goes on: what was asked, and which items were given already."""

    asked: str
    given: Mapping[str, int]
    """How often each item was given, by its digest: what is deleted between moves nothing."""


@dataclass
class Pages:
    """The tokens that were given out."""

    tokens: dict[str, PageToken] = field(default_factory=dict)
    count: int = 0

    def keep(self, token: PageToken) -> str:
        """Return the text for a token."""
        self.count += 1
        digest = hashlib.sha256(f"{self.count} {token.asked}".encode()).digest()
        text = base64.urlsafe_b64encode(digest * 2)[:72].decode()
        self.tokens[text] = token
        if len(self.tokens) > MOST:
            del self.tokens[next(iter(self.tokens))]
        return text


def answer_in_pages(
    pages: Pages, behavior: Behavior, call: EmulatedCall, ask: Ask
) -> Response | DeferredAnswer:
    """Return the answer of a call, or the page of it that the call is for."""
    model = find_page_model(call.service, call.model)
    if model is None:
        return ask(_shorten(behavior, call))
    limit, token = call.parameters.get(model.limit), call.parameters.get(model.token)
    size = _choose_size(behavior, call, limit)
    if not size and not token:
        response = ask(call)
        if (
            isinstance(response, DeferredAnswer)
            or response.status >= FAILED
            or not _has_more(call, model, response)
        ):
            return response
    _check_limit(call, model, limit)
    asked = _describe(call, model)
    start = _find_start(pages, call, token, asked)
    answer = _ask_for_all(call, model, ask)
    if not isinstance(answer, tuple):
        return answer
    whole, natural = answer
    _cut(pages, model, whole, PageToken(asked, start), size or natural)
    return write_answer(call, whole)


def _shorten(behavior: Behavior, call: EmulatedCall) -> EmulatedCall:
    """Return the call with a smaller limit, where moto pages as AWS does."""
    limit = find_native_limit(call.service, call.model) if behavior.page_size else ""
    if not limit:
        return call
    given = call.parameters.get(limit)
    size = behavior.page_size if given is None else min(given, behavior.page_size)
    return amend_call(call, {limit: size})


def _choose_size(behavior: Behavior, call: EmulatedCall, limit: int | None) -> int:
    """Return the longest page; 0 for a whole list. Who names what it wants gets all of it."""
    names_them = any(
        isinstance(value, list) and value and isinstance(value[0], str)
        for value in call.parameters.values()
    )
    if limit and behavior.page_size:
        return min(int(limit), behavior.page_size)
    return int(limit or 0) or (0 if names_them else behavior.page_size)


def _check_limit(call: EmulatedCall, model: PageModel, limit: int | None) -> None:
    shape = find_member(call.model.input_shape, model.limit)
    least, most = (shape.metadata.get(key) if shape else None for key in ("min", "max"))
    if limit is not None and ((least and limit < least) or (most and limit > most)):
        kind = "InvalidParameterValue" if call.wire == "ec2" else "ValidationException"
        message = f"Value ( {limit} ) for parameter {model.limit} is invalid."
        raise Fault("ValidationError" if call.wire == "query" else kind, message)


def _has_more(call: EmulatedCall, model: PageModel, response: Response) -> bool:
    """Whether moto, or a handler, made a page by itself."""
    if model.next_token.rpartition(".")[2].lower().encode() not in response.body.lower():
        return False
    answer = read_answer(call, make_well_formed(call, response))
    return bool(_find(answer, model.next_token))


def _describe(call: EmulatedCall, model: PageModel) -> str:
    rest = {k: v for k, v in call.parameters.items() if k not in {model.token, model.limit}}
    text = json.dumps(rest, sort_keys=True, default=str)
    return f"{call.account_id} {call.region} {call.name} {text}"


def _find_start(
    pages: Pages, call: EmulatedCall, token: str | None, asked: str
) -> Mapping[str, int]:
    """Return what was given before; Fault for a token of nobody, or of another call."""
    if not token:
        return {}
    known = pages.tokens.get(token)
    if known is None or known.asked != asked:
        raise refuse_token(call)
    return known.given


def refuse_token(call: EmulatedCall) -> Fault:
    """Return the service's error for a page token that it does not know."""
    errors = {shape.name: shape for shape in call.model.error_shapes}
    name = next((name for name in BAD_TOKEN if name in errors), "")
    default = "InvalidParameterValue" if call.protocol == "query" else "ValidationException"
    status = errors[name].metadata.get("error", {}).get("httpStatusCode", 400) if name else 400
    code = BY_SERVICE.get(call.service) or name or default
    return Fault(code, "The specified pagination token is invalid.", status)


def _ask_for_all(
    call: EmulatedCall, model: PageModel, ask: Ask
) -> tuple[dict[str, Any], int] | Response | DeferredAnswer:
    """Return the whole answer and the size of its first page; the Response if it is an error."""
    own = {name for name in (model.token, model.limit) if name in call.parameters}
    bare = amend_call(call, dict.fromkeys(own))
    whole: dict[str, Any] = {}
    natural = 0
    token: Any = None
    while True:
        response = ask(amend_call(bare, {model.token: token}) if token else bare)
        if isinstance(response, DeferredAnswer) or response.status >= FAILED:
            return response
        answer = read_answer(call, make_well_formed(call, response))
        answer.pop("ResponseMetadata", None)
        following = _find(answer, model.next_token)
        if not whole:
            whole = answer
            natural = sum(len(_items(answer, path)) for path in model.results)
        else:
            for path in model.results:
                _put(whole, path, [*_items(whole, path), *_items(answer, path)])
        if not following or following == token:
            return whole, natural
        token = following


def _find(answer: Mapping[str, Any], path: str) -> Any:
    """Return what is at a path of an answer; None where there is nothing."""
    found: Any = answer
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _items(answer: Mapping[str, Any], path: str) -> list[Any]:
    found = _find(answer, path)
    return found if isinstance(found, list) else []


def _put(answer: dict[str, Any], path: str, value: Any) -> None:
    *outer, name = path.split(".")
    for part in outer:
        answer = answer.setdefault(part, {})
    if value is None:
        answer.pop(name, None)
    else:
        answer[name] = value


def _cut(
    pages: Pages, model: PageModel, whole: dict[str, Any], start: PageToken, size: int
) -> None:
    """Leave one page in an answer, and the token of the next one."""
    given, left = Counter(start.given), Counter(start.given)
    page: dict[str, list[Any]] = {path: [] for path in model.results}
    more = False
    for place, item in [(path, item) for path in model.results for item in _items(whole, path)]:
        digest = _identify(item)
        if left[digest]:
            left[digest] -= 1
        elif sum(map(len, page.values())) < size:
            page[place].append(item)
            given[digest] += 1
        else:
            more = True
            break
    for path, items in page.items():
        if items or _items(whole, path):
            _put(whole, path, items)
    token = pages.keep(PageToken(start.asked, dict(given))) if more else None
    _put(whole, model.next_token, token)
    if model.more:
        _put(whole, model.more, more)


def _identify(item: Any) -> str:
    """Return a digest of what an item is called: it may change between two pages."""
    names = dict(_names(item)) if isinstance(item, Mapping) else {}
    text = json.dumps(names or item, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _names(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in item.items():
        if isinstance(value, str) and name.lower().endswith(("id", "arn", "name")):
            yield name, value
