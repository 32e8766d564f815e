"""TagResource, UntagResource and ListTagsForResource, as the security services spell them."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall


def answer_tags(call: EmulatedCall, tags: dict[str, str]) -> Mapping[str, Any]:
    """Return a resource's tags, or change them, as the operation says.

    Services write tags as a map or as a list of pairs, with names that begin in either case.
    """
    if call.operation == "ListTagsForResource":
        name, shape = _find_tags(call.model.output_shape)
        if shape.type_name == "map":
            return {name: dict(tags)}
        key, value = ("Key", "Value") if name[0].isupper() else ("key", "value")
        return {name: [{key: k, value: v} for k, v in tags.items()]}
    given = {member.lower(): value for member, value in call.parameters.items()}
    if call.operation == "TagResource":
        tags.update(_read_tags(given["tags"]))
    for key in given.get("tagkeys") or ():
        tags.pop(key, None)
    return {}


def _find_tags(output: Any) -> tuple[str, Any]:
    return next((name, shape) for name, shape in output.members.items() if name.lower() == "tags")


def _read_tags(given: Any) -> dict[str, str]:
    if isinstance(given, Mapping):
        return dict(given)
    pairs = ({member.lower(): text for member, text in pair.items()} for pair in given)
    return {pair["key"]: pair["value"] for pair in pairs}
