from typing import Any

import pytest
from botocore.session import Session

from ringwall.model.organization_policy import POLICY_TYPES, OrganizationPolicyType


def test_types_are_those_of_the_operation() -> None:
    shape = Session().get_service_model("organizations").shape_for("PolicyType")
    assert {*POLICY_TYPES} == {*shape.metadata["enum"]}


@pytest.mark.parametrize("kind", POLICY_TYPES.values(), ids=lambda kind: kind.name)
def test_what_must_be_there_is_in_the_schema(kind: OrganizationPolicyType) -> None:
    inner: dict[str, Any] = next(iter((kind.schema or {}).values()), {})
    assert all(path[0] in inner for path in kind.required)
