"""Checks are found by walking, and all are asked."""

from collections.abc import Callable

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.check import CHECKS, check_landscape, load_checks
from ringwall.plan.landscape import make_landscape


def test_every_file_is_a_check_of_its_name() -> None:
    files = {path.stem for path in CHECKS.glob("*.py")} - {"__init__"}
    assert set(load_checks()) == files
    assert all(check.__name__ == name for name, check in load_checks().items())
    assert len(files) >= 5


def test_all_checks_are_asked(acme: str, read: Callable[[str], BlueprintFile]) -> None:
    text = acme.replace("acme.io", "example.com").replace("us-east-1", "ap-southeast-6")
    messages = [remark.message for remark in check_landscape(make_landscape(read(text)))]
    assert any("example.com" in message for message in messages)
    assert any("ap-southeast-6" in message for message in messages)
