"""What a JSON Schema says against a blueprint, in words, each about one key or value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.model.spelling import find_likely
from ringwall.model.text import count_of
from ringwall.plan.yaml_tree import START, FilePlace, YamlNode, to_data

Keys = tuple[str | int, ...]
"""What leads to a value: keys of mappings, positions in lists."""
NOUNS = {
    "object": "a mapping (key: value)",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
LONGEST = 60
MAX_NAMED = 20


@dataclass(frozen=True)
class Refusal:
    """What is wrong with the value that keys lead to, or with the last of the keys itself."""

    keys: Keys
    message: str
    is_key: bool = False


def find_refusals(validator: Any, node: YamlNode) -> Iterator[Refusal]:
    """Yield what a schema's validator says against a tree."""
    for error in validator.iter_errors(to_data(node)):
        yield from _describe(error, (), node)


def find_node(node: YamlNode, keys: Keys) -> YamlNode | None:
    """Return the node that keys lead to, if they lead anywhere."""
    for key in keys:
        if isinstance(node.value, Mapping) and key in node.value:
            node = node.value[str(key)]
        elif isinstance(node.value, tuple) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
        else:
            return None
    return node


def find_place(node: YamlNode | None, keys: Keys, *, is_key: bool = False) -> FilePlace:
    """Return the place of a value, or of the last key; of what is nearest above where it is not."""
    if node is None:
        return START
    *above, last = keys or ("",)
    parent = find_node(node, tuple(above)) if keys else None
    if is_key and parent and last in parent.keys:
        return parent.keys[str(last)]
    found = find_node(node, keys)
    if found:
        return found.place
    return find_place(node, keys[:-1], is_key=True) if keys else node.place


def _describe(error: Any, above: Keys, root: YamlNode) -> Iterator[Refusal]:
    keys: Keys = (*above, *error.path)
    rule, asked, found = error.validator, error.validator_value, error.instance
    if "propertyNames" in error.relative_schema_path:
        yield Refusal((*keys, _first_key(error)), _refuse_text(error), is_key=True)
    elif rule == "additionalProperties":
        known = error.schema.get("properties", {})
        for key in found.keys() - known.keys():
            yield Refusal((*keys, key), _refuse_key(key, known), is_key=True)
    elif rule == "required":
        (missing,) = [key for key in asked if error.message.startswith(f"{key!r} ")]
        yield Refusal(keys, f"{missing} is missing")
    elif rule == "anyOf":
        yield from _describe_choice(error, keys, root)
    elif rule == "type":
        yield Refusal(keys, _refuse_type((asked,), found, find_node(root, keys)))
    elif rule in ("enum", "const"):
        yield Refusal(keys, _refuse_choice([asked] if rule == "const" else asked, found))
    else:
        yield Refusal(keys, _refuse_text(error))


def _first_key(error: Any) -> str:
    while error.parent is not None and error.validator != "propertyNames":
        if "propertyNames" not in error.parent.relative_schema_path:
            break
        error = error.parent
    return str(error.instance)


def _describe_choice(error: Any, keys: Keys, root: YamlNode) -> Iterator[Refusal]:
    """Yield what is wrong by the form that the value has; by the types, if it has none."""
    forms: dict[Any, list[Any]] = {}
    for each in error.context:
        forms.setdefault(each.schema_path[0], []).append(each)
    likely = [
        form
        for form in forms.values()
        if not any(each.validator in ("type", "const") and not each.path for each in form)
    ]
    if not likely:
        types = dict.fromkeys(
            each.validator_value
            for form in forms.values()
            for each in form
            if each.validator == "type" and not each.path
        )
        asked = tuple(name for name in types if name != "null")
        yield Refusal(keys, _refuse_type(asked, error.instance, find_node(root, keys)))
        return
    for each in min(likely, key=len):
        yield from _describe(each, keys, root)


def _refuse_key(key: str, known: Mapping[str, Any]) -> str:
    meant = find_likely(key, known)
    if meant:
        return f"unknown key {shorten(key)}; did you mean {meant}?"
    named = ", ".join(sorted(known)[:MAX_NAMED]) or "none yet"
    return f"unknown key {shorten(key)}; known here: {named}"


def _refuse_type(asked: tuple[str, ...], found: object, node: YamlNode | None) -> str:
    wanted = " or ".join(NOUNS.get(name, name) for name in asked)
    if found is None:
        return f"there is nothing here, where {wanted} is expected; remove the key, or complete it"
    if "string" in asked and node and node.text:
        return (
            f"YAML reads {shorten(node.text)} as {_noun_of(found)}, and text is expected: "
            f'write "{shorten(node.text)}"'
        )
    return f"{wanted} is expected here, not {_noun_of(found)}"


def _noun_of(value: object) -> str:
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (bool, "boolean"),
        ((int, float), "number"),
        (str, "string"),
        (list, "array"),
        (dict, "object"),
    )
    return next((NOUNS[name] for kind, name in kinds if isinstance(value, kind)), "nothing")


def _refuse_choice(asked: list[Any], found: object) -> str:
    named = [str(each) for each in asked if each is not None]
    meant = find_likely(str(found), named)
    hint = f"; did you mean {meant}?" if meant else ""
    return f"{shorten(str(found))} is none of {', '.join(named)}{hint}"


def _refuse_text(error: Any) -> str:
    """Return what is wrong by a rule about one value: its letters, its size, its range."""
    found, asked = error.instance, error.validator_value
    shown = shorten(str(found)) if isinstance(found, str | int | float) else ""
    said = {
        "pattern": error.schema.get("patternErrorMessage") or f"it must match {asked}",
        "minLength": f"shorter than {count_of(asked, 'character')}",
        "maxLength": f"longer than {count_of(asked, 'character')}",
        "minItems": f"a list of at least {asked} is expected here",
        "maxItems": f"a list of at most {asked} is expected here",
        "minProperties": f"expected here: at least {count_of(asked, 'key')}",
        "maxProperties": f"expected here: at most {count_of(asked, 'key')}",
        "minimum": f"less than {asked}",
        "maximum": f"more than {asked}",
        "exclusiveMinimum": f"not more than {asked}",
        "exclusiveMaximum": f"not less than {asked}",
        "multipleOf": f"not a multiple of {asked}",
    }.get(error.validator) or shorten(error.message)
    return f"{shown}: {said}" if shown else said


def shorten(text: str) -> str:
    """Return a text as a message quotes it."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
