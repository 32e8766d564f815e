"""The statements that calls need: no more than them, and nothing that AWS checks left out."""

from collections.abc import Iterable
from typing import Any

import botocore.session
import pytest
from botocore import xform_name
from emulated_calls import ACCOUNT, make_plausible_call

from ringwall.catalog.loader import load_lifecycles, load_tables
from ringwall.catalog.operations import find_operations_of
from ringwall.catalog.permissions import CallUse, find_actions, list_calls, list_reads, permit
from ringwall.emulator.needs.find import find_needs
from ringwall.jobs.authority import ReasonedAuthority
from ringwall.model.change import Change, Poll, Probe, ProbeLookup, Write
from ringwall.model.lifecycle import Lifecycle, Step
from ringwall.model.reference import READ, TEXT
from ringwall.plan.reconciliation.template import fill_parameters
from ringwall.reason.iam.language.matching import compile_glob
from ringwall.reason.iam.language.pattern import read_pattern

AUTHORITY = ReasonedAuthority()
BUCKET = {"Bucket": "logs"}


def resources_of(action: str, *uses: CallUse) -> Any:
    """Return what an action is granted on."""
    statements = permit(uses, "aws", ACCOUNT)
    (found,) = [s["Resource"] for s in statements if action in s["Action"]]
    return found


def test_actions_of_the_same_resources_share_a_statement() -> None:
    uses = [CallUse("s3.put_bucket_versioning", BUCKET), CallUse("s3.create_bucket", BUCKET)]
    assert permit([*uses, CallUse("s3.list_buckets")], "aws-cn") == (
        {"Effect": "Allow", "Action": ["s3:ListAllMyBuckets"], "Resource": "*"},
        {
            "Effect": "Allow",
            "Action": ["s3:CreateBucket", "s3:PutBucketVersioning"],
            "Resource": ["arn:aws-cn:s3:::logs"],
        },
    )


def test_every_named_resource_is_granted_and_an_unnamed_one_grants_all() -> None:
    one, two = CallUse("s3.create_bucket", BUCKET), CallUse("s3.create_bucket", {"Bucket": "a"})
    assert resources_of("s3:CreateBucket", one, two) == ["arn:aws:s3:::a", "arn:aws:s3:::logs"]
    unnamed = CallUse("s3.create_bucket", {"Bucket": {READ: "change.name"}})
    assert resources_of("s3:CreateBucket", one, unnamed) == "*"
    assert len(permit([one, unnamed, CallUse("s3.list_buckets")], "aws")) == 1


def test_a_name_that_is_known_in_part_is_a_pattern() -> None:
    use = CallUse("s3.create_bucket", {"Bucket": {TEXT: ["logs-", {READ: "change.id"}]}})
    assert resources_of("s3:CreateBucket", use) == ["arn:aws:s3:::logs-*"]
    use = CallUse("s3.create_bucket", {"Bucket": {TEXT: [{READ: "change.id"}]}})
    assert resources_of("s3:CreateBucket", use) == "*"


def test_a_name_with_letters_that_policies_read_stands_for_itself() -> None:
    use = CallUse("sns.create_topic", {"Name": "a*b?c$d"})
    assert resources_of("sns:CreateTopic", use) == [
        f"arn:aws:sns:*:{ACCOUNT}:a${{*}}b${{?}}c${{$}}d"
    ]


def test_an_arn_in_place_of_a_name_names_nothing_here() -> None:
    use = CallUse("cloudtrail.stop_logging", {"Name": "arn:aws:cloudtrail:x:999999999999:trail/t"})
    assert resources_of("cloudtrail:StopLogging", use) == "*"


def test_passed_roles_are_those_that_the_call_names() -> None:
    role = "arn:aws:iam::111122223333:role/writer"
    use = CallUse(
        "config.put_configuration_recorder", {"A": [{"roleARN": role}]}, ("iam:PassRole",)
    )
    assert resources_of("iam:PassRole", use) == [role]
    unknown = CallUse("config.put_configuration_recorder", {}, ("iam:PassRole",))
    assert resources_of("iam:PassRole", unknown) == [f"arn:aws:iam::{ACCOUNT}:role/*"]


def test_functions_that_are_called_are_those_that_the_call_names() -> None:
    function = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:rotate"
    also = ("lambda:InvokeFunction",)
    use = CallUse("secretsmanager.rotate_secret", {"RotationLambdaARN": function}, also)
    assert resources_of("lambda:InvokeFunction", use) == [function]
    unknown = CallUse("secretsmanager.rotate_secret", {"SecretId": "s"}, also)
    every = [f"arn:aws:lambda:*:{ACCOUNT}:function:*"]
    assert resources_of("lambda:InvokeFunction", unknown) == every


def test_secrets_that_rds_makes_are_no_other_secrets() -> None:
    also = ("secretsmanager:CreateSecret", "secretsmanager:TagResource")
    use = CallUse("rds.modify_db_instance", {"DBInstanceIdentifier": "d"}, also)
    for action in also:
        assert resources_of(action, use) == [f"arn:aws:secretsmanager:*:{ACCOUNT}:secret:rds!*"]


