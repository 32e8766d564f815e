"""Values in CloudFormation's language."""

from ringwall.model.blueprint.wanted import Join, Ref, RowKey
from ringwall.plan.export.intrinsics import Function, write_value
from ringwall.plan.export.values import JsonText

KEY = RowKey("prod", "eu-west-1", "kms_key", "trail")


def find(ref: Ref) -> Function:
    return Function("Key", "Arn") if ref.column == "arn" else Function("Id")


def test_references_are_functions() -> None:
    assert write_value([Ref(KEY, "arn"), Ref(KEY, "id"), 1], find) == [
        {"Fn::GetAtt": ["Key", "Arn"]},
        {"Ref": "Id"},
        1,
    ]


def test_texts_are_filled_and_variables_of_policies_are_kept() -> None:
    text = Join(("a ${aws:username} ", Ref(KEY, "arn"), "/", Ref(KEY, "id")))
    written = {"Fn::Sub": "a ${!aws:username} ${Key.Arn}/${Id}"}
    assert write_value(text, find) == written
    assert write_value("${aws:username}", find) == "${aws:username}"


def test_a_document_is_a_text() -> None:
    value = JsonText({"Arn": Ref(KEY, "arn")})
    assert write_value(value, find) == {"Fn::Sub": '{"Arn":"${Key.Arn}"}'}
    assert write_value(JsonText({"a": "${b}"}), find) == '{"a":"${b}"}'
