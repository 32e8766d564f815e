"""The text of an adopted blueprint: YAML, with a comment above what a remark is about."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.model.text import make_visible
from ringwall.plan.adoption.draft import Draft
from ringwall.plan.adoption.remarks import AdoptionRemark, SettingKeys
from ringwall.plan.write_yaml import write_scalar

MOST_LINES = 20
"""How many remarks of one kind stand above one setting; JSON and the terminal have all."""


def write_draft(draft: Draft, schema: str) -> str:
    """Return the text; `schema` is where editors find the JSON Schema."""
    head: tuple[str, ...] = (
        f"# yaml-language-server: $schema={schema}",
        "# Written by `ringwall blueprint adopt` after what was there.",
        "# What is as by default is left out: ringwall blueprint show --resolved",
    )
    writer = _Writer(_place(draft))
    if "adopt" in draft.settings:
        head = (
            *head,
            "# `adopt` has what was there; with `tag: true` it gets the blueprint's tag.",
        )
    lines = (*head, *writer.comment((), ""), *writer.write(draft.settings, (), ""))
    return "\n".join(lines) + "\n"


def _place(draft: Draft) -> dict[SettingKeys, list[AdoptionRemark]]:
    """Return the remarks by the setting that they stand above: the nearest one in the file."""
    placed: dict[SettingKeys, list[AdoptionRemark]] = {}
    for remark in draft.remarks:
        keys = remark.keys
        while keys and not _has(draft.settings, keys):
            keys = keys[:-1]
        placed.setdefault(keys, []).append(remark)
    return placed


def _has(settings: Any, keys: SettingKeys) -> bool:
    for key in keys:
        if not isinstance(settings, Mapping) or key not in settings:
            return False
        settings = settings[key]
    return True


@dataclass(frozen=True)
class _Writer:
    placed: Mapping[SettingKeys, list[AdoptionRemark]]

    def comment(self, keys: SettingKeys, indent: str) -> Iterator[str]:
        """Yield the remarks on a setting as comments."""
        counts: dict[str, int] = {}
        for remark in self.placed.get(keys, ()):
            counts[remark.kind] = counts.get(remark.kind, 0) + 1
            if counts[remark.kind] <= MOST_LINES:
                name = ".".join(remark.keys[len(keys) :])
                yield f"{indent}# {': '.join(filter(None, (name, remark.kind)))}: " + make_visible(
                    remark.text
                )
        for kind, count in counts.items():
            if count > MOST_LINES:
                yield f"{indent}# {kind}: {count - MOST_LINES} more"

    def write(self, settings: Mapping[str, Any], above: SettingKeys, indent: str) -> Iterator[str]:
        """Yield the lines of a mapping."""
        for key, value in settings.items():
            keys = (*above, key)
            yield from self.comment(keys, indent)
            start = f"{indent}{write_scalar(key)}:"
            if not _is_branch(value):
                yield f"{start} {_write_leaf(value)}"
                continue
            yield start
            if isinstance(value, Mapping):
                yield from self.write(value, keys, f"{indent}  ")
            else:
                yield from self._write_items(value, f"{indent}  ")

    def _write_items(self, items: Iterable[Any], indent: str) -> Iterator[str]:
        for item in items:
            if not _is_branch(item):
                yield f"{indent}- {_write_leaf(item)}"
            elif isinstance(item, Mapping):
                first, *rest = self.write(item, ("", ""), f"{indent}  ")
                yield f"{indent}- {first.removeprefix(f'{indent}  ')}"
                yield from rest
            else:
                yield f"{indent}-"
                yield from self._write_items(item, f"{indent}  ")


def _is_branch(value: Any) -> bool:
    if isinstance(value, Mapping):
        return bool(value)
    if isinstance(value, list | tuple):
        return any(isinstance(item, Mapping | list | tuple) for item in value)
    return False


def _write_leaf(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(write_scalar, value))}]"
    return write_scalar(value)