def test_the_letters_that_aws_adds_to_the_name_of_a_secret_are_any() -> None:
    use = CallUse("secretsmanager.rotate_secret", {"SecretId": "shop/db"})
    assert resources_of("secretsmanager:RotateSecret", use) == [
        f"arn:aws:secretsmanager:*:{ACCOUNT}:secret:shop/db-??????"
    ]


def test_roles_linked_to_services_are_no_other_roles() -> None:
    use = CallUse("guardduty.create_detector", {}, ("iam:CreateServiceLinkedRole",))
    assert resources_of("iam:CreateServiceLinkedRole", use) == [
        f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/*"
    ]


def test_tags_are_put_on_what_the_call_makes_alone() -> None:
    use = CallUse("s3.create_bucket", BUCKET, ("s3:TagResource",))
    assert resources_of("s3:TagResource", use) == ["arn:aws:s3:::logs"]


def test_an_operation_that_the_catalog_does_not_name_is_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"s3\.select_nothing: no IAM action is known"):
        permit([CallUse("s3.select_nothing")], "aws")


def test_a_probe_is_permitted_with_what_it_asks_by() -> None:
    lookup = ProbeLookup("s3.get_bucket_versioning", {"Bucket": "{Name}"}, "", "V")
    other = ProbeLookup("s3.get_bucket_logging", {"Bucket": "{Id}"}, "", "L")
    probe = Probe(
        "s3.list_buckets",
        {},
        "@",
        items="Buckets",
        match={"Name": "logs"},
        each=(ProbeLookup("s3.get_bucket_tagging", {"Bucket": "{Name}"}, "", "T"),),
        lookups=(lookup, other),
    )
    assert list(list_reads(probe)) == [
        CallUse("s3.list_buckets"),
        CallUse("s3.get_bucket_tagging"),
        CallUse("s3.get_bucket_versioning", BUCKET),
        CallUse("s3.get_bucket_logging"),
    ]


def test_a_change_is_permitted_with_its_proof_its_poll_and_its_undo() -> None:
    poll = Poll("organizations.describe_create_account_status", {}, "@", ("a",), ("b",))
    change = Change(
        account_id=ACCOUNT,
        region="us-east-1",
        resource="arn",
        write=Write("s3.create_bucket", BUCKET, poll=poll),
        undo=Write("s3.delete_bucket", BUCKET),
        probe=Probe("s3.list_buckets", {}, "@"),
        before=None,
        after={},
        why="because",
        layer="data",
    )
    assert list(list_calls(change, {"s3.create_bucket": ("s3:TagResource",)})) == [
        CallUse("s3.list_buckets"),
        CallUse("s3.create_bucket", BUCKET, ("s3:TagResource",)),
        CallUse("organizations.describe_create_account_status"),
        CallUse("s3.delete_bucket", BUCKET),
    ]


def test_the_action_of_every_operation_of_a_lifecycle_is_known() -> None:
    for lifecycle in load_lifecycles().values():
        for operation in find_operations_of(lifecycle):
            assert find_actions(operation)


SAMPLES = {
    "TEXT": "example",
    "BOOLEAN": True,
    "BIGINT": 1,
    "TEXT[]": ["example"],
    "JSON": {"example": "example"},
}
STEPS = [
    pytest.param(lifecycle, step, id=f"{name}-{step.operation}-{number}")
    for name, lifecycle in load_lifecycles().items()
    for number, step in enumerate(lifecycle.steps)
    if step.build is None
]


@pytest.mark.parametrize(("lifecycle", "step"), STEPS)
def test_a_write_is_granted_all_that_the_emulator_asks_for(
    lifecycle: Lifecycle, step: Step
) -> None:
    table = load_tables()[lifecycle.table]
    columns = {column.name: SAMPLES.get(column.type) for column in table.all_columns}
    columns["tags"] = {"Team": "Payments"}
    columns |= {"scope": "CLOUDFRONT"} if "scope" in columns else {}
    names: dict[str, Any] = {"now": dict.fromkeys(lifecycle.find.now, "example")}
    names |= {**dict.fromkeys(lifecycle.given, "example"), **columns, "found": columns}
    names |= {"account_id": ACCOUNT, "region": "us-east-1", "partition": "aws", "owner": "a/b"}
    parameters = fill_parameters(step.parameters, names)
    service, _, name = step.operation.partition(".")
    apis = botocore.session.Session().get_service_model(service).operation_names
    api = next(api for api in apis if xform_name(api) == name)
    try:
        needs = find_needs(make_plausible_call(service, api, **parameters), AUTHORITY)
    except (AttributeError, KeyError, TypeError):
        needs = None
    if needs is None:  # the samples are not what the service takes
        needs = find_needs(make_plausible_call(service, api), AUTHORITY) or ()
    granted = permit([CallUse(step.operation, parameters, step.also)], "aws", ACCOUNT)
    for need in needs:
        found = [s["Resource"] for s in granted if need.action in s["Action"]]
        assert found, need.action
        assert matches(found[0], need.resource), need


def matches(resources: str | Iterable[str], arn: str) -> bool:
    patterns = [resources] if isinstance(resources, str) else resources
    return any(compile_glob(read_pattern(pattern, variables=False))(arn) for pattern in patterns)
