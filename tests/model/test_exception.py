from datetime import date

from ringwall.model.exception import FindingException

LEAST = FindingException(id="a", rules=("s3.x",), reason="r", owner="o", expires=date(1970, 1, 2))


def test_it_ends_as_its_day_begins() -> None:
    assert LEAST.expires_at == 86_400_000


def test_a_scope_is_told_as_one_text() -> None:
    assert LEAST.describe_scope() == "everything"
    scoped = FindingException(
        id="a",
        rules=("s3.x",),
        reason="r",
        owner="o",
        expires=date(1970, 1, 2),
        accounts=("111111111111",),
        regions=("eu-west-1",),
        tags={"env": "dev"},
    )
    assert scoped.describe_scope() == "111111111111, eu-west-1, env=dev"
