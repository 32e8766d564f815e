"""Values of a running document: system variables, types of outputs."""

from typing import Any

import pytest

from ringwall.emulator.automation.values import convert, write_list

Runbooks = Any


@pytest.mark.parametrize(
    ("value", "kind", "found"),
    [
        (5, "String", "5"),
        (True, "String", "true"),
        ({"a": 1}, "String", '{"a": 1}'),
        ("5", "Integer", 5),
        ("True", "Boolean", True),
        ("a", "StringList", ["a"]),
        ([1, "b"], "StringList", ["1", "b"]),
        ({"a": 1}, "MapList", [{"a": 1}]),
        ({"a": 1}, "StringMap", {"a": 1}),
    ],
)
def test_an_output_has_its_type(value: object, kind: str, found: object) -> None:
    assert convert(value, kind) == found


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("a", "Integer"),
        (True, "Integer"),
        ("yes", "Boolean"),
        ("a", "StringMap"),
        (["a"], "MapList"),
    ],
)
def test_an_output_of_another_type_is_an_error(value: object, kind: str) -> None:
    with pytest.raises(ValueError, match=r"is no|the value is no"):
        convert(value, kind)


def test_the_api_has_lists_of_texts() -> None:
    assert write_list({"a": [1]}) == ['{"a": [1]}']
    assert write_list([1, "b", {"c": True}]) == ["1", "b", '{"c": true}']


def test_every_execution_knows_where_and_when_it_runs(runbooks: Runbooks) -> None:
    names = ("ACCOUNT_ID", "REGION", "DATE", "DATE_TIME")
    text = " ".join(f"{{{{ global:{name} }}}}" for name in names)
    inputs = {"Name": "v", "Value": f"{{{{ automation:EXECUTION_ID }}}} {text}"}
    variables = {"v": {"type": "String", "default": ""}}
    found = runbooks.run({"action": "aws:updateVariable", "inputs": inputs}, variables=variables)
    own, account, region, date, moment = found["Variables"]["v"][0].split(" ")
    assert own == found["AutomationExecutionId"]
    assert (account, region) == ("123456789012", "us-east-1")
    assert date == f"{found['ExecutionStartTime']:%Y-%m-%d}"
    assert moment == f"{found['ExecutionStartTime']:%Y-%m-%d_%H.%M.%S}"
