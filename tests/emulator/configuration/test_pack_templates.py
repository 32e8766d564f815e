"""Templates of conformance packs: what is read from them, and what is refused."""

import json

import pytest

from ringwall.emulator.configuration.pack_templates import BadTemplate, PackTemplate, read_template

PLACE = ("123456789012", "us-east-1")
RULE = """
  Rule:
    Type: AWS::Config::ConfigRule
    Properties:
      Source: {Owner: AWS, SourceIdentifier: ENCRYPTED_VOLUMES}
"""
PARAMETERS = """
Parameters:
  Days: {Type: String, Default: ''}
  Name: {Type: String, Default: a}
Conditions:
  hasDays: {'Fn::Not': [{'Fn::Equals': ['', !Ref Days]}]}
  isNamed: !And [!Condition hasDays, !Or [!Equals [!Ref Name, b], !Equals [1, 2]]]
"""


def read(text: str, **given: str) -> PackTemplate:
    return read_template(text, given, PLACE)


def find_parameters(value: str, **given: str) -> object:
    text = f"{PARAMETERS}\nResources:{RULE}      InputParameters: {{x: {value}, y: 1}}\n"
    (rule,) = read(text, **given).rules
    return json.loads(rule["InputParameters"])


@pytest.mark.parametrize(
    ("value", "given", "expected"),
    [
        ("!Ref Name", {}, "a"),
        ("!Ref AWS::AccountId", {}, "123456789012"),
        ("!If [hasDays, !Ref Days, !Ref 'AWS::NoValue']", {"Days": "7"}, "7"),
        ("!If [isNamed, 1, 2]", {"Days": "7", "Name": "b"}, "1"),
        ("!If [isNamed, 1, 2]", {"Name": "b"}, "2"),
        ("!Join [',', [a, !Ref Name]]", {}, "a,a"),
        ("!Sub '${Name}-${!x}-${AWS::Region}'", {}, "a-${x}-us-east-1"),
        ("!Sub ['${Own}', {Own: !Ref Name}]", {}, "a"),
        ("true", {}, "true"),
        ("2026-01-01", {}, "2026-01-01"),
    ],
)
def test_functions_return_what_cloudformation_says(
    value: str, given: dict[str, str], expected: str
) -> None:
    assert find_parameters(value, **given) == {"x": expected, "y": "1"}


def test_a_parameter_without_a_value_is_left_out() -> None:
    assert find_parameters("!If [hasDays, !Ref Days, !Ref 'AWS::NoValue']") == {"y": "1"}


def test_a_rule_without_a_name_has_its_logical_id() -> None:
    (rule,) = read(f"Resources:{RULE}").rules
    assert rule["ConfigRuleName"] == "Rule"


def test_a_condition_keeps_a_resource_out() -> None:
    other = RULE.replace("Rule:", "Other:", 1) + "    Condition: hasDays\n"
    text = f"{PARAMETERS}\nResources:{RULE}{other}"
    assert len(read(text).rules) == 1
    assert len(read(text, Days="1").rules) == 2


def test_json_is_read_as_well() -> None:
    source = {"Owner": "AWS", "SourceIdentifier": "ENCRYPTED_VOLUMES"}
    made = {"Rule": {"Type": "AWS::Config::ConfigRule", "Properties": {"Source": source}}}
    (rule,) = read(json.dumps({"Resources": made})).rules
    assert rule["Source"] == source


MANY = "Resources:" + "".join(RULE.replace("Rule:", f"R{i}:", 1) for i in range(131))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: [",
        "[]",
        "Resources: {}",
        "Resources: {A: {Type: 'AWS::S3::Bucket', Properties: {}}}",
        "Resources: {A: {Type: 'AWS::Config::ConfigRule', Properties: {}}}",
        "Resources: {A: {Type: 'AWS::Config::ConfigRule'}}",
        f"Parameters: {{A: {{Type: String}}}}\nResources:{RULE}",
        f"Resources:{RULE}      Description: !Ref None\n",
        f"Resources:{RULE}      Description: !GetAtt Rule.Arn\n",
        f"Resources:{RULE}      Description: !Select [0, [a]]\n",
        f"Resources:{RULE}    Condition: none\n",
        f"Conditions: {{c: !Condition c}}\nResources:{RULE}    Condition: c\n",
        f"Resources:{RULE}      Description: {'[' * 40}{']' * 40}\n",
        f"A: &a [1]\nB: *a\nResources:{RULE}",
        f"Resources:{RULE}{'#' * 300 * 1024}",
        MANY,
    ],
)
def test_what_is_no_template_is_refused(text: str) -> None:
    with pytest.raises(BadTemplate):
        read(text)


def test_values_for_no_parameter_are_refused() -> None:
    with pytest.raises(BadTemplate):
        read(f"Resources:{RULE}", Unknown="1")
