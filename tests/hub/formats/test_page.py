from pathlib import Path

import pytest
from jinja2 import UndefinedError

from ringwall.hub.formats.page import make_environment


def fill(tmp_path: Path, template: str, **values: object) -> str:
    (tmp_path / "page.html").write_text(template)
    return make_environment(tmp_path).get_template("page.html").render(**values)


def test_what_is_filled_in_is_escaped_and_acts_on_no_screen(tmp_path: Path) -> None:
    assert fill(tmp_path, "{{ text }}", text="<b>\x1b[2J") == "&lt;b&gt;\\x1b[2J"
    assert fill(tmp_path, "{{ text|prose }}", text="<b>\na") == "&lt;b&gt;\na"


def test_times_and_numbers_have_one_form(tmp_path: Path) -> None:
    template = "{{ at|moment }} {{ at|minute }} {{ at|day }} {{ count|number }}"
    assert fill(tmp_path, template, at=1_798_761_600_000, count=1234567) == (
        "2027-01-01 00:00 UTC 2027-01-01 00:00 2027-01-01 1,234,567"
    )


def test_templates_of_this_folder_can_be_included(tmp_path: Path) -> None:
    assert "--page:" in fill(tmp_path, '{% include "report.css" %}')


def test_what_nobody_gives_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError):
        fill(tmp_path, "{{ nothing }}")
