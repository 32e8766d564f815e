"""Which members of an operation's input and output are about its pages."""

import functools
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import UnknownServiceError
from botocore.loaders import create_loader
from botocore.model import ListShape, OperationModel, StructureShape

TOKENS = (
    ("NextToken", "NextToken"),
    ("nextToken", "nextToken"),
    ("Marker", "NextMarker"),
    ("Marker", "Marker"),
    ("PaginationToken", "PaginationToken"),
)
"""Input and output tokens of operations of which botocore does not know that they have pages."""
LIMITS = ("MaxResults", "maxResults", "MaxItems", "MaxRecords", "PageSize", "Limit", "limit")
OWN_WAY = frozenset({"s3", "s3control", "dynamodb", "dynamodbstreams", "kinesis"})
"""Services whose pages moto makes as AWS does: their tokens are keys of what comes next."""

WHOLE = frozenset({"ListBuckets", "ListDirectoryBuckets"})
"""Lists that are whole unless the client asks for pages."""


@dataclass(frozen=True)
class PageModel:
    """The names of the members that are about pages. Those of the output are paths with dots."""

    token: str
    limit: str
    """'' where the client cannot say how long a page is."""
    next_token: str
    results: tuple[str, ...]
    more: str
    """The member that says whether there is more; '' where the token alone does."""


def find_page_model(service: str, operation: OperationModel) -> PageModel | None:
    """Return how an operation is paged; None where it is not, or in a way of its own."""
    return None if service in OWN_WAY else _find(service, operation)


def find_native_limit(service: str, operation: OperationModel) -> str:
    """Return the member that limits a page, where moto makes the pages; '' for others."""
    if service not in OWN_WAY or operation.name in WHOLE:
        return ""
    known = _load(service).get(operation.name, {})
    limit: str = known.get("limit_key", "")
    return limit


@functools.cache
def _find(service: str, operation: OperationModel) -> PageModel | None:
    known = _load(service).get(operation.name)
    if known is None:
        return _guess_from_shapes(operation)
    token, next_token = known["input_token"], str(known["output_token"]).partition(" ||")[0]
    results = known["result_key"]
    results = tuple(results if isinstance(results, list) else [results])
    if isinstance(token, list) or any(set(path) & set("[|(") for path in (next_token, *results)):
        return None
    return PageModel(
        token, known.get("limit_key", ""), next_token, results, known.get("more_results", "")
    )


@functools.cache
def _load(service: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = create_loader().load_service_model(service, "paginators-1")
    except UnknownServiceError:
        return {}
    pagination: dict[str, Any] = found["pagination"]
    return pagination


def _guess_from_shapes(operation: OperationModel) -> PageModel | None:
    asked, answer = operation.input_shape, operation.output_shape
    if not isinstance(asked, StructureShape) or not isinstance(answer, StructureShape):
        return None
    lists = tuple(n for n, shape in answer.members.items() if isinstance(shape, ListShape))
    for token, next_token in TOKENS:
        if token in asked.members and next_token in answer.members and lists:
            limit = next((name for name in LIMITS if name in asked.members), "")
            return PageModel(token, limit, next_token, lists[:1], "")
    return None
