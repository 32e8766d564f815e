"""Answers of AWS that fail in every way that calls can fail: refused, throttled, cut, not AWS's."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from recorded_estate import Answer, Change, Record, Request, deny

from ringwall.model.errors import AccessDenied, CallFailed, Throttled
from ringwall.model.table import Row

Fault = Callable[[Record, str], Change]
"""Makes the change by which an operation of a record fails."""


def _fail(operation: str, error: CallFailed, where: Callable[[Request], bool]) -> Change:
    def change(request: Request, answer: Answer) -> Answer:
        if request.operation != operation or not where(request):
            return answer
        return Answer(error=error)

    return change


def _throttle(_: Record, operation: str) -> Change:
    error = Throttled(f"{operation}: ThrottlingException: slow down", "ThrottlingException")
    return _fail(operation, error, lambda _: True)


def _send_html(_: Record, operation: str) -> Change:
    """A proxy answers with a page of its own, which botocore cannot parse."""
    error = CallFailed(f"{operation}: ResponseParserError: not well-formed", "ResponseParserError")
    return _fail(operation, error, lambda _: True)


def _deny_in_one_account(record: Record, operation: str) -> Change:
    account = _find_most(record, operation, "account_id")
    return _fail(operation, _refuse(operation), lambda request: request.account_id == account)


def _deny_in_one_region(record: Record, operation: str) -> Change:
    region = _find_most(record, operation, "region")
    return _fail(operation, _refuse(operation), lambda request: request.region == region)


def _refuse(operation: str) -> CallFailed:
    return AccessDenied(f"{operation}: AccessDenied: not allowed", "AccessDenied")


def _find_most(record: Record, operation: str, member: str) -> str:
    """Return the account or region with the longest answers of an operation."""
    size: dict[str, int] = {}
    for request, answer in sorted(record.items(), key=lambda pair: pair[0]):
        if request.operation == operation:
            where = getattr(request, member)
            size[where] = size.get(where, 0) + len(repr(answer.pages))
    return max(size, key=lambda where: (size[where], where))


def _cut(_: Record, operation: str) -> Change:
    """The first page has half of the items; the second one is refused."""

    def change(request: Request, answer: Answer) -> Answer:
        if request.operation != operation:
            return answer
        pages = tuple(_halve(page) for page in answer.pages)
        return Answer(pages, answer.error or _refuse(operation))

    return change


def _halve(page: Row) -> Row:
    return {
        name: value[: len(value) // 2] if isinstance(value, list) else value
        for name, value in page.items()
    }


def _answer_otherwise(_: Record, operation: str) -> Change:
    """Something between gives the answer of another operation."""
    page: dict[str, Any] = {"Things": [{"ThingArn": "arn:aws:iot:us-east-1:111111111111:thing/a"}]}

    def change(request: Request, answer: Answer) -> Answer:
        return replace(answer, pages=(page,)) if request.operation == operation else answer

    return change


def _deny_with_its_neighbour(record: Record, operation: str) -> Change:
    names = sorted({request.operation for request in record})
    return deny(operation, names[names.index(operation) - 1])


FAULTS: Mapping[str, Fault] = {
    "throttled": _throttle,
    "html": _send_html,
    "denied_in_one_account": _deny_in_one_account,
    "denied_in_one_region": _deny_in_one_region,
    "cut_between_pages": _cut,
    "answer_of_another": _answer_otherwise,
    "denied_with_another": _deny_with_its_neighbour,
}
