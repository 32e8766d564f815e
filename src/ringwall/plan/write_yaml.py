"""Writes settings as YAML that reads back as the same, with where each value comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ringwall.plan.settings import Setting
from ringwall.plan.yaml_scalars import UnclearScalar, YamlScalar, read_scalar

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+")
WIDTH = 60
"""The column at which what a value comes from begins, where the line leaves room."""


@dataclass(frozen=True)
class SettingWriter:
    """Writes settings of one file, which have one level."""

    file: str
    level: str

    def write(self, setting: Setting, indent: str = "") -> Iterator[str]:
        """Yield the lines of a mapping."""
        for key, member in setting.members.items():
            yield from self._write_member(f"{indent}{write_scalar(key)}:", member, indent)

    def _write_member(self, start: str, member: Setting, indent: str) -> Iterator[str]:
        if not is_leaf(member):
            yield start
            if isinstance(member.value, Mapping):
                yield from self.write(member, f"{indent}  ")
            elif isinstance(member.value, tuple):
                for item in member.value:
                    yield from self._write_item(item, f"{indent}  ")
            return
        yield self._annotate(f"{start} {_write_leaf(member)}", member)

    def _write_item(self, item: Setting, indent: str) -> Iterator[str]:
        if is_leaf(item):
            yield self._annotate(f"{indent}- {_write_leaf(item)}", item)
            return
        if isinstance(item.value, tuple):
            yield f"{indent}-"
            for each in item.value:
                yield from self._write_item(each, f"{indent}  ")
            return
        first, *rest = self.write(item, f"{indent}  ")
        yield f"{indent}- {first.removeprefix(f'{indent}  ')}"
        yield from rest

    def _annotate(self, line: str, setting: Setting) -> str:
        return f"{line:{WIDTH}}  # {setting.origin.describe(self.file, self.level)}"


def is_leaf(setting: Setting) -> bool:
    """Whether a setting is written on one line: a scalar, an empty value, a list of scalars."""
    if isinstance(setting.value, Mapping):
        return not setting.value
    if isinstance(setting.value, tuple):
        return all(not isinstance(item.value, Mapping | tuple) for item in setting.value)
    return True


def _write_leaf(setting: Setting) -> str:
    if isinstance(setting.value, Mapping):
        return "{}"
    if isinstance(setting.value, tuple):
        written = (
            write_scalar(item.value)
            for item in setting.value
            if not isinstance(item.value, Mapping | tuple)
        )
        return f"[{', '.join(written)}]"
    return write_scalar(setting.value)


def write_scalar(value: YamlScalar) -> str:
    """Return a scalar as YAML has it: a text in quotes unless both versions read it as text."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    return value if _is_plain(value) else f'"{"".join(map(_escape, value))}"'


def _is_plain(text: str) -> bool:
    if not (text and set(text) <= _PLAIN and text[0].isalnum()):
        return False
    try:
        return read_scalar(text, is_plain=True) == text
    except UnclearScalar:
        return False


def _escape(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter.isprintable():
        return letter
    number = ord(letter)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004 - 4 digits
