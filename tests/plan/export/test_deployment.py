"""What is to be known to deploy templates."""

from collections.abc import Callable, Iterable
from typing import Any

from ringwall.model.blueprint.wanted import Ref, Wanted
from ringwall.plan.export.cloudformation import ParameterOrigin, write_templates
from ringwall.plan.export.deployment import (
    Deployment,
    describe_deployments,
    find_remarks,
    name_deployments,
)
from ringwall.plan.export.placement import place_resources

Want = Callable[..., Wanted]
Export = Callable[[Iterable[Wanted]], Any]


def deploy(rows: Iterable[Wanted], export: Export) -> tuple[Any, tuple[Deployment, ...]]:
    small = export(rows)
    placed = place_resources(small.found.resources, small.landscape)
    templates = write_templates(placed, small.landscape, small.catalog)
    return small.landscape, name_deployments(templates, small.landscape)


def keys(want: Want, *accounts: str) -> list[Wanted]:
    return [want(f"{who} us-east-1 kms_key/k", {"description": "k"}) for who in accounts]


def test_a_stack_set_of_whole_units_is_deployed_to_new_accounts_too(
    want: Want, export: Export
) -> None:
    landscape, found = deploy(keys(want, "prod", "staging", "dev"), export)
    (wave,) = describe_deployments(found, landscape)["waves"]
    (one,) = wave["deploy"]
    assert (one["kind"], one["name"]) == ("stack_set", "acme-workloads-us-east-1-1")
    assert one["template"] == "templates/workloads-us-east-1-1.template.json"
    assert one["auto_deployment"] is True
    assert one["organizational_units"] == [{"path": "Workloads", "id": ""}]
    assert (one["regions"], one["from_s3"], one["capabilities"]) == (["us-east-1"], False, [])


def test_a_stack_set_of_some_accounts_is_deployed_to_them_alone(want: Want, export: Export) -> None:
    landscape, found = deploy(keys(want, "prod", "dev"), export)
    (one,) = describe_deployments(found, landscape)["waves"][0]["deploy"]
    assert (one["auto_deployment"], one["account_filter"]) == (False, "INTERSECTION")
    assert [account["name"] for account in one["accounts"]] == ["prod", "dev"]
    paths = [unit["path"] for unit in one["organizational_units"]]
    assert paths == ["Workloads/NonProd", "Workloads/Prod"]


def test_all_members_are_those_of_the_root(want: Want, export: Export) -> None:
    everybody = ("security", "log-archive", "prod", "staging", "dev")
    landscape, found = deploy(keys(want, *everybody), export)
    (one,) = describe_deployments(found, landscape)["waves"][0]["deploy"]
    assert one["organizational_units"] == [{"path": "root", "id": ""}]
    assert one["name"] == "acme-members-us-east-1-1"


def test_a_parameter_says_which_output_has_its_value(want: Want, export: Export) -> None:
    (key,) = keys(want, "prod")
    role = want(
        "management global iam_role/r",
        {"assume_role_policy_document": {"Key": Ref(key.key, "arn")}, "role_name": "r"},
    )
    landscape, found = deploy([key, role], export)
    first, second = describe_deployments(found, landscape)["waves"]
    assert first["deploy"][0]["name"] == "acme-prod-us-east-1-1"
    (one,) = second["deploy"]
    assert one["capabilities"] == ["CAPABILITY_NAMED_IAM"]
    assert one["region"] == "eu-central-1"
    (parameter,) = one["parameters"]
    assert parameter["of"] == "acme-prod-us-east-1-1"
    assert parameter["output"] == "KmsKeyKArn"
    assert (parameter["account"], parameter["region"]) == ("prod", "us-east-1")


def test_what_somebody_else_makes_first_is_named(want: Want, export: Export) -> None:
    account = want("prod us-east-1 inspectorv2_account/a", {})
    key = want("prod us-east-1 kms_key/k", {"description": "k"}, needs=(account.key,))
    landscape, found = deploy([account, key], export)
    (one,) = describe_deployments(found, landscape)["waves"][0]["deploy"]
    assert one["first"] == ["inspectorv2_account a (prod, us-east-1)"]


def test_more_parameters_than_cloudformation_takes_are_told(want: Want, export: Export) -> None:
    _, (one,) = deploy(keys(want, "prod"), export)
    assert find_remarks((one,)) == []
    one.template.origins.update({str(n): ParameterOrigin(str(n), "x") for n in range(201)})
    (remark,) = find_remarks((one,))
    assert "has 201 parameters" in remark
