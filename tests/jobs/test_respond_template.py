"""The templates are made for the playbooks that are chosen."""

import pytest

from ringwall.jobs.respond_package import HANDLER
from ringwall.jobs.respond_template import make_template
from ringwall.model.errors import BadInput


def test_a_template_runs_what_the_package_has() -> None:
    function = make_template(["lambda.contain_function"])["Resources"]["Function"]["Properties"]
    assert function["Handler"] == HANDLER
    assert function["Runtime"].startswith("python3.")


def test_a_playbook_that_is_not_there_is_named() -> None:
    with pytest.raises(BadInput, match=r"no playbook lambda\.nothing"):
        make_template(["lambda.nothing"])


def test_other_accounts_have_the_role_alone() -> None:
    made = make_template(["lambda.contain_function"], members=True)
    assert {each["Type"] for each in made["Resources"].values()} == {
        "AWS::IAM::Role",
        "AWS::IAM::ManagedPolicy",
    }


@pytest.mark.parametrize("members", [False, True])
def test_what_tells_what_is_protected_may_be_read(*, members: bool) -> None:
    made = make_template(["lambda.contain_function"], members=members)
    actions = {
        action
        for each in made["Resources"].values()
        if each["Type"] == "AWS::IAM::ManagedPolicy"
        for statement in each["Properties"]["PolicyDocument"]["Statement"]
        for action in statement["Action"]
    }
    assert {"ec2:DescribeTags", "iam:ListRoleTags", "tag:GetResources"} < actions


def test_all_playbooks_have_room_in_one_role() -> None:
    assert make_template()["Resources"]["Role"]
