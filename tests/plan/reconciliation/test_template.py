"""Templates of lifecycles, filled."""

from typing import Any

import pytest

from ringwall.plan.reconciliation.template import fill_parameters

READ = {"$read": "a.id"}


@pytest.mark.parametrize(
    ("template", "names", "filled"),
    [
        ({"A": "{x}"}, {"x": True}, {"A": True}),
        ({"A": "{x}-{y}"}, {"x": 1, "y": "b"}, {"A": "1-b"}),
        ({"A": "{found.id}"}, {"found": {"id": "i"}}, {"A": "i"}),
        ({"A": "{x}", "B": 1, "C": "c"}, {}, {"B": 1, "C": "c"}),
        ({"A": {"B": "{x}"}, "C": {}}, {}, {"C": {}}),
        ({"A": {"B": "{x}", "C": 1}}, {}, {"A": {"C": 1}}),
        ({"A": ["{x}", "y"]}, {"x": "z"}, {"A": ["z", "y"]}),
        ({"A": ["{x}"]}, {}, {}),
        ({"A": "{x|json}"}, {"x": {"b": [1]}}, {"A": '{"b":[1]}'}),
        ({"A": "{x|pairs}"}, {"x": {"b": "c"}}, {"A": [{"Key": "b", "Value": "c"}]}),
        ({"A": "{x|lower_pairs}"}, {"x": {"b": "c"}}, {"A": [{"key": "b", "value": "c"}]}),
        ({"A": "{x|kms_pairs}"}, {"x": {"b": "c"}}, {"A": [{"TagKey": "b", "TagValue": "c"}]}),
        ({"A": "{x|text}"}, {"x": 5}, {"A": "5"}),
        ({"A": "{x|list}"}, {"x": "b"}, {"A": ["b"]}),
        # What is known only later is put together later.
        ({"A": "{x}"}, {"x": READ}, {"A": READ}),
        ({"A": "in {x}"}, {"x": READ}, {"A": {"$text": ["in ", READ]}}),
        ({"A": "{x|json}"}, {"x": {"b": READ}}, {"A": {"$json": {"b": READ}}}),
        # A value that looks like a placeholder is none.
        ({"A": "{x}{y}"}, {"x": "{y}", "y": "b"}, {"A": "{y}b"}),
    ],
)
def test_a_template_is_filled(template: Any, names: Any, filled: Any) -> None:
    assert fill_parameters(template, names) == filled
