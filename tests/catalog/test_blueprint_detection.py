"""The layer detection, built in an organization of four accounts and two Regions."""

from typing import Any

import pytest
from blueprint_world import BlueprintWorld, tell_differences

ACCOUNTS = ("accounts.management", "accounts.units", "accounts.accounts")
SMALL = """
    blueprint: acme
    home_region: eu-west-1
    regions: [us-east-1]
    accounts:
      email: aws+{account}@acme.io
      units:
        Security: {accounts: [security, log-archive]}
        Workloads: {accounts: [shop]}
"""
ALL = """
    level: strict
    detection:
      security_lake: {enabled: true}
      security_hub: {v2: true}
      alarms: {email_addresses: [soc@acme.io]}
      rules: {email_addresses: [soc@acme.io]}
      flow_logs: {vpcs: [{account: shop, region: us-east-1, vpc_id: %(vpc)s}]}
      resolver_logs: {vpcs: [{account: shop, region: us-east-1, vpc_id: %(vpc)s}]}
"""


def find_account(organization_world: BlueprintWorld, name: str) -> str:
    accounts = organization_world.client("organizations").list_accounts()["Accounts"]
    return next(str(account["Id"]) for account in accounts if account["Name"] == name)


@pytest.mark.slow
def test_all_of_it_comes_to_be(world_of: Any) -> None:
    organization_world = world_of("eu-west-1", "us-east-1")
    organization_world.build(SMALL, *ACCOUNTS)
    shop = find_account(organization_world, "shop")
    vpc = organization_world.enter(shop, "ec2", "us-east-1").describe_vpcs()["Vpcs"][0]["VpcId"]
    text = SMALL + ALL % {"vpc": vpc}
    plan = organization_world.build(text, *ACCOUNTS, "detection.")
    assert plan.skipped == ()
    home = organization_world.client("cloudtrail", "eu-west-1")
    assert home.get_trail_status(Name="acme-trail")["IsLogging"] is True
    # What a member changes is the one difference of the next plan.
    config = organization_world.enter(shop, "config", "us-east-1")
    config.stop_configuration_recorder(ConfigurationRecorderName="default")
    assert tell_differences(organization_world.plan(text, *ACCOUNTS, "detection.")) == [
        "shop us-east-1 config_configuration_recorder_status/default: is_recording false -> true"
    ]
