"""Requests of a box: one atom of every axis, written as a request has it."""

from collections.abc import Iterator, Mapping
from itertools import product

from ringwall.reason.iam.language.pattern import Variable
from ringwall.reason.iam.symbolic.boxes.automaton import SymbolicText
from ringwall.reason.iam.symbolic.boxes.box import Box
from ringwall.reason.iam.symbolic.boxes.space import FIRST_FIELD, FIRST_KEY, PRINCIPAL, RequestSpace
from ringwall.reason.iam.symbolic.check_answer import Witness

_VALUES = ("x", "somebody")
"""Values of keys that nothing else decides; a pattern may match one of them, so there are two."""


def make_witnesses(space: RequestSpace, box: Box) -> Iterator[Witness]:
    """Yield requests of a box: first with as few keys as possible, then with as many."""
    seen: set[str] = set()
    for value, wants_absent in product(_VALUES, (True, False)):
        witness = _make(space, box, value, wants_absent=wants_absent)
        if str(witness) not in seen:
            seen.add(str(witness))
            yield witness


def _make(space: RequestSpace, box: Box, value: str, *, wants_absent: bool) -> Witness:
    texts: dict[str, tuple[SymbolicText, ...]] = {}
    for at, (key, axis) in enumerate(space.keys.items(), FIRST_KEY):
        mask = box[at]
        wanted = mask & (axis.absent if wants_absent else axis.present) or mask
        found = axis.sample((wanted & -wanted).bit_length() - 1, value)
        if found:
            texts[key] = found
    values = {key: spell(found[0], {}) for key, found in texts.items()}
    context = {key: tuple(spell(text, values) for text in found) for key, found in texts.items()}
    action = space.actions.sample(box[0])
    requester = None
    if space.principals is not None:
        mask = box[PRINCIPAL]
        requester = space.principals.requesters[(mask & -mask).bit_length() - 1]
    return Witness(action, _resource(space, box, action, values), context, requester)


def _resource(space: RequestSpace, box: Box, action: str, values: Mapping[str, str]) -> str:
    first = box[FIRST_FIELD]
    if not first & ~space.star:
        return "*"
    service = action.partition(":")[0].lower()
    is_global = service == "s3"
    wishes = (
        ("arn",),
        ("aws",),
        (service,),
        ("", "us-east-1") if is_global else ("us-east-1", ""),
        ("", "111122223333") if is_global else ("111122223333", ""),
        ("example",),
    )
    masks = (first & ~space.star, *box[FIRST_FIELD + 1 : FIRST_FIELD + 6])
    picked = (
        axis.pick(mask, wish) for axis, mask, wish in zip(space.fields, masks, wishes, strict=True)
    )
    return ":".join(spell(text, values) for text in picked)


def spell(text: SymbolicText, values: Mapping[str, str]) -> str:
    """Return a text with values in place of its variables."""
    parts: list[str] = []
    for letter in text:
        if isinstance(letter, Variable):
            value = values.get(letter.key, _VALUES[0])
            parts.append(value.lower() if letter.default else value)
        else:
            parts.append(letter)
    return "".join(parts)
