"""Operations that no rule fits: lists of other things, two keys, methods and paths."""

from collections.abc import Callable
from typing import Any

import pytest
from emulated_calls import ACCOUNT, make_call

from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.by_hand import write_encryption_context
from ringwall.emulator.needs.find import find_needs
from ringwall.emulator.needs.listed_items import MAX_ITEMS
from ringwall.jobs.authority import ReasonedAuthority

NeedsOf = Callable[..., tuple[Need, ...]]
KMS = f"arn:aws:kms:us-east-1:{ACCOUNT}:key"
TAGS = {"team": "a"}
TABLE = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table"


def test_each_deleted_object_is_a_need(needs_of: NeedsOf) -> None:
    objects = [{"Key": "a"}, {"Key": "b", "VersionId": "1"}]
    found = needs_of("s3", "DeleteObjects", Bucket="x", Delete={"Objects": objects})
    assert [(n.action, n.resource) for n in found] == [
        ("s3:DeleteObject", "arn:aws:s3:::x/a"),
        ("s3:DeleteObjectVersion", "arn:aws:s3:::x/b"),
    ]
    assert found[1].keys == {"s3:versionid": "1"}


def test_deletion_under_governance_needs_to_bypass_it(needs_of: NeedsOf) -> None:
    found = needs_of(
        "s3",
        "DeleteObjects",
        Bucket="x",
        Delete={"Objects": [{"Key": "a"}]},
        BypassGovernanceRetention=True,
    )
    assert {n.action for n in found} == {"s3:DeleteObject", "s3:BypassGovernanceRetention"}


@pytest.mark.parametrize(
    ("statement", "action", "name"),
    [
        ("SELECT * FROM Music", "PartiQLSelect", "Music"),
        (
            """select a, b from "Music"."byArtist" WHERE a=1""",
            "PartiQLSelect",
            "Music/index/byArtist",
        ),
        ("""INSERT INTO "Music" VALUE {'Artist': 'a'}""", "PartiQLInsert", "Music"),
        ("update Music SET a='DELETE FROM other'", "PartiQLUpdate", "Music"),
        ("""DELETE FROM "Music" WHERE a='x'""", "PartiQLDelete", "Music"),
    ],
)
def test_statement_is_about_its_table(
    needs_of: NeedsOf, statement: str, action: str, name: str
) -> None:
    asked: dict[str, dict[str, Any]] = {
        "ExecuteStatement": {"Statement": statement},
        "BatchExecuteStatement": {"Statements": [{"Statement": statement}]},
        "ExecuteTransaction": {"TransactStatements": [{"Statement": statement}]},
    }
    for operation, parameters in asked.items():
        (need,) = needs_of("dynamodb", operation, **parameters)
        assert (need.action, need.resource) == (f"dynamodb:{action}", f"{TABLE}/{name}")


@pytest.mark.parametrize(
    ("service", "operation", "parameters"),
    [
        ("dynamodb", "ExecuteStatement", {"Statement": "DROP TABLE Music"}),
        ("dynamodb", "ExecuteStatement", {"Statement": "SELECT * FROM [1]"}),
        ("s3", "DeleteObjects", {"Bucket": "x", "Delete": {"Objects": []}}),
        ("s3", "DeleteObjects", {"Bucket": "x"}),
        ("dynamodb", "BatchWriteItem", {"RequestItems": {}}),
        ("dynamodb", "TransactWriteItems", {"TransactItems": [{}]}),
        ("events", "PutEvents", {"Entries": []}),
        (
            "s3",
            "DeleteObjects",
            {"Bucket": "x", "Delete": {"Objects": [{"Key": "k"}] * (MAX_ITEMS + 1)}},
        ),
    ],
)
def test_a_list_without_items_or_with_too_many_is_not_waved_through(
    service: str, operation: str, parameters: dict[str, Any]
) -> None:
    assert find_needs(make_call(service, operation, **parameters), ReasonedAuthority()) is None


def test_re_encryption_is_asked_of_both_keys(needs_of: NeedsOf) -> None:
    found = needs_of(
        "kms",
        "ReEncrypt",
        SourceKeyId="a",
        DestinationKeyId="b",
        DestinationEncryptionContext={"app": "x"},
    )
    assert [(n.action, n.resource) for n in found] == [
        ("kms:ReEncryptFrom", f"{KMS}/a"),
        ("kms:ReEncryptTo", f"{KMS}/b"),
    ]
    assert found[0].keys == {"kms:ReEncryptOnSameKey": False}
    assert found[1].keys == {
        "kms:ReEncryptOnSameKey": False,
        "kms:EncryptionContext:app": "x",
        "kms:EncryptionContextKeys": ["app"],
    }


@pytest.mark.parametrize("context", [None, {}, [], "app=x"])
def test_no_encryption_context_gives_no_keys(context: Any) -> None:
    assert write_encryption_context(context) == {}


@pytest.mark.parametrize(
    ("operation", "item"), [("BatchGetItem", {"Keys": []}), ("BatchWriteItem", [])]
)
def test_a_batch_is_asked_of_each_table(needs_of: NeedsOf, operation: str, item: Any) -> None:
    other, action = "arn:aws:dynamodb:us-east-1:444455556666:table/o", f"dynamodb:{operation}"
    found = needs_of("dynamodb", operation, RequestItems={"t": item, other: item})
    assert [(n.action, n.resource) for n in found] == [(action, f"{TABLE}/t"), (action, other)]


