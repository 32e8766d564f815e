"""What a person does for topics: only who gets e-mail can agree to it."""

from collections.abc import Iterator

from ringwall.catalog.sns.workload_topic import NAME, find_alert_regions
from ringwall.model.blueprint.landscape import Landscape, list_addresses
from ringwall.model.blueprint.manual_step import Evidence, ManualStep, by_hand


@by_hand("accounts.workload_alert")
def confirm_subscriptions(landscape: Landscape) -> Iterator[ManualStep]:
    """Confirm the subscriptions to reports of workloads."""
    management = landscape.management
    wanted = landscape.settings.accounts.workload_alert.email_addresses
    for region in find_alert_regions(landscape):
        for address in list_addresses(management, wanted):
            yield ManualStep(
                name="sns.subscription",
                account=management.name,
                section="accounts.workload_alert",
                title=f"confirm the subscription of {address} to {NAME} in {region}",
                how=(
                    f"Open the message of AWS Notifications to {address}.",
                    "Choose Confirm subscription. It is valid for two days; then apply again.",
                ),
                why="until then nothing is sent",
                source="https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html",
                evidence=Evidence(
                    "sns_subscription",
                    {"is_confirmed": True},
                    region,
                    {"protocol": "email", "endpoint": address},
                ),
            )
