"""Which members of a document JMESPaths read."""

import pytest

from ringwall.model.jmespath_roots import WHOLE, find_roots


@pytest.mark.parametrize(
    ("path", "roots"),
    [
        ("a", {"a"}),
        ("a.b.c", {"a"}),
        ('"a-b".c', {"a-b"}),
        ("a[0].b", {"a"}),
        ("a[*].b", {"a"}),
        ("a.*.b", {"a"}),
        ("a[].b", {"a"}),
        ("a[1:3]", {"a"}),
        ("a[?b=='c'].d | [0]", {"a"}),
        ("a.{x: b, y: c}", {"a"}),
        ("{x: a.b, y: not_null(c.d, `1`)}", {"a", "c"}),
        ("[a, b.c]", {"a", "b"}),
        ("a && b || !c", {"a", "b", "c"}),
        ("a == 'x'", {"a"}),
        ("contains(`[]`, a.b)", {"a"}),
        ("sort_by(a, &b)", {"a"}),
        ("map(&b, a.c)", {"a"}),
        ("@", {WHOLE}),
        ("[@][?a]", {WHOLE}),
        ("[*].a", {WHOLE}),
        ("keys(@)", {WHOLE}),
        ("`{}`", set()),
    ],
)
def test_only_the_members_of_the_document_itself_are_named(path: str, roots: set[str]) -> None:
    assert find_roots(path) == roots
