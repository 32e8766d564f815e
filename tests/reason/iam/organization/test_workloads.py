"""What runs as a role, and of what the snapshot does not know all."""

from typing import Any

Estate = Any
"""tests/reason/conftest.py declares it."""
A = "111111111111"
ROLE = f"arn:aws:iam::{A}:role/app"
PROFILE = f"arn:aws:iam::{A}:instance-profile/app"
INSTANCE = f"arn:aws:ec2:us-east-1:{A}:instance/i"


def workloads(estate: Estate, kind: str) -> set[tuple[str, str]]:
    return {(workload.arn, workload.role_arn) for workload in estate.read().workloads[kind]}


def test_an_instance_runs_as_the_role_of_its_profile(estate: Estate) -> None:
    estate.add("iam_instance_profile", PROFILE, role_arns=[ROLE])
    estate.add("ec2_instance", f"{INSTANCE}-1", iam_instance_profile=PROFILE)
    estate.add("ec2_instance", f"{INSTANCE}-2", iam_instance_profile="")
    assert workloads(estate, "ec2_instance") == {(f"{INSTANCE}-1", ROLE)}


def test_functions_and_projects_name_their_role(estate: Estate) -> None:
    function = f"arn:aws:lambda:us-east-1:{A}:function:f"
    project = f"arn:aws:codebuild:us-east-1:{A}:project/p"
    estate.add("lambda_function", function, role=ROLE)
    estate.add("lambda_function", f"{function}2", role="")
    estate.add("codebuild_project", project, service_role=ROLE)
    assert workloads(estate, "lambda_function") == {(function, ROLE)}
    assert workloads(estate, "codebuild_project") == {(project, ROLE)}


def test_what_is_not_collected_at_all_is_no_kind_of_holder(estate: Estate) -> None:
    estate.role("app")
    assert "glue_session" not in estate.read().workloads


def test_tables_that_could_not_be_listed_are_known_by_account(estate: Estate) -> None:
    estate.cover("lambda_function", A, "denied")
    estate.cover("ec2_instance", A)
    estate.cover("codebuild_project", A, "region_disabled")
    assert estate.read().unlisted == {("lambda_function", A)}


def test_what_runs_as_a_role_is_not_all_known_without_the_profiles(estate: Estate) -> None:
    estate.cover("iam_instance_profile", A, "denied")
    assert ("ec2_instance", A) in estate.read().unlisted


def test_a_role_that_is_not_known_leaves_its_kind_open(estate: Estate) -> None:
    """A profile that was not read, one whose roles are not known, a function whose role is not."""
    function = f"arn:aws:lambda:us-east-1:{A}:function:f"
    estate.add("ec2_instance", f"{INSTANCE}-1", iam_instance_profile="")
    estate.add("lambda_function", function, role="")
    assert estate.read().unlisted == set()
    estate.add("lambda_function", f"{function}2", role=None)
    assert estate.read().unlisted == {("lambda_function", A)}
    estate.add("ec2_instance", f"{INSTANCE}-2", iam_instance_profile=PROFILE)
    assert estate.read().unlisted == {("lambda_function", A), ("ec2_instance", A)}


def test_a_region_that_was_left_out_may_hold_anything(estate: Estate) -> None:
    estate.cover("*", A, "not_collected", aspect="region", region="eu-west-1")
    unlisted = {name for name, _ in estate.read().unlisted}
    assert {"lambda_function", "ec2_vpc"} <= unlisted
    assert "iam_role" not in unlisted


def test_of_an_account_that_was_left_out_nothing_is_known(estate: Estate) -> None:
    estate.cover("*", A, "not_collected", aspect="region")
    assert {("lambda_function", A), ("iam_role", A)} <= estate.read().unlisted


def test_what_nobody_asked_for_is_not_all_known(estate: Estate) -> None:
    """As in a snapshot of files, which know of no Region, and in one of an older Ringwall."""
    estate.user("dev")
    estate.unasked |= {"lambda_function", "ec2_vpc", "iam_instance_profile"}
    found = estate.read()
    assert found.unlisted == {
        (name, A) for name in ("lambda_function", "ec2_vpc", "iam_instance_profile", "ec2_instance")
    }
    assert not found.knows_networks
    assert f"lambda_function of account {A} in global: not_collected" in found.gaps
