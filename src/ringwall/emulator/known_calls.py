"""Patterns of calls, held against the services, operations and regions that AWS has."""

import difflib
from collections.abc import Iterable
from fnmatch import fnmatchcase

from botocore.exceptions import UnknownServiceError
from botocore.loaders import create_loader
from botocore.model import ServiceModel

from ringwall.emulator.refusals import read_pattern
from ringwall.emulator.regions import RegionSettings
from ringwall.model.errors import BadInput

ACCOUNT_DIGITS = 12


def check_patterns(patterns: Iterable[str]) -> None:
    """Raise BadInput for a pattern that no call can match: it would refuse nothing."""
    for text in patterns:
        try:
            pattern = read_pattern(text)
        except ValueError as error:
            raise BadInput(f"--deny {error}") from error
        service, _, operation = pattern.operation.partition(":")
        _check_operation(text, service, operation)
        account = pattern.account_id
        if not _is_glob(account) and not (account.isdigit() and len(account) == ACCOUNT_DIGITS):
            raise BadInput(f"--deny {text}: an account has {ACCOUNT_DIGITS} digits")
        if not any(fnmatchcase(region, pattern.region) for region in RegionSettings().every):
            raise BadInput(f"--deny {text}: no region is called {pattern.region}")


def _check_operation(text: str, service: str, operation: str) -> None:
    if _is_glob(service):
        return
    loader = create_loader()
    try:
        model = ServiceModel(loader.load_service_model(service.lower(), "service-2"))
    except UnknownServiceError as error:
        known = loader.list_available_services("service-2")
        hint = _find_likely(service, known)
        raise BadInput(f"--deny {text}: no service is called {service}{hint}") from error
    names = list(model.operation_names)
    if not any(fnmatchcase(name.lower(), operation.lower()) for name in names):
        hint = _find_likely(operation, names)
        raise BadInput(f"--deny {text}: {service} has no operation {operation}{hint}")


def _is_glob(text: str) -> bool:
    return bool(set(text) & set("*?["))


def _find_likely(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""