@pytest.mark.parametrize("operation", ["Query", "Scan"])
def test_an_index_is_read_in_place_of_its_table(needs_of: NeedsOf, operation: str) -> None:
    (need,) = needs_of("dynamodb", operation, TableName="t")
    assert (need.action, need.resource) == (f"dynamodb:{operation}", f"{TABLE}/t")
    (need,) = needs_of("dynamodb", operation, TableName="t", IndexName="i")
    assert need.resource == f"{TABLE}/t/index/i"


def test_a_transaction_is_asked_for_what_it_does(needs_of: NeedsOf) -> None:
    items = [{"Put": {"TableName": "a"}}, {"ConditionCheck": {"TableName": "b"}}]
    found = needs_of("dynamodb", "TransactWriteItems", TransactItems=items)
    assert [(n.action, n.resource) for n in found] == [
        ("dynamodb:PutItem", f"{TABLE}/a"),
        ("dynamodb:ConditionCheckItem", f"{TABLE}/b"),
    ]


def test_a_message_to_a_phone_has_no_topic(needs_of: NeedsOf) -> None:
    assert needs_of("sns", "Publish", PhoneNumber="+1")[0].resource == "*"
    topic = f"arn:aws:sns:us-east-1:{ACCOUNT}:t"
    assert needs_of("sns", "Publish", TopicArn=topic)[0].resource == topic


def test_a_subscription_is_ended_at_its_topic(needs_of: NeedsOf) -> None:
    topic = f"arn:aws:sns:us-east-1:{ACCOUNT}:t"
    (need,) = needs_of("sns", "Unsubscribe", SubscriptionArn=f"{topic}:0f3a")
    assert (need.action, need.resource) == ("sns:Unsubscribe", topic)


def test_events_are_asked_of_each_bus(needs_of: NeedsOf) -> None:
    entries = [{"Source": "app", "DetailType": "x"}, {"EventBusName": "b"}]
    found = needs_of("events", "PutEvents", Entries=entries)
    place = f"arn:aws:events:us-east-1:{ACCOUNT}:event-bus"
    assert [n.resource for n in found] == [f"{place}/default", f"{place}/b"]
    assert found[0].keys == {"events:source": "app", "events:detail-type": "x"}


@pytest.mark.parametrize("target", ["444455556666", "arn:aws:iam::444455556666:root"])
def test_root_user_is_the_other_account_s(needs_of: NeedsOf, target: str) -> None:
    policy = "arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials"
    found = needs_of("sts", "AssumeRoot", TargetPrincipal=target, TaskPolicyArn={"arn": policy})
    keys = {"sts:TaskPolicyArn": policy}
    assert found == (Need("sts:AssumeRoot", "arn:aws:iam::444455556666:root", keys),)


@pytest.mark.parametrize("target", ["", "root", "arn:aws:iam", None])
def test_root_user_of_no_account_is_not_known(target: str | None) -> None:
    call = make_call("sts", "AssumeRoot", TargetPrincipal=target)
    assert find_needs(call, ReasonedAuthority()) is None


def test_a_load_balancer_is_of_the_type_that_is_asked_for(needs_of: NeedsOf) -> None:
    found = needs_of("elbv2", "CreateLoadBalancer", Name="web", Type="network")
    assert found[0].resource.endswith(f"{ACCOUNT}:loadbalancer/net/web/*")


@pytest.mark.parametrize(
    ("service", "path", "method", "action", "resource"),
    [
        ("apigateway", "/restapis/a/stages", "GET", "apigateway:GET", "/restapis/a/stages"),
        ("apigatewayv2", "/v2/apis", "POST", "apigateway:POST", "/apis"),
    ],
)
def test_api_gateway_has_methods_and_paths(
    service: str, path: str, method: str, action: str, resource: str
) -> None:
    operation = "GetStages" if service == "apigateway" else "CreateApi"
    call = make_call(service, operation)
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method}
    asked = EmulatedCall(**{**vars(call), "environ": environ})
    found = find_needs(asked, ReasonedAuthority())
    assert found
    assert found[0] == Need(action, f"arn:aws:apigateway:us-east-1::{resource}")


def test_resource_is_tagged_with_the_permission_of_its_service(needs_of: NeedsOf) -> None:
    arns = ["arn:aws:s3:::b", "arn:aws:sns:us-east-1:123456789012:t"]
    found = needs_of("resourcegroupstaggingapi", "TagResources", ResourceARNList=arns, Tags=TAGS)
    assert [(need.action, need.resource) for need in found] == [
        ("tag:TagResources", "*"),
        ("s3:PutBucketTagging", arns[0]),
        ("sns:TagResource", arns[1]),
    ]
    assert found[2].keys["aws:RequestTag/team"] == "a"


def test_stack_needs_what_is_not_known() -> None:
    asked = make_call("cloudformation", "CreateStack", StackName="s", TemplateBody="{}")
    assert find_needs(asked, ReasonedAuthority()) is None


@pytest.mark.parametrize(
    ("service", "role"),
    [("guardduty", "AWSServiceRoleForAmazonGuardDuty"), ("config", "AWSServiceRoleFor*")],
)
def test_a_role_linked_to_a_service_lies_in_its_path(
    service: str, role: str, needs_of: NeedsOf
) -> None:
    name = f"{service}.amazonaws.com"
    (found,) = needs_of("iam", "CreateServiceLinkedRole", AWSServiceName=name)
    arn = f":role/aws-service-role/{name}/{role}"
    assert found.resource.endswith(arn)
    assert found.keys == {"iam:AWSServiceName": name}
