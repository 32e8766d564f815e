"""Files of Sigma rules: YAML 1.2 with one document a rule, read within limits."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sigma.exceptions import SigmaError
from sigma.rule.base import SigmaYAMLLoader, check_alias_expansion

from ringwall.model.errors import BadRule

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_NODES = 100_000
KEPT = (
    *("title", "id", "name", "taxonomy", "status", "level", "description", "references", "tags"),
    *("falsepositives", "fields", "logsource", "detection", "correlation", "filter"),
)
"""What of a document is read; what else it says (author, date, ...) cannot make it a bad rule."""
TEXTS = ("title", "id", "name", "taxonomy", "status", "level", "description")
LISTS = ("references", "tags", "falsepositives", "fields")
MAPPINGS = ("logsource", "detection", "correlation", "filter")
STATUSES = frozenset({"stable", "test", "experimental", "deprecated", "unsupported"})
WORDS = frozenset({"and", "or", "not", "all", "any", "of", "them"})
"""Words of a condition."""
OF_TEXT = frozenset(
    {
        *("contains", "startswith", "endswith", "cased", "re", "windash", "base64"),
        *("base64offset", "wide", "utf16", "utf16le", "utf16be"),
    }
)
"""Modifiers that take text: a number beside them is one that nobody put into quotes."""
EXACT = 2**53
"""Up to here pySigma and a DOUBLE tell whole numbers apart; larger ones are compared as texts."""
OPERATORS = ("lt", "lte", "gt", "gte", "eq", "neq")


class _RuleLoader(SigmaYAMLLoader):
    """Reads YAML as version 1.2 has it: `No` and `2026-01-31` are texts, `010` is ten."""

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        text = str(self.construct_scalar(node))
        return int(text, 0) if re.match(r"[-+]?0[ox]", text) else int(text)


_RuleLoader.yaml_implicit_resolvers = {
    first: [
        (tag, form)
        for tag, form in resolvers
        if tag.rpartition(":")[2] not in {"bool", "int", "timestamp"}
    ]
    for first, resolvers in SigmaYAMLLoader.yaml_implicit_resolvers.items()
}
_RuleLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_RuleLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int",
    re.compile(r"[-+]?[0-9]{1,300}$|0o[0-7]{1,300}$|0x[0-9a-fA-F]{1,300}$"),
    list("-+0123456789"),
)
_RuleLoader.add_constructor("tag:yaml.org,2002:int", _RuleLoader.construct_yaml_int)


@dataclass(frozen=True)
class RuleDocument:
    """One document of a file; `number` counts from 1, `bounds` are a correlation's condition."""

    path: Path
    number: int
    content: Mapping[str, Any]
    bounds: tuple[tuple[str, float], ...] = ()
    """What all has to hold: pySigma takes one operator, the specification has ranges, too."""


def read_documents(path: Path) -> Iterator[RuleDocument | BadRule]:
    """Yield the rules of a file, or why one is none; raises BadRule where no document is read."""
    for number, document in enumerate(_read_yaml(path), start=1):
        if document is None:
            continue
        try:
            yield _check(path, number, document)
        except BadRule as error:
            yield BadRule(f"document {number}: {error}" if number > 1 else str(error))


