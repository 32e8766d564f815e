"""`ringwall respond template` prints a template of CloudFormation."""

import json
from pathlib import Path

import pytest

from ringwall.cli.respond.template import template


def test_a_template_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    template(playbooks=("lambda.contain_function",))
    made = json.loads(capsys.readouterr().out)
    assert made["Resources"]["Function"]["Type"] == "AWS::Lambda::Function"
    template(members=True)
    assert "Function" not in json.loads(capsys.readouterr().out)["Resources"]


def test_callbacks_are_made_for_the_channels_of_a_policy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = tmp_path / "response.toml"
    secret = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:slack-AbCdEf"
    policy.write_text(
        '[[channels]]\ntype = "slack"\nname = "soc"\nchannel = "C0123456789"\n'
        f'token_secret_arn = "{secret}#a"\nsigning_secret_arn = "{secret}#b"\n'
    )
    template(playbooks=("lambda.contain_function",), callbacks=True, policy=policy)
    made = json.loads(capsys.readouterr().out)
    assert made["Resources"]["CallbackFunction"]["Type"] == "AWS::Lambda::Function"
    assert secret in json.dumps(made["Resources"]["CallbackPolicy1"])
