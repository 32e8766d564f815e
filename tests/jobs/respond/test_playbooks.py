"""The playbooks as a list and one by one."""

import json

import pytest

from ringwall.catalog.loader import load_responses
from ringwall.jobs.respond.playbooks import (
    describe_playbook,
    find_playbook,
    list_all_playbooks,
)
from ringwall.model.errors import BadInput


def test_a_playbook_is_found_by_its_id() -> None:
    for name, book in load_responses().items():
        assert find_playbook(name) is book
    with pytest.raises(BadInput, match=r"no playbook nothing\.like_it"):
        find_playbook("nothing.like_it")


def test_a_kind_that_no_playbook_has_is_told() -> None:
    assert list_all_playbooks() == [book for _, book in sorted(load_responses().items())]
    with pytest.raises(BadInput, match="kinds are"):
        list_all_playbooks("teapot")


@pytest.mark.parametrize("name", sorted(load_responses()))
def test_every_playbook_is_described(name: str) -> None:
    found = json.loads(json.dumps(describe_playbook(load_responses()[name])))
    assert found["about"].endswith(".")
    assert found["risks"]
    assert found["rollback"].endswith(".")
    assert found["writes"]
