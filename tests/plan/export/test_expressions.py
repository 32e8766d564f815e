"""Values in Terraform's JSON."""

from ringwall.catalog.resource_types import load_resource_types
from ringwall.model.blueprint.wanted import Join, Ref, RowKey
from ringwall.plan.export.expressions import escape, write_argument, write_properties, write_text
from ringwall.plan.export.values import JsonText

REF = Ref(RowKey("prod", "eu-west-1", "kms_key", "trail"), "arn")
TYPES = load_resource_types()


def name(_: Ref) -> str:
    return "var.key"


def test_objects_have_the_providers_names_and_documents_are_texts() -> None:
    properties = {
        "KeyPolicy": {"Statement": [{"Resource": REF, "Condition": {"a": "${aws:b}"}}]},
        "Tags": [{"Key": "a", "Value": "%{b}"}],
        "EnableKeyRotation": True,
    }
    statement = '{"Resource":"${var.key}","Condition":{"a":"$${aws:b}"}}'
    assert write_properties(properties, TYPES["AWS::KMS::Key"], name) == {
        "enable_key_rotation": True,
        "key_policy": f'{{"Statement":[{statement}]}}',
        "tags": [{"key": "a", "value": "%%{b}"}],
    }


def test_keys_of_maps_are_kept() -> None:
    type_ = TYPES["AWS::KMS::Key"]
    assert write_argument({"aB": 1}, {"map": "integer"}, type_, name) == {"aB": 1}
    assert write_argument(JsonText([REF]), "string", type_, name) == '["${var.key}"]'


def test_no_text_is_taken_for_an_expression() -> None:
    assert escape("${a} %{b} $a") == "$${a} %%{b} $a"
    assert write_text(Join(("${a}", REF)), name) == "$${a}${var.key}"
