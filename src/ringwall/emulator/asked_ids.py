"""What a read of EC2 asks for by id has to be there: AWS says so, where moto answers nothing.

An answer that lacks an id is compared with all that there is of the kind: what a filter or a page
has left out is there.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from moto.core.utils import get_service_model

from ringwall.emulator.answerers import find_answerer
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.ec2_id_kinds import KINDS, IdKind, find_kind, find_noun
from ringwall.emulator.trail.event_kind import find_kind as find_event_kind

AskById = Callable[[str], Mapping[str, Any]]
"""Returns the answer to an operation of EC2 without parameters, in the caller's place."""
ECHOES = frozenset(
    {
        "CreateSecurityGroup",
        "CreateTrafficMirrorSession",
        "CreateTrafficMirrorTarget",
        "CreateTransitGatewayRouteTable",
        "DeleteLaunchTemplate",
        "DeleteTrafficMirrorSession",
        "DeleteTransitGateway",
        "DescribeFleetInstances",
        "DescribeImageAttribute",
        "DescribeSpotFleetInstances",
        "GetManagedPrefixListEntries",
        "GetTransitGatewayRouteTableAssociations",
        "GetTransitGatewayRouteTablePropagations",
        "ModifySubnetAttribute",
        "ModifyVpcAttribute",
    }
)
"""Operations of moto that are about one thing, and do not look whether there is such a thing."""
OF_OTHERS = frozenset(
    {
        "DescribeAddressTransfers",
        "DescribeAddressesAttribute",
        "DescribeImageUsageReports",
        "DescribeInstanceCreditSpecifications",
        "DescribeInstanceStatus",
        "DescribeLockedSnapshots",
        "DescribeStoreImageTasks",
        "DescribeVolumesModifications",
        "DescribeVpcClassicLink",
        "DescribeVpcClassicLinkDnsSupport",
        "DescribeVpcEncryptionControls",
    }
)
"""Lists that say something about things of another kind, and of some nothing."""
UNOWNED = {"PrefixList": "DescribePrefixLists"}
"""Where things of a kind are that are AWS's own."""


@dataclass(frozen=True)
class AskedIds:
    """The ids of one kind that a call asks for."""

    operation: str
    noun: str
    member: str
    ids: tuple[str, ...]
    is_list: bool

    @property
    def kind(self) -> IdKind:
        """How EC2 names what is wrong with them."""
        return find_kind(self.noun)

    @property
    def holder(self) -> str:
        """The operation that lists all things of the kind; '' where EC2 has none."""
        noun, operation = self.noun, self.operation
        is_own = self.is_list and (operation not in OF_OTHERS or f"Describe{noun}s" == operation)
        return operation if is_own else _find_holder(noun)


def list_asked(call: EmulatedCall) -> tuple[AskedIds, ...]:
    """Return the ids that a read of EC2 asks for, or that an operation of moto is not sure of."""
    if call.service != "ec2":
        return ()
    is_read = find_event_kind("ec2", call.operation, call.model).is_read
    return tuple(_list(call)) if is_read or call.operation in ECHOES else ()


def _list(call: EmulatedCall) -> Iterator[AskedIds]:
    for member, value in call.parameters.items():
        noun = find_noun(call.operation, member)
        is_list = isinstance(value, list)
        texts = value if isinstance(value, list) else [value]
        ids = tuple(text for text in texts if isinstance(text, str))
        if noun and ids:
            yield AskedIds(call.operation, noun, member, ids, is_list)


def check_form(asked: tuple[AskedIds, ...]) -> None:
    """Fault for the first id that is not written as those of its kind."""
    for one in asked:
        kind = one.kind
        for text in one.ids:
            if not kind.is_formed(text):
                hint = "" if text.startswith(f"{kind.prefix}-") else _expect(kind)
                raise Fault(kind.malformed, f'Invalid id: "{text}"{hint}')


def _expect(kind: IdKind) -> str:
    return f' (expecting "{kind.prefix}-...")'


def check_subjects(asked: tuple[AskedIds, ...], ask: AskById) -> None:
    """Fault where what an operation is about is not there, and who answers would not say so."""
    for one in asked:
        answerer = find_answerer("ec2", one.operation)
        if not one.is_list and (answerer == "completed" or one.operation in ECHOES):
            _refuse_missing(one, one.ids, ask)


def check_found(asked: tuple[AskedIds, ...], answer: Mapping[str, Any], ask: AskById) -> None:
    """Fault where an answer lacks an id that was asked for, and there is nothing of that id."""
    lists = [one for one in asked if one.is_list]
    shown = set(_walk(answer)) if lists else set()
    for one in lists:
        missing = tuple(text for text in one.ids if text not in shown)
        if missing:
            _refuse_missing(one, missing, ask)


def correct_fault(
    call: EmulatedCall, asked: tuple[AskedIds, ...], fault: Fault, ask: AskById
) -> None:
    """Fault in AWS's words where moto's error about what is missing has others, or none."""
    if call.service != "ec2" or not fault.code.endswith("NotFound"):
        return
    for one in asked:
        _refuse_missing(one, one.ids, ask)
    if fault.message in {"", "None"}:
        raise Fault(fault.code, _name_missing(call, fault.code), fault.status)


def explain_crash(call: EmulatedCall, fault: Fault, ask: AskById) -> None:
    """Fault in AWS's words where who answers fell over an id of which there is nothing."""
    if call.service == "ec2" and fault.code == "UnknownOperationException":
        for one in _list(call):
            if holder := _find_holder(one.noun):
                _refuse_missing(one, one.ids, ask, holder)


def _name_missing(call: EmulatedCall, code: str) -> str:
    """Return the message about the first id of the kind that a code is about."""
    noun = next((noun for noun, kind in KINDS.items() if kind.missing == code), "")
    prefix = find_kind(noun).prefix
    texts = (text for text in _walk(call.parameters) if text.startswith(f"{prefix}-"))
    return _write(noun).format(next(texts, "")) if noun else ""


def _refuse_missing(one: AskedIds, ids: tuple[str, ...], ask: AskById, holder: str = "") -> None:
    holders = filter(None, (holder or one.holder, UNOWNED.get(one.noun)))
    known = {text for holder in holders for text in _walk(ask(holder))}
    missing = sorted(set(ids) - known)
    if missing:
        raise Fault(one.kind.missing, _write(one.noun).format(", ".join(missing)))


def _write(noun: str) -> str:
    return find_kind(noun).message or f"The {noun[0].lower()}{noun[1:]} ID '{{}}' does not exist"


def _walk(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner)


@cache
def _find_holder(noun: str) -> str:
    names = set(get_service_model("ec2").operation_names)
    plurals = (noun, f"{noun}s", f"{noun}es", f"{noun[:-1]}ies")
    by_name = (f"Describe{plural}" for plural in plurals)
    return find_kind(noun).holder or next((name for name in by_name if name in names), "")
