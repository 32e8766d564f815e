"""A blueprint as Terraform's JSON."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from terraform_syntax import find_flaws

from ringwall.model.blueprint.landscape import account_key
from ringwall.model.blueprint.wanted import Join, Ref, Wanted
from ringwall.plan.export.terraform import TerraformExport

Want = Callable[..., Wanted]
Export = Callable[[Iterable[Wanted]], Any]


def write(rows: Iterable[Wanted], export: Export) -> dict[str, Any]:
    small = export(rows)
    files = TerraformExport(small.found.resources, small.landscape, small.catalog).write_files()
    assert find_flaws(files) == []
    return {path: json.loads(text) for path, text in files.items()}


def resource(files: dict[str, Any], account: str, kind: str) -> dict[str, Any]:
    (found,) = files[f"accounts/{account}/main.tf.json"]["resource"][kind].values()
    return dict(found)


def test_an_account_is_a_module_with_a_provider_a_region(want: Want, export: Export) -> None:
    rows = [
        want(f"prod {region} kms_key/k", {"description": "k"})
        for region in ("us-east-1", "eu-central-1")
    ]
    files = write(rows, export)
    assert files.keys() == {"main.tf.json", "accounts/prod/main.tf.json"}
    root = files["main.tf.json"]
    assert [each["alias"] for each in root["provider"]["awscc"]] == [
        "prod_eu_central_1",
        "prod_us_east_1",
    ]
    role = "arn:aws:iam::${var.account_id_prod}:role/${var.role_name}"
    assert root["provider"]["awscc"][0]["assume_role"] == {"role_arn": role}
    assert root["module"]["prod"]["providers"]["awscc.us_east_1"] == "awscc.prod_us_east_1"
    keys = files["accounts/prod/main.tf.json"]["resource"]["awscc_kms_key"]
    assert keys["us_east_1_k"] == {
        "provider": "awscc.us_east_1",
        "description": "k",
        "tags": [{"key": "ringwall:blueprint", "value": "acme/k"}],
        "lifecycle": {"prevent_destroy": True},
    }


def test_what_is_in_the_account_is_referred_to(want: Want, export: Export) -> None:
    key = want("prod us-east-1 kms_key/k", {"description": "k"})
    columns = {"alias_name": "alias/k", "target_key_id": Ref(key.key, "key_id")}
    files = write([key, want("prod us-east-1 kms_alias/k", columns, needs=(key.key,))], export)
    alias = resource(files, "prod", "awscc_kms_alias")
    assert alias["target_key_id"] == "${awscc_kms_key.us_east_1_k.key_id}"
    assert "depends_on" not in alias


def test_what_is_in_another_account_is_handed_over(want: Want, export: Export) -> None:
    key = want("log-archive us-east-1 kms_key/k", {"description": "k"})
    topic = want(
        "prod us-east-1 sns_topic/t",
        {"kms_master_key_id": Ref(key.key, "arn")},
        given={"topic_name": "t"},
        needs=(key.key,),
    )
    files = write([key, topic], export)
    found = resource(files, "prod", "awscc_sns_topic")
    name = "log_archive_us_east_1_kms_key_k_arn"
    assert found["kms_master_key_id"] == f"${{var.{name}}}"
    assert found["depends_on"] == ["var.after_log_archive_us_east_1_kms_key_k"]
    call = files["main.tf.json"]["module"]["prod"]
    assert call[name] == f"${{module.log_archive.{name}}}"
    outputs = files["accounts/log-archive/main.tf.json"]["output"]
    assert outputs[name] == {"value": "${awscc_kms_key.us_east_1_k.arn}"}
    assert outputs["after_log_archive_us_east_1_kms_key_k"] == {
        "value": "${awscc_kms_key.us_east_1_k.id}"
    }


def test_what_is_not_known_is_a_variable_of_the_root(want: Want, export: Export) -> None:
    instance = want("prod us-east-1 sso_instance/i", {}, by_hand="enable it")
    columns = {
        "display_name": Join(("g ", Ref(account_key("management", "dev"), "id"), " ${x}")),
        "identity_store_id": Ref(instance.key, "identity_store_id"),
    }
    files = write([instance, want("prod us-east-1 identitystore_group/g", columns)], export)
    variables = files["main.tf.json"]["variable"]
    name = "prod_us_east_1_sso_instance_i_identity_store_id"
    assert variables[name]["description"].endswith("which this configuration does not make")
    assert {"account_id_dev", "account_id_prod", "role_name"} <= variables.keys()
    group = resource(files, "prod", "awscc_identitystore_group")
    assert group["display_name"] == "g ${var.account_id_dev} $${x}"


def test_a_type_that_cloud_control_lacks_is_lost(want: Want, export: Export) -> None:
    small = export([want("prod us-east-1 kms_key/k", {"description": "k"})])
    (one,) = small.found.resources
    type_ = type(one.type)(**{**vars(one.type), "in_cloud_control": False})
    found = TerraformExport((one.but(type=type_),), small.landscape, small.catalog)
    assert [loss.row for loss in found.losses] == [one.key.row]
    assert found.lost == {one.key.row}
    assert found.write_files().keys() == {"main.tf.json"}


def test_what_must_not_be_without_what_is_lost_is_lost_too(want: Want, export: Export) -> None:
    acl = want("prod us-east-1 ec2_network_acl/private", {"vpc_id": "vpc-1"})
    rule = {"protocol": "-1", "cidr_block": "0.0.0.0/0", "rule_action": "allow"}
    entry = want(
        "prod us-east-1 ec2_network_acl_entry/first",
        {"network_acl_id": Ref(acl.key, "network_acl_id"), "rule_number": 1, **rule},
    )
    association = want(
        "prod us-east-1 ec2_subnet_network_acl_association/private",
        {"subnet_id": "subnet-1", "network_acl_id": Ref(acl.key, "network_acl_id")},
        needs=(entry.key,),
    )
    small = export([acl, entry, association])
    found = TerraformExport(small.found.resources, small.landscape, small.catalog)
    assert found.lost == {entry.key, association.key}
    assert "must not be there before ec2_network_acl_entry first" in found.losses[1].reason


def test_nothing_is_wrong_with_a_whole_blueprint(every_row: list[Wanted], export: Export) -> None:
    files = write(every_row, export)
    assert files == write(every_row, export)
    assert {"accounts/management/main.tf.json", "accounts/prod/main.tf.json"} <= files.keys()


def test_what_terraform_would_not_take_is_found(want: Want, export: Export) -> None:
    small = export([want("prod us-east-1 kms_key/k", {"description": "k"})])
    files = TerraformExport(small.found.resources, small.landscape, small.catalog).write_files()
    path = "accounts/prod/main.tf.json"
    for right, wrong, flaw in (
        ('"description": "k"', '"describe": "k"', "no argument describe"),
        ('"description": "k"', '"enabled": "yes"', "'yes' is no boolean"),
        ('"description": "k"', '"description": "${var.x}"', "var.x. is not there"),
        ("awscc_kms_key", "awscc_kms_lock", "the provider has no such resource"),
        ('"provider": "awscc.us_east_1",', "", "'provider' is a required property"),
    ):
        assert right in files[path]
        changed = {**files, path: files[path].replace(right, wrong)}
        assert flaw in " ".join(find_flaws(changed))
