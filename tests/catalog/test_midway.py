"""What is deleted between two calls is gone; what cannot be read is not."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.catalog.midway import unless_gone
from ringwall.catalog.organizations.tree import read_placements
from ringwall.model.errors import AccessDenied, CallFailed

ROOT = {"Id": "r-1", "Name": "Root"}


def test_only_the_codes_that_say_so_are_skipped() -> None:
    reached = []
    with unless_gone("NoSuchThing"):
        reached.append(1)
        raise CallFailed("gone", "NoSuchThing")
    assert reached == [1]
    for error in (CallFailed("odd", "Odd"), AccessDenied("no", "AccessDenied")):
        with pytest.raises(CallFailed), unless_gone("NoSuchThing"):
            raise error


def organization(**answers: Any) -> dict[str, Any]:
    def policies(Filter: str) -> Any:  # noqa: N803 - AWS's own name
        ids = ("p-1", "p-2") if Filter == "SERVICE_CONTROL_POLICY" else ()
        return {"Policies": [{"Id": id_} for id_ in ids]}

    def units(ParentId: str) -> Any:  # noqa: N803 - AWS's own name
        found = [{"Id": "ou-1", "Name": "One"}, {"Id": "ou-2", "Name": "Two"}]
        return {"OrganizationalUnits": found if ParentId == "r-1" else []}

    return {
        "organizations.list_roots": {"Roots": [ROOT]},
        "organizations.list_organizational_units_for_parent": units,
        "organizations.list_accounts_for_parent": {"Accounts": []},
        "organizations.list_policies": policies,
        "organizations.list_targets_for_policy": {"Targets": [{"TargetId": "r-1"}]},
        **{f"organizations.{name}": answer for name, answer in answers.items()},
    }


def test_a_policy_that_was_deleted_midway_leaves_the_others(
    canned: type[Any], collect: Callable[..., Any]
) -> None:
    def policies(Filter: str) -> Any:  # noqa: N803 - AWS's own name
        return {
            "Policies": [
                {"Id": id_, "Arn": f"arn:aws:organizations::1:policy/{id_}", "Name": id_}
                | {"Type": Filter, "AwsManaged": True}
                for id_ in ("p-1", "p-2")
                if Filter == "TAG_POLICY"
            ]
        }

    def targets(PolicyId: str) -> Any:  # noqa: N803 - AWS's own name
        if PolicyId == "p-1":
            return CallFailed("gone", "PolicyNotFoundException")
        return {"Targets": [{"TargetId": "r-1", "Type": "ROOT"}]}

    reader = canned(
        organization(
            list_policies=policies,
            list_targets_for_policy=targets,
            describe_policy={"Policy": {"Content": '{"tags": {"a": {}}}'}},
        )
    )
    rows, gaps = collect(reader, "organizations_policy")
    assert gaps == []
    assert [row["id"] for row in rows["organizations_policy"]] == ["p-2"]
    assert [row["target_id"] for row in rows["organizations_policy_attachment"]] == ["r-1"]


def test_a_unit_that_was_deleted_midway_leaves_the_others(canned: type[Any]) -> None:
    def accounts(ParentId: str) -> Any:  # noqa: N803 - AWS's own name
        if ParentId == "ou-1":
            return CallFailed("gone", "ParentNotFoundException")
        return {"Accounts": [{"Id": ParentId[-1] * 12}] if ParentId == "ou-2" else []}

    placed: Any = read_placements(canned(organization(list_accounts_for_parent=accounts)))
    assert {account: row["Path"] for account, row in placed.items()} == {"2" * 12: "Root/Two"}


def test_a_key_that_was_deleted_midway_is_neither_a_row_nor_a_gap(
    canned: type[Any], collect: Callable[..., Any]
) -> None:
    gone = CallFailed("gone", "NotFoundException")
    reader = canned(
        {
            "kms.list_keys": {"Keys": [{"KeyId": "k", "KeyArn": "arn:aws:kms:r:1:key/k"}]},
            "kms.list_aliases": {"Aliases": []},
            "kms.list_grants": gone,
            "kms.describe_key": gone,
        }
    )
    rows, gaps = collect(reader, "kms_key")
    assert (dict(rows), gaps) == ({}, [])


def test_a_prefix_list_that_was_deleted_midway_is_no_row(
    canned: type[Any], collect: Callable[..., Any]
) -> None:
    item = {"PrefixListId": "pl-1", "PrefixListArn": "arn:aws:ec2:r:1:p/pl-1", "OwnerId": "1"}
    reader = canned(
        {
            "ec2.describe_managed_prefix_lists": {"PrefixLists": [item]},
            "ec2.get_managed_prefix_list_entries": CallFailed("x", "InvalidPrefixListID.NotFound"),
        }
    )
    rows, gaps = collect(reader, "ec2_prefix_list")
    assert (dict(rows), gaps) == ({}, [])
