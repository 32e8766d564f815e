"""CloudFormation templates."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from ringwall.model.blueprint.landscape import account_key
from ringwall.model.blueprint.wanted import Join, Ref, Wanted
from ringwall.model.errors import BadInput
from ringwall.plan.export.cloudformation import INLINE, Template, write_templates
from ringwall.plan.export.placement import place_resources

Want = Callable[..., Wanted]
Export = Callable[[Iterable[Wanted]], Any]


def write(rows: Iterable[Wanted], export: Export) -> tuple[Template, ...]:
    small = export(rows)
    placed = place_resources(small.found.resources, small.landscape)
    return write_templates(placed, small.landscape, small.catalog)


def test_what_is_beside_it_is_a_function_and_what_holds_data_stays(
    want: Want, export: Export
) -> None:
    key = want("prod us-east-1 kms_key/k", {"description": "k"})
    columns = {"alias_name": "alias/k", "target_key_id": Ref(key.key, "key_id")}
    (template,) = write([key, want("prod us-east-1 kms_alias/k", columns)], export)
    found = json.loads(template.write())
    assert found["Resources"]["KmsKeyK"]["DeletionPolicy"] == "Retain"
    target = found["Resources"]["KmsAliasK"]["Properties"]["TargetKeyId"]
    assert target == {"Fn::GetAtt": ["KmsKeyK", "KeyId"]}
    assert "Parameters" not in found
    assert "DependsOn" not in found["Resources"]["KmsAliasK"]


def test_what_is_elsewhere_is_a_parameter_and_an_output_there(want: Want, export: Export) -> None:
    key = want("log-archive us-east-1 kms_key/k", {"description": "k"})
    topic = want(
        "prod us-east-1 sns_topic/t",
        {"kms_master_key_id": Ref(key.key, "arn")},
        given={"topic_name": "t"},
    )
    first, second = (json.loads(one.write()) for one in write([key, topic], export))
    assert first["Outputs"] == {"KmsKeyKArn": {"Value": {"Fn::GetAtt": ["KmsKeyK", "Arn"]}}}
    name = "LogArchiveUsEast1KmsKeyKArn"
    assert second["Parameters"][name]["Description"] == (
        "arn of kms_key k (log-archive, us-east-1); output KmsKeyKArn"
    )
    assert second["Resources"]["SnsTopicT"]["Properties"]["KmsMasterKeyId"] == {"Ref": name}


def test_ids_of_accounts_are_pseudo_parameters_or_parameters(want: Want, export: Export) -> None:
    ids = (Ref(account_key("management", name), "id") for name in ("prod", "dev"))
    row = want("prod us-east-1 kms_key/k", {"description": Join(("", *ids))})
    (template,) = write([row], export)
    found = json.loads(template.write())
    said = found["Resources"]["KmsKeyK"]["Properties"]["Description"]
    assert said == {"Fn::Sub": "${AWS::AccountId}${AccountIdDev}"}
    assert found["Parameters"]["AccountIdDev"]["AllowedPattern"] == r"\d{12}"


def test_the_order_is_kept_where_nothing_is_referred_to(want: Want, export: Export) -> None:
    key = want("prod us-east-1 kms_key/k", {"description": "k"})
    row = want(
        "prod us-east-1 kms_alias/a",
        {"alias_name": "alias/a", "target_key_id": "x"},
        needs=(key.key,),
    )
    (template,) = write([key, row], export)
    assert template.resources["KmsAliasA"]["DependsOn"] == ["KmsKeyK"]


def test_what_nobody_makes_says_so(want: Want, export: Export) -> None:
    instance = want("prod us-east-1 sso_instance/i", {}, by_hand="enable it")
    columns = {"display_name": "g", "identity_store_id": Ref(instance.key, "identity_store_id")}
    (template,) = write([instance, want("prod us-east-1 identitystore_group/g", columns)], export)
    (origin,) = template.origins.values()
    assert origin.said.endswith("; this export does not make it")


def test_a_stack_set_names_the_account_and_the_region_of_the_stack(
    want: Want, export: Export
) -> None:
    rows = [
        want(
            f"{who} {where} kms_key/k",
            {"description": Join((f"{where} ", Ref(account_key("management", who), "id")))},
        )
        for who in ("prod", "dev")
        for where in ("us-east-1", "eu-central-1")
    ]
    (template,) = write(rows, export)
    assert template.resources["KmsKeyK"]["Properties"]["Description"] == {
        "Fn::Sub": "${AWS::Region} ${AWS::AccountId}"
    }


def test_every_template_is_the_same_each_time_and_small_ones_are_easy_to_read(
    every_row: list[Wanted], export: Export
) -> None:
    texts = [one.write() for one in write(every_row, export)]
    assert texts == [one.write() for one in write(every_row, export)]
    assert all(text.startswith("{\n") for text in texts if len(text.encode()) <= INLINE)


@pytest.mark.parametrize("is_joined", [False, True])
def test_no_text_of_a_blueprint_is_filled_with_a_secret(
    want: Want,
    export: Export,
    is_joined: bool,  # noqa: FBT001 - a parameter
) -> None:
    """CloudFormation resolves it in every text, after its functions: rules of others have some."""
    said = "alert (msg:{{resolve:secretsmanager:prod/db}};)"
    account = Ref(account_key("management", "prod"), "id")
    columns = {"description": Join((said, account)) if is_joined else said}
    with pytest.raises(BadInput, match=r"kms_key k .*{{resolve:"):
        write([want("prod us-east-1 kms_key/k", columns)], export)
