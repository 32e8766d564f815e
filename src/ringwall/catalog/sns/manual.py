"""What a person does for topics: only who gets e-mail can agree to it."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import has_alarms, join, topic_arn, topic_key
from ringwall.catalog.sns.workload_topic import NAME, find_alert_regions
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount, list_addresses
from ringwall.model.blueprint.manual_step import Evidence, ManualStep, by_hand
from ringwall.model.blueprint.wanted import Join, RowKey


@by_hand("accounts.workload_alert")
def confirm_reports_of_workloads(landscape: Landscape) -> Iterator[ManualStep]:
    """Confirm the subscriptions to reports of workloads."""
    management = landscape.management
    wanted = landscape.settings.accounts.workload_alert.email_addresses
    for region in find_alert_regions(landscape):
        arn = join(f"arn:{landscape.partition}:sns:{region}:", management.id, f":{NAME}")
        for address in list_addresses(management, wanted):
            topic = topic_key(management, landscape, NAME)._replace(region=region)
            yield _confirm("accounts.workload_alert", topic, arn, address)


@by_hand("detection.alarms")
def confirm_alarms(landscape: Landscape) -> Iterator[ManualStep]:
    """Confirm the subscriptions to alarms."""
    if has_alarms(landscape):
        addresses = landscape.settings.detection.alarms.email_addresses
        account = landscape.management
        yield from _confirm_all(landscape, "detection.alarms", account, "alarms", addresses)


@by_hand("detection.rules")
def confirm_findings(landscape: Landscape) -> Iterator[ManualStep]:
    """Confirm the subscriptions to findings."""
    wanted = landscape.settings.detection.rules
    if wanted.enabled:
        account, addresses = landscape.security, wanted.email_addresses
        yield from _confirm_all(landscape, "detection.rules", account, "findings", addresses)


@by_hand("response.notifications")
def confirm_notifications(landscape: Landscape) -> Iterator[ManualStep]:
    """Confirm the subscriptions of those who respond, and of those who approve."""
    wanted = landscape.settings.response.notifications
    if wanted.enabled:
        section, account = "response.notifications", landscape.security
        responders, approvers = wanted.responder_email_addresses, wanted.approver_email_addresses
        yield from _confirm_all(landscape, section, account, "responders", responders)
        yield from _confirm_all(landscape, section, account, "approvals", approvers)


def _confirm_all(
    landscape: Landscape,
    section: str,
    account: LandscapeAccount,
    kind: str,
    addresses: tuple[str, ...],
) -> Iterator[ManualStep]:
    arn = topic_arn(account, landscape, kind)
    topic = topic_key(account, landscape, f"{landscape.name}-{kind}")
    for address in addresses:
        yield _confirm(section, topic, arn, address)


def _confirm(section: str, topic: RowKey, arn: str | Join, address: str) -> ManualStep:
    """Return the step; the name in the key is that of the topic at AWS."""
    return ManualStep(
        name="sns.subscription",
        account=topic.account,
        section=section,
        title=f"confirm the subscription of {address} to {topic.name} in {topic.region}",
        how=(
            f"Open the message of AWS Notifications to {address}.",
            "Choose Confirm subscription. It is valid for two days; then apply again.",
        ),
        why="until then nothing is sent",
        source="https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html",
        evidence=Evidence(
            "sns_subscription",
            {"is_confirmed": True},
            topic.region,
            {"topic_arn": arn, "protocol": "email", "endpoint": address},
        ),
    )
