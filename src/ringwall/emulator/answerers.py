"""Who answers an operation: a handler of ours, moto, the completion, or nobody.

The completion knows only what it has written itself. It answers what is about a thing if all that
is about it comes to it: otherwise it would say that there is none of what moto has, and keep
changes that nobody reads.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from botocore.loaders import create_loader
from botocore.model import ServiceModel
from moto.core.utils import camelcase_to_underscores

from ringwall.emulator.call import Fault
from ringwall.emulator.handlers import OperationHandler, find_handlers
from ringwall.emulator.on_moto.moto_client import moto_operations

Answerer = Literal["ours", "moto", "completed", "refused"]
WRITES = ("Create", "Put", "Update", "Enable", "Register", "Modify", "Set", "Add")
ERASES = ("Delete", "Disable", "Deregister", "Remove")
READS = ("Get", "Describe")
_VERB = re.compile(rf"^({'|'.join((*WRITES, *ERASES, *READS, 'List'))})([A-Z].*)$")


def find_answerer(service: str, operation: str) -> Answerer:
    """Return who answers an operation of a service."""
    return list_answerers(service).get(operation, "refused")


def split_operation(operation: str) -> tuple[str, str] | None:
    """Return verb and noun of an operation; None for one that the completion does not know.

    The noun of `ListAnalyzers` is `Analyzer`, that of `GetAccountStatus` is `Account`.
    """
    found = _VERB.match(operation)
    if found is None:
        return None
    return found[1], re.sub("(State|Status)$", "", found[2])


def find_singular(noun: str) -> str:
    """Return a noun without the ending of the plural."""
    return noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")


@cache
def list_answerers(service: str) -> Mapping[str, Answerer]:
    """Return who answers each operation that a service has."""
    model = ServiceModel(create_loader().load_service_model(service, "service-2"), service)
    names = tuple(model.operation_names)
    found = {name: _find_author(service, name) for name in names}
    taken = {_noun(name) for name in names if found[name] in {"ours", "moto"}}
    written = {_noun(name) for name in names if name.startswith(WRITES)} - taken
    return {name: found[name] or _judge(name, written) for name in names}


def _find_author(service: str, operation: str) -> Literal["ours", "moto"] | None:
    if (service, operation) in _handlers():
        return "ours"
    try:
        is_known = camelcase_to_underscores(operation) in moto_operations(service)
    except Fault:  # moto needs a package for it
        return None
    return "moto" if is_known else None


@cache
def _handlers() -> Mapping[tuple[str, str], OperationHandler]:
    return find_handlers()


def _noun(operation: str) -> str:
    found = split_operation(operation)
    return find_singular(found[1]) if found else operation


def _judge(operation: str, written: Iterable[str]) -> Answerer:
    return "completed" if split_operation(operation) and _noun(operation) in written else "refused"
