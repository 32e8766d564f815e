"""Invocations of models that are logged, in an organization."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from policy_texts import make_service_role
from response_world import REGION, ResponseWorld

SCP = "SERVICE_CONTROL_POLICY"


def make_models_member(response_world: ResponseWorld) -> str:
    """Return the account of an organization whose management account is the world's own."""
    world = response_world.world
    root = world.make_organization()["root"]
    world.client("organizations").enable_policy_type(RootId=root, PolicyType=SCP)
    account = world.make_account("prod", "prod@example.com")
    response_world.settings = replace(
        response_world.settings, management_account_id=response_world.account_id
    )
    return account


def make_threat(world: ResponseWorld, account: str = "", **more: Any) -> Any:
    first = int((datetime.now(UTC) - timedelta(minutes=5)).timestamp() * 1000)
    facts = {"account_id": account or world.account_id, "region": REGION, "first_at": first}
    return world.threat("service", "anthropic.claude", **{**facts, **more})


def put_logging(world: ResponseWorld, name: str) -> None:
    role = f"arn:aws:iam::{world.account_id}:role/bedrock"
    logging = {
        "cloudWatchConfig": {"logGroupName": name, "roleArn": role},
        "textDataDeliveryEnabled": True,
        "imageDataDeliveryEnabled": False,
    }
    world.client("bedrock").put_model_invocation_logging_configuration(loggingConfig=logging)


def log_models(response_world: ResponseWorld) -> Any:
    """Return a client of Bedrock, where invocations have been logged for an hour."""
    make_service_role(response_world.client("iam"), "bedrock", "bedrock")
    response_world.client("logs").create_log_group(logGroupName="models")
    hour = datetime.now(UTC) - timedelta(hours=1)
    response_world.world.emulator.set_trail_time(hour)
    put_logging(response_world, "models")
    response_world.world.emulator.set_trail_time(None)
    return response_world.client("bedrock")
