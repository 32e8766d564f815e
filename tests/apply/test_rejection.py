"""A refusal for what depends on a resource is told from all others."""

import pytest

from ringwall.apply.rejection import is_about_dependants


@pytest.mark.parametrize(
    "code",
    [
        "DependencyViolation",
        "DeleteConflict",
        "BucketNotEmpty",
        "ResourceInUseException",
        "PolicyInUseException",
        "OrganizationalUnitNotEmptyException",
        "InvalidIPAddress.InUse",
    ],
)
def test_something_depends_on_it(code: str) -> None:
    assert is_about_dependants(code)


@pytest.mark.parametrize("code", ["", "AccessDenied", "ConflictException", "InUseless", "NotFound"])
def test_any_other_refusal_is_a_failure(code: str) -> None:
    assert not is_about_dependants(code)
