"""Security Hub with a standard, and what an attacker does to it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from response_world import REGION, ResponseWorld

FSBP = "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0"


def make_hub(response_world: ResponseWorld) -> Any:
    client = response_world.client("securityhub")
    client.enable_security_hub(EnableDefaultStandards=False)
    client.batch_enable_standards(StandardsSubscriptionRequests=[{"StandardsArn": FSBP}])
    return client


def make_threat(world: ResponseWorld, **more: Any) -> Any:
    first = int((datetime.now(UTC) - timedelta(minutes=5)).timestamp() * 1000)
    facts = {"account_id": world.account_id, "region": REGION, "first_at": first}
    return world.threat("service", "hub", **{**facts, **more})


def disable_standard(hub: Any) -> None:
    found = hub.get_enabled_standards()["StandardsSubscriptions"]
    arns = [one["StandardsSubscriptionArn"] for one in found]
    hub.batch_disable_standards(StandardsSubscriptionArns=arns)


def administer(world: ResponseWorld, hub: Any) -> str:
    """Make the account the administrator of an organization with one member; return that."""
    world.world.make_organization()
    member: str = world.world.make_account("prod", "prod@example.com")
    world.client("organizations").enable_aws_service_access(
        ServicePrincipal="securityhub.amazonaws.com"
    )
    hub.enable_organization_admin_account(AdminAccountId=world.account_id)
    hub.create_members(AccountDetails=[{"AccountId": member, "Email": "prod@example.com"}])
    return member
