"""A layer's permission that AWS does not take is refused."""

import io
import zipfile
from typing import Any

import pytest

GOOD = {"StatementId": "s", "Action": "lambda:GetLayerVersion", "Principal": "*"}


@pytest.fixture
def functions(client: Any) -> Any:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("a.py", "")
    made = client("lambda")
    made.publish_layer_version(LayerName="l", Content={"ZipFile": packed.getvalue()})
    return made


def test_a_permission_that_is_one_is_kept(functions: Any) -> None:
    functions.add_layer_version_permission(
        LayerName="l", VersionNumber=1, **GOOD, OrganizationId="o-0123456789"
    )
    assert (
        "lambda:GetLayerVersion"
        in functions.get_layer_version_policy(LayerName="l", VersionNumber=1)["Policy"]
    )


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"Action": "lambda:*"}, "ValidationException"),
        ({"Principal": "everyone"}, "ValidationException"),
        ({"StatementId": "a b"}, "ValidationException"),
        ({"OrganizationId": "x"}, "ValidationException"),
        (
            {"Principal": "1" * 12, "OrganizationId": "o-0123456789"},
            "InvalidParameterValueException",
        ),
    ],
)
def test_one_that_is_none_is_refused(
    functions: Any, refusal: Any, wrong: dict[str, str], code: str
) -> None:
    asked = {**GOOD, **wrong}
    ask = functions.add_layer_version_permission
    assert refusal(ask, LayerName="l", VersionNumber=1, **asked)[0] == code
