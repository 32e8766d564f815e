"""Policies that cannot be attached, at their place in the file."""

from collections.abc import Callable

import pytest

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.organization_policies import organization_policies
from ringwall.plan.landscape import make_landscape

Read = Callable[[str], BlueprintFile]


def test_the_library_can_be_attached(acme: str, read: Read) -> None:
    assert list(organization_policies(make_landscape(read(acme)))) == []


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("library: {deny_rot_user: {}}", "did you mean deny_root_user?"),
        ("library: {sandbox: {also: [Prod]}}", "there is no unit Prod"),
        ("own: {mine: {type: S3_POLICY, targets: [root]}}", "it has no document"),
    ],
)
def test_what_is_wrong_has_its_place(acme: str, read: Read, settings: str, message: str) -> None:
    file = read(f"{acme}  policies:\n    {settings}\n")
    (remark,) = organization_policies(make_landscape(file))
    assert message in remark.message
    assert file.describe(remark).startswith("r.yaml:13:")
