"""SNS: topics, whose attributes are all text."""

import json
from collections.abc import Callable
from typing import Any

from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

ARN = "arn:aws:sns:eu-west-1:111111111111:news"
POLICY = (
    '{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "SNS:Subscribe",'
    f' "Resource": "{ARN}"}}]}}'
)
ANSWERS: dict[str, Any] = {
    "sns.list_topics": [{"Topics": [{"TopicArn": ARN}]}, {"Topics": []}],
    "sns.get_topic_attributes": {
        "Attributes": {
            "Policy": POLICY,
            "KmsMasterKeyId": "alias/aws/sns",
            "FifoTopic": "true",
            "SubscriptionsConfirmed": "3",
        }
    },
    "sns.list_tags_for_resource": {"Tags": [{"Key": "team", "Value": "press"}]},
}


def test_a_topic_is_read(collect: Callable[..., Any], canned: type[Any]) -> None:
    rows, gaps = collect(canned(ANSWERS), "sns_topic")
    (topic,) = rows["sns_topic"]
    assert gaps == []
    assert (topic["arn"], topic["resource_id"], topic["tags"]) == (ARN, "news", {"team": "press"})
    assert (topic["kms_master_key_id"], topic["fifo_topic"]) == ("alias/aws/sns", True)
    assert (topic["subscriptions_confirmed"], topic["signature_version"]) == (3, "")
    assert json.loads(topic["policy"]) == json.loads(POLICY)
    (statement,) = rows["policy_statement"]
    assert (statement["arn"], statement["owner_table"]) == (ARN, "sns_topic")
    assert (statement["actions"], statement["principals"]) == (["sns:subscribe"], ["*"])


def test_a_topic_whose_attributes_are_denied_stays(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    denied = ANSWERS | {"sns.get_topic_attributes": AccessDenied("no", "AuthorizationError")}
    rows, gaps = collect(canned(denied), "sns_topic")
    (topic,) = rows["sns_topic"]
    assert (topic["arn"], topic["policy"], topic["fifo_topic"]) == (ARN, None, None)
    assert rows["policy_statement"] == []
    assert {(gap.table_name, gap.resource) for gap in gaps} == {
        ("sns_topic", ARN),
        ("policy_statement", ARN),
    }


def test_the_service_reads_a_topic(live: Reader, aws: Callable[[str], Any], collect: Any) -> None:
    arn = aws("sns").create_topic(Name="news", Tags=[{"Key": "a", "Value": "b"}])["TopicArn"]
    rows, gaps = collect(live, "sns_topic")
    assert gaps == []
    assert [(r["arn"], r["tags"]) for r in rows["sns_topic"]] == [(arn, {"a": "b"})]
    # AWS's own first policy lets in anybody, of the owner's account.
    assert [s["condition_keys"] for s in rows["policy_statement"]] == [["aws:sourceowner"]]
