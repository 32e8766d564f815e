"""The tags that a request gives or names, in whichever way its service writes them."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall

GIVEN = frozenset({"tags", "taglist", "tagslist"})
NAMED = frozenset({"tagkeys", "tagkeylist"})


def read_tags(call: EmulatedCall, resource_type: str = "") -> dict[str, str]:
    """Return the tags that the request gives; of EC2's, those for a type of resource alone."""
    found: dict[str, str] = {}
    for member, value in call.parameters.items():
        if member.lower() in GIVEN:
            found |= dict(_pairs(value))
        elif member == "TagSpecifications":
            for part in value or ():
                if resource_type in ("", part.get("ResourceType")):
                    found |= dict(_pairs(part.get("Tags")))
        elif member == "Tagging" and isinstance(value, Mapping):
            found |= dict(_pairs(value.get("TagSet")))
        elif member == "DistributionConfigWithTags" and isinstance(value, Mapping):
            items = value.get("Tags")
            found |= dict(_pairs(items.get("Items") if isinstance(items, Mapping) else None))
    return found


def read_tag_keys(call: EmulatedCall) -> tuple[str, ...]:
    """Return the keys of the tags that the request removes."""
    found: list[str] = []
    for member, value in call.parameters.items():
        if member.lower() in NAMED and isinstance(value, list | tuple):
            found += map(str, value)
    return tuple(found)


def _pairs(tags: Any) -> Iterator[tuple[str, str]]:
    """Yield keys and values of a map, or of a list with `Key`, `key`, `TagKey` or `tagKey`."""
    if isinstance(tags, Mapping):
        yield from ((str(key), str(value)) for key, value in tags.items())
        return
    for tag in tags if isinstance(tags, list | tuple) else ():
        if not isinstance(tag, Mapping):
            continue
        lower = {str(name).lower().removeprefix("tag"): value for name, value in tag.items()}
        if lower.get("key") is not None:
            yield str(lower["key"]), str(lower.get("value") or "")
