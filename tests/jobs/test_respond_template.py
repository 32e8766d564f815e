"""The templates are made for the playbooks that are chosen."""

import json
from pathlib import Path

import pytest

from ringwall.jobs.respond_package import CALLBACK_HANDLER, HANDLER
from ringwall.jobs.respond_template import find_channel_secrets, make_template
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


POLICY = """
[[channels]]
type = "slack"
name = "soc"
channel = "C0123456789"
token_secret_arn = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:slack-AbCdEf#token"
signing_secret_arn = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:slack-AbCdEf#signing"

[[channels]]
type = "pagerduty"
name = "on-call"
token_secret_arn = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:pager-AbCdEf"
"""
PLACE = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "response.toml"
    path.write_text(text)
    return path


def test_each_function_reads_the_secrets_that_it_needs(tmp_path: Path) -> None:
    policy = write(tmp_path, POLICY)
    secrets = find_channel_secrets(policy)
    assert secrets.all == (f"{PLACE}pager-AbCdEf", f"{PLACE}slack-AbCdEf")
    assert secrets.signing == (f"{PLACE}slack-AbCdEf",)
    made = make_template(["lambda.contain_function"], callbacks=True, policy=policy)["Resources"]
    assert f"{PLACE}pager" in json.dumps(made["Policy1"])
    assert f"{PLACE}slack" in json.dumps(made["CallbackPolicy1"])
    assert "pager" not in json.dumps(made["CallbackPolicy1"])
    assert "ChannelSecretsPolicy" not in made


def test_callbacks_are_made_where_they_are_wanted() -> None:
    made = make_template(["lambda.contain_function"], callbacks=True)
    function = made["Resources"]["CallbackFunction"]["Properties"]
    assert function["Handler"] == CALLBACK_HANDLER
    assert "CallbackFunction" not in make_template(["lambda.contain_function"])["Resources"]


def test_callbacks_that_nobody_can_sign_are_refused(tmp_path: Path) -> None:
    policy = write(tmp_path, POLICY)
    make_template(["lambda.contain_function"], callbacks=True, policy=policy)
    mute = "\n".join(line for line in POLICY.splitlines() if "signing" not in line)
    with pytest.raises(BadInput, match="no channel names a signing_secret_arn"):
        make_template(["lambda.contain_function"], callbacks=True, policy=write(tmp_path, mute))
    make_template(["lambda.contain_function"], policy=policy)


def test_a_channel_that_a_lambda_cannot_tell_is_named(tmp_path: Path) -> None:
    text = '[[channels]]\ntype = "pagerduty"\nname = "x"\ntoken_file = "a"\n'
    with pytest.raises(BadInput, match="no files of secrets"):
        make_template(["lambda.contain_function"], policy=write(tmp_path, text))
