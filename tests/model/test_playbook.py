"""A function becomes a playbook, named after its service and itself."""

from collections.abc import Iterator
from typing import Any

import pytest

from ringwall.model.playbook import Playbook, answers
from ringwall.model.write_shape import WriteShape

WRITES = (WriteShape("ec2.close", {}),)


def make(module: str, name: str = "close_it", doc: str | None = "Close it.\n") -> Any:
    def plan(finding: Any, reader: Any) -> Iterator[Any]:
        yield finding, reader

    plan.__module__, plan.__name__, plan.__doc__ = module, name, doc
    return plan


def test_the_id_is_the_service_and_the_functions_name() -> None:
    made = answers("ec2.ssh_is_not_open", writes=WRITES)(
        make("ringwall.catalog.ec2.playbooks.close_it")
    )
    assert isinstance(made, Playbook)
    assert (made.id, made.answers, made.doc) == (
        "ec2.close_it",
        ("ec2.ssh_is_not_open",),
        "Close it.",
    )


def test_one_playbook_can_answer_several_rules() -> None:
    made = answers("a.one", "b.two", writes=WRITES)(make("x.s3.playbooks.y"))
    assert (made.id, made.answers, made.writes) == ("s3.close_it", ("a.one", "b.two"), WRITES)


def test_the_function_itself_plans() -> None:
    plan: Any = answers("a.one", writes=WRITES)(make("x.s3.playbooks.y")).plan
    assert list(plan("finding", "reader")) == [("finding", "reader")]


def test_a_function_without_a_docstring_says_nothing() -> None:
    assert answers("a.one", writes=WRITES)(make("x.s3.playbooks.y", doc=None)).doc == ""


def test_a_function_outside_of_a_service_folder_is_no_playbook() -> None:
    with pytest.raises(IndexError):
        answers("a.one", writes=WRITES)(make("playbooks"))
