"""A detector of GuardDuty, and an organization whose members it watches."""

from datetime import UTC, datetime, timedelta
from typing import Any

from response_world import REGION, ResponseWorld


def make_detector(response_world: ResponseWorld) -> Any:
    client = response_world.client("guardduty")
    client.create_detector(Enable=True)
    return client


def detector_of(client: Any) -> str:
    return str(client.list_detectors()["DetectorIds"][0])


def make_threat(world: ResponseWorld, **more: Any) -> Any:
    first = int((datetime.now(UTC) - timedelta(minutes=5)).timestamp() * 1000)
    facts = {"account_id": world.account_id, "region": REGION, "first_at": first}
    return world.threat("detector", "12ab", **{**facts, **more})


def administer(world: ResponseWorld, guardduty: Any) -> str:
    """Make the account the administrator of an organization with one member; return that."""
    world.world.make_organization()
    member = world.world.make_account("prod", "prod@example.com")
    world.client("organizations").enable_aws_service_access(
        ServicePrincipal="guardduty.amazonaws.com"
    )
    guardduty.enable_organization_admin_account(AdminAccountId=world.account_id)
    details = [{"AccountId": member, "Email": "prod@example.com"}]
    guardduty.create_members(DetectorId=detector_of(guardduty), AccountDetails=details)
    return member
