from ringwall.reason.iam.evaluation.context import RequestContext
from ringwall.reason.iam.language.variables import MISSING, UNKNOWN


def test_keys_are_absent_unknown_or_there() -> None:
    context = RequestContext({"aws:SourceIp": "10.0.0.1", "B": True, "N": 5, "e": [], "u": None})
    assert context.get("aws:sourceip") == ("10.0.0.1",)
    assert (context.get("b"), context.get("n")) == (("true",), ("5",))
    assert context.get("e") is MISSING
    assert context.get("other") is MISSING
    assert context.get("u") is UNKNOWN


def test_in_an_incomplete_context_what_is_not_there_is_unknown() -> None:
    context = RequestContext({"e": []}, is_complete=False)
    assert context.get("other") is UNKNOWN
    assert context.get("e") is MISSING


def test_defaults_do_not_replace_what_was_given() -> None:
    context = RequestContext({"a": None})
    context.add_defaults({"a": ("x",), "b": ("y",)})
    assert context.get("a") is UNKNOWN
    assert context.get("b") == ("y",)


def test_a_variable_takes_one_value_or_its_default() -> None:
    context = RequestContext({"one": "1", "two": ["1", "2"], "u": None})
    assert context.variable("one", "d") == "1"
    assert context.variable("two", "d") is MISSING
    assert context.variable("none", "d") == "d"
    assert context.variable("none", None) is MISSING
    assert context.variable("u", "d") is UNKNOWN
