"""What binds an account, and what the snapshot says that it lacks."""

from typing import Any

import pytest

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B, MANAGEMENT = "111111111111", "222222222222", "999999999999"
SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
DENY = {"Effect": "Deny", "Action": "*", "Resource": "*"}


def levels(estate: Estate, account: str) -> list[tuple[str, list[str]]] | None:
    """Return the SCPs of an account by level."""
    scps = estate.read().account(account).scps
    return None if scps is None else [(s.target, [p.name for p in s.attached]) for s in scps]


def test_levels_go_from_the_root_down_to_the_account(estate: Estate) -> None:
    estate.organization(A)
    estate.scp("guard", DENY, at=["r-1"])
    estate.scp("own", DENY, at=[A])
    assert levels(estate, A) == [
        ("r-1", ["FullAWSAccess", "guard"]),
        ("ou-1", ["FullAWSAccess"]),
        (A, ["FullAWSAccess", "own"]),
    ]
    assert estate.read().account(A).path == ("r-1", "ou-1")


def test_nothing_binds_the_management_account(estate: Estate) -> None:
    estate.organization(A)
    account = estate.read().account(MANAGEMENT)
    assert (account.scps, account.rcps) == ((), ())


def test_scps_and_rcps_are_kept_apart(estate: Estate) -> None:
    estate.organization(A)
    estate.scp("perimeter", {**DENY, "Principal": "*"}, at=[A], kind="rcp")
    account = estate.read().account(A)
    assert "perimeter" not in {p.name for level in account.scps for p in level.attached}
    assert [[p.name for p in level.attached] for level in account.rcps] == [[], [], ["perimeter"]]


@pytest.mark.parametrize(
    ("types", "scps", "rcps"),
    [([SCP], 3, 0), ([RCP], 0, 3), ([SCP, RCP], 3, 3), ([], 0, 0), (None, None, None)],
)
def test_only_types_that_are_enabled_bind(
    estate: Estate, types: Any, scps: int | None, rcps: int | None
) -> None:
    estate.organization(A, types=types)
    account = estate.read().account(A)
    found = [None if levels is None else len(levels) for levels in (account.scps, account.rcps)]
    assert found == [scps, rcps]


@pytest.mark.parametrize(
    ("kind", "known"), [("rcp", (True, False)), ("scp", (False, True)), (None, (False, False))]
)
def test_unknown_targets_of_a_policy_put_its_own_type_in_doubt_alone(
    estate: Estate, kind: str | None, known: tuple[bool, bool]
) -> None:
    estate.organization(A)
    estate.scp("lost", DENY, at=[A], kind=kind or "scp")
    policy = estate.rows["organizations_policy"][-1]
    policy["target_ids"] = None
    if kind is None:
        policy["type"] = None
    account = estate.read().account(A)
    assert (account.scps is not None, account.rcps is not None) == known


@pytest.mark.parametrize("table", ["organization", "account", "policy"])
def test_a_tree_that_was_not_listed_leaves_all_levels_unknown(estate: Estate, table: str) -> None:
    estate.organization(A)
    estate.cover(f"organizations_{table}", MANAGEMENT, "denied")
    assert levels(estate, A) is None


@pytest.mark.parametrize("table", ["organization", "policy"])
def test_a_row_of_the_tree_that_was_left_out_may_bind_anyone(estate: Estate, table: str) -> None:
    estate.organization(A)
    assert levels(estate, A) is not None
    estate.cover(f"organizations_{table}", MANAGEMENT, "failed", aspect="row")
    assert levels(estate, A) is None


def test_an_account_that_was_left_out_leaves_the_others_bound(estate: Estate) -> None:
    estate.organization(A)
    estate.cover("organizations_account", MANAGEMENT, "failed", aspect="row")
    assert levels(estate, A) is not None
    # Whether any other account is a member is not known.
    assert estate.read().members is None


def test_a_level_without_an_scp_was_not_read(estate: Estate) -> None:
    estate.organization(A)
    estate.rows["organizations_policy"][0]["target_ids"] = ["r-1", A]
    assert levels(estate, A) is None
    estate.scp("own", DENY, at=["ou-1"])
    assert [names for _, names in levels(estate, A) or ()] == [
        ["FullAWSAccess"],
        ["own"],
        ["FullAWSAccess"],
    ]


def test_an_account_that_the_organization_does_not_list_may_be_in_another_one(
    estate: Estate,
) -> None:
    estate.organization(A)
    estate.bucket("data", account="333333333333")
    assert levels(estate, "333333333333") is None


def test_an_account_of_no_organization_is_bound_by_nothing(estate: Estate) -> None:
    estate.bucket("data")
    organization = estate.read()
    assert (organization.id, organization.members) == ("", frozenset())
    assert levels(estate, A) == []


def test_an_account_whose_place_is_not_known_is_bound_by_something_unknown(
    estate: Estate,
) -> None:
    estate.organization(A)
    for row in estate.rows["organizations_account"]:
        row["parent_ids"] = None
    assert levels(estate, A) is None


def test_what_was_not_collected_is_told(estate: Estate) -> None:
    estate.bucket("data")
    estate.cover("iam_role", B, "denied")
    estate.cover("s3_bucket", A, "throttled")
    estate.cover("sqs_queue", A, "region_disabled")
    estate.cover("iam_user", A)
    estate.cover("organizations_policy", A, "denied")
    estate.cover("ec2_subnet", A, "denied")
    estate.cover("*", B, "not_collected")
    assert set(estate.read().gaps) == {
        f"iam_role of account {B} in global: denied",
        f"s3_bucket of account {A} in global: throttled",
        f"organizations_policy of account {A} in global: denied",
        f"* of account {B} in global: not_collected",
    }


@pytest.mark.parametrize("table", ["s3_account", "ec2_snapshot", "ec2_vpc_endpoint"])
def test_settings_that_were_not_collected_are_told(estate: Estate, table: str) -> None:
    estate.add("s3_account", "arn:aws:s3:::account", A)
    estate.cover(table, A, "denied")
    assert estate.read().gaps == (f"{table} of account {A} in global: denied",)
