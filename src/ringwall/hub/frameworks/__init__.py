"""One framework after an audit, requirement by requirement: one file per format."""

from importlib import import_module
from typing import Any, Literal, TextIO, get_args

from ringwall.hub.frameworks.results import FrameworkResult, judge_framework
from ringwall.hub.summary import Summary
from ringwall.model.text import HarmlessStream, find_inner

FrameworkFormat = Literal["table", "json", "csv", "html"]
FRAMEWORK_FORMATS: tuple[FrameworkFormat, ...] = get_args(FrameworkFormat)
"""The formats that tell of requirements; each is the name of a file in this folder."""

__all__ = ["FRAMEWORK_FORMATS", "FrameworkFormat", "judge_framework", "write_framework"]


def write_framework(form: str, result: FrameworkResult, out: TextIO, summary: Summary) -> None:
    """Write how a framework is met, in one of FRAMEWORK_FORMATS."""
    module = import_module(f"ringwall.hub.frameworks.{form}")
    harmless: Any = HarmlessStream(find_inner(out))
    module.write(result, harmless, summary)
