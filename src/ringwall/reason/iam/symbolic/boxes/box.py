"""Boxes: sets of requests with a bit mask of atoms for every axis; one subtracted from another."""

from collections.abc import Iterable, Sequence

from ringwall.reason.iam.symbolic.boxes.budget import StepBudget

Box = tuple[int, ...]
"""A mask for every axis; no box that has a mask of 0 is ever made."""


def find_gap(box: Box, covers: Sequence[Box], budget: StepBudget) -> Box | None:
    """Return a part of a box that no cover touches; None where they cover all of it."""
    stack: list[tuple[Box, Sequence[Box]]] = [(box, covers)]
    while stack:
        piece, rest = stack.pop()
        live: list[tuple[int, Box]] = []
        for cover in rest:
            outside = 0
            for have, covered in zip(piece, cover, strict=True):
                if not have & covered:
                    break
                outside += have & covered != have
            else:
                if not outside:
                    break
                live.append((outside, cover))
        else:
            if not live:
                return piece
            budget.spend(len(rest) + len(live))
            # The cover that is cut off in the fewest pieces goes first.
            chosen = min(live, key=_outside)[1]
            others = [cover for _, cover in live if cover is not chosen]
            stack.extend((part, others) for part in _cut(piece, chosen))
            continue
        budget.spend(len(rest))
    return None


def subtract(boxes: Iterable[Box], taken: Sequence[Box], budget: StepBudget) -> list[Box]:
    """Return what is left of boxes, as boxes that do not overlap within each of them."""
    left = list(boxes)
    for box in taken:
        budget.spend(len(left))
        left = [
            part for piece in left for part in (_cut(piece, box) if meet(piece, box) else [piece])
        ]
    return left


def meet(one: Box, other: Box) -> Box | None:
    """Return what two boxes have in common, None where that is nothing."""
    found = tuple(a & b for a, b in zip(one, other, strict=True))
    return found if all(found) else None


def merge(boxes: Iterable[Box]) -> list[Box]:
    """Return fewer boxes with the same requests: those that differ in one axis become one."""
    found = list(dict.fromkeys(boxes))
    if len(found) < 2:  # noqa: PLR2004 - one box has no other
        return found
    for axis in range(len(found[0])):
        groups: dict[Box, int] = {}
        for box in found:
            rest = (*box[:axis], 0, *box[axis + 1 :])
            groups[rest] = groups.get(rest, 0) | box[axis]
        if len(groups) < len(found):
            found = [(*rest[:axis], mask, *rest[axis + 1 :]) for rest, mask in groups.items()]
    return found


def _cut(piece: Box, taken: Box) -> list[Box]:
    parts: list[Box] = []
    left = list(piece)
    for axis, (have, covered) in enumerate(zip(piece, taken, strict=True)):
        outside = have & ~covered
        if outside:
            part = left.copy()
            part[axis] = outside
            parts.append(tuple(part))
        left[axis] = have & covered
    return parts


def _outside(pair: tuple[int, Box]) -> int:
    return pair[0]
