"""The topics of responders and of those who approve."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import kms_key, topic_arn, topic_key
from ringwall.catalog.policy_statements import allow_service, write_policy
from ringwall.catalog.responder_keys import sends_alarms
from ringwall.catalog.response_keys import RESPONDER, allow_roles
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Join, Ref, Wanted
from ringwall.model.table import Row

SECTION = "response.notifications"
WHY = "an incident of which nobody hears goes on, and so does a step that nobody approves"


@wants(SECTION)
def want_response_topics(landscape: Landscape) -> Iterator[Wanted]:
    """Have both topics in the security account, with who subscribes to them."""
    wanted = landscape.settings.response.notifications
    if wanted.enabled:
        yield from _want_topic(landscape, "responders", wanted.responder_email_addresses)
        yield from _want_topic(landscape, "approvals", wanted.approver_email_addresses)


def _want_topic(landscape: Landscape, kind: str, addresses: tuple[str, ...]) -> Iterator[Wanted]:
    account = landscape.security
    key, arn = topic_key(account, landscape, kind), topic_arn(account, landscape, kind)
    of_account = {"StringEquals": {"aws:SourceAccount": account.id}}
    events = allow_service("Events", "events.amazonaws.com", ("sns:Publish",), arn, of_account)
    tls = {
        "Sid": "RequireTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sns:Publish",
        "Resource": arn,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    yield Wanted(
        key=key,
        columns={
            "kms_master_key_id": Ref(kms_key(account, landscape, "response"), "arn"),
            "policy": write_policy(
                *([events] if kind == "responders" else []),
                *(_allow_alarms(landscape, arn) if kind == "responders" else ()),
                allow_roles(landscape, "Responders", (RESPONDER,), ("sns:Publish",), arn),
                tls,
            ),
        },
        section=SECTION,
        layer="response",
        why=WHY,
        given={"topic_name": f"{landscape.name}-{kind}"},
    )
    for address in addresses:
        yield Wanted(
            key=key._replace(table="sns_subscription", name=f"{kind}/{address}"),
            columns={"topic_arn": Ref(key, "arn"), "protocol": "email", "endpoint": address},
            section=SECTION,
            layer="response",
            why=WHY,
        )


def _allow_alarms(landscape: Landscape, arn: str | Join) -> Iterator[Row]:
    """Yield what lets the alarms of the function that responds be told here."""
    account = landscape.security
    if sends_alarms(landscape):
        of_account = {"StringEquals": {"aws:SourceAccount": account.id}}
        yield allow_service("Alarms", "cloudwatch.amazonaws.com", ("sns:Publish",), arn, of_account)