def _read_yaml(path: Path) -> list[Any]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadRule(f"the file has more than {MAX_BYTES:,} bytes")
        text = path.read_text(encoding="utf-8-sig")
        _measure(text)
        documents = list(yaml.load_all(text, Loader=_RuleLoader))
        for document in documents:
            check_alias_expansion(document)
    except OSError as error:
        raise BadRule(f"cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError, SigmaError) as error:
        raise BadRule(f"is no YAML: {' '.join(str(error).split())}") from error
    except (ValueError, TypeError) as error:
        # A date that no calendar has, a list as a key.
        raise BadRule(f"is no YAML of a rule: {error}") from error
    return documents


def _measure(text: str) -> None:
    """Raise BadRule for what is nested too deep, or has too many parts, before it is built."""
    depth = 0
    for nodes, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise BadRule(f"is nested more than {MAX_DEPTH} levels deep")
        if nodes > MAX_NODES:
            raise BadRule(f"has more than {MAX_NODES:,} parts")


def _check(path: Path, number: int, document: Any) -> RuleDocument:
    """Return a document of which every part is of the right kind, so that pySigma can take it."""
    if not isinstance(document, dict):
        raise BadRule("a rule is a mapping")
    if "action" in document:
        raise BadRule("`action` is of Sigma 1; write each rule as a document of its own")
    content = {key: document[key] for key in KEPT if document.get(key) is not None}
    _check_kinds(content)
    _drop_labels(content)
    if not content.get("title"):
        raise BadRule("the rule has no title")
    if not any(key in content for key in ("detection", "correlation", "filter")):
        raise BadRule("there is no detection, correlation or filter")
    if "detection" in content and isinstance(document.get("timeframe"), str):
        # Some write it beside the detection, where it is none of a rule's keys.
        content["detection"] = {"timeframe": document["timeframe"]} | content["detection"]
    for key in ("detection", "filter"):
        if key in content:
            content[key] = _lower_words(_mend(content[key]))
    bounds: tuple[tuple[str, float], ...] = ()
    if "correlation" in content:
        content["correlation"], bounds = _split_condition(_lower_words(content["correlation"]))
    return RuleDocument(path, number, content, bounds)


def _check_kinds(content: dict[str, Any]) -> None:
    for keys, kind, name in (
        (TEXTS, str, "a text"),
        (LISTS, str | list, "a list"),
        (MAPPINGS, dict, "a mapping"),
    ):
        for key in keys:
            if key in content and not isinstance(content[key], kind):
                raise BadRule(f"{key} is not {name}")
    for key in LISTS:
        several = content.get(key, [])
        content[key] = [several] if isinstance(several, str) else [str(item) for item in several]


def _drop_labels(content: dict[str, Any]) -> None:
    """Drop what only says something about a rule, and is none of Sigma's words."""
    if content.get("status", "").lower() not in STATUSES:
        content.pop("status", None)
    content["tags"] = [tag for tag in content["tags"] if "." in tag]


def _lower_words(detection: dict[Any, Any]) -> dict[Any, Any]:
    """Return a detection, or a correlation, with the words of its condition in small letters."""

    def lower(found: re.Match[str]) -> str:
        word = found[0].lower()
        return word if word in WORDS and found[0] not in detection else found[0]

    condition = detection.get("condition")
    if isinstance(condition, str):
        return detection | {"condition": re.sub(r"[^\s()]+", lower, condition)}
    if isinstance(condition, list):
        several = [re.sub(r"[^\s()]+", lower, str(one)) for one in condition]
        return detection | {"condition": several}
    return detection


def _mend(part: Any, modifiers: frozenset[str] = frozenset()) -> Any:
    """Return a part of a detection as pySigma understands it."""
    if isinstance(part, dict):
        mended = {}
        for key, value in part.items():
            if not isinstance(key, str):
                raise BadRule(f"{key!r} is no name of a field or selection; put it into quotes")
            name, *named = key.split("|")
            # pySigma knows this modifier by its other name alone.
            named = ["wide" if modifier == "utf16le" else modifier for modifier in named]
            mended["|".join([name, *named])] = _mend(value, frozenset(named))
        return mended
    if isinstance(part, list):
        return [_mend(item, modifiers) for item in part]
    if isinstance(part, str) and "fieldref" in modifiers:
        # pySigma takes the star for a wildcard.
        return part.replace("[*]", "[]")
    if isinstance(part, bool) or not isinstance(part, int | float):
        return part
    if modifiers & OF_TEXT or (abs(part) > EXACT and not modifiers):
        return str(part)
    return part


def _split_condition(
    correlation: dict[Any, Any],
) -> tuple[dict[Any, Any], tuple[tuple[str, float], ...]]:
    """Return a correlation with one bound alone in its condition, and all the bounds."""
    condition = correlation.get("condition")
    if not isinstance(condition, dict):
        return correlation, ()
    bounds = tuple((name, condition[name]) for name in OPERATORS if name in condition)
    for name, number in bounds:
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise BadRule(f"{name} of the correlation's condition is not a number")
    more = {name for name, _ in bounds[1:]}
    kept = {key: value for key, value in condition.items() if key not in more}
    return {**correlation, "condition": kept}, bounds
