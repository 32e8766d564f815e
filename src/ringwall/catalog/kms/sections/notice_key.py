"""The key of the topics of responders and of those who approve."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import kms_key
from ringwall.catalog.kms.named_keys import want_named_key
from ringwall.catalog.policy_statements import administer_key, allow_service, write_policy
from ringwall.catalog.responder_keys import sends_alarms
from ringwall.catalog.response_keys import RESPONDER, allow_roles
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted

USE = ("kms:GenerateDataKey*", "kms:Decrypt")
SECTION = "response.notifications"


@wants(SECTION)
def want_notice_key(landscape: Landscape) -> Iterator[Wanted]:
    """Have a key for both topics: EventBridge cannot use the key that AWS manages."""
    if not landscape.settings.response.notifications.enabled:
        return
    account = landscape.security
    of_account = {"StringEquals": {"aws:SourceAccount": account.id}}
    yield from want_named_key(
        landscape,
        kms_key(account, landscape, "response"),
        SECTION,
        "what is said of an incident is for those alone who work on it",
        write_policy(
            administer_key(landscape, account),
            allow_service("EventBridge", "events.amazonaws.com", USE, "*", of_account),
            *(
                [allow_service("CloudWatch", "cloudwatch.amazonaws.com", USE, "*", of_account)]
                if sends_alarms(landscape)
                else []
            ),
            allow_roles(landscape, "Responders", (RESPONDER,), USE, "*"),
        ),
    )
