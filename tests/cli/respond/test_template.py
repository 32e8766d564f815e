"""`ringwall respond template` prints a template of CloudFormation."""

import json

import pytest

from ringwall.cli.respond.template import template


def test_a_template_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    template(playbooks=("lambda.contain_function",))
    made = json.loads(capsys.readouterr().out)
    assert made["Resources"]["Function"]["Type"] == "AWS::Lambda::Function"
    template(members=True)
    assert "Function" not in json.loads(capsys.readouterr().out)["Resources"]
