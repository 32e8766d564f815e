"""Stand up Acme: through the API, as a team would, account by account."""

from dataclasses import replace

from ringwall.emulator.acme import identity, integration, keys, storage, trails, workloads
from ringwall.emulator.acme.baseline import set_account, set_region
from ringwall.emulator.acme.organization import REGIONS, Acme, found_organization
from ringwall.emulator.acme.team import Team
from ringwall.emulator.app import Emulator


def build(app: Emulator) -> Acme:
    """Build Acme on an empty emulator and return where to find things.

    Only Acme's three regions are enabled afterwards: on AWS the others would be, each with a
    default VPC, and the demo would be about them.
    """
    app.limit_regions(*REGIONS)
    acme, teams = found_organization(app)
    storage.build_log_buckets(teams["log-archive"], acme.organization_id)
    for team in teams.values():
        set_account(team)
        identity.build_service_roles(team)
        for region in REGIONS:
            set_region(team, region)
    trails.build_organization_trail(teams["management"])
    for team in teams.values():
        trails.build_account_trail(team)
    orders = _build_workloads(teams, acme)
    app.trail.clear()
    app.calls.clear()
    return replace(acme, crown_jewels=(f"arn:aws:s3:::{storage.CROWN_JEWEL}", orders))


def _build_workloads(teams: dict[str, Team], acme: Acme) -> str:
    prod, staging, dev = teams["prod"], teams["staging"], teams["dev"]
    workloads.build_management(teams["management"])
    identity.build_security(teams["security"])
    identity.build_network(teams["network"], acme.organization_id)
    workloads.build_network(teams["network"])
    keys.build_prod_keys(prod)
    identity.build_prod(prod, staging.account_id)
    storage.build_prod_buckets(prod, acme.organization_id)
    orders = workloads.build_prod(prod)
    integration.build_messaging(prod)
    integration.build_function(prod)
    keys.build_staging_keys(staging)
    identity.build_staging(staging, dev.account_id)
    storage.build_staging_buckets(staging, workloads.build_staging(staging))
    keys.build_dev_keys(dev)
    identity.build_dev(dev, staging.account_id)
    storage.build_dev_buckets(dev)
    integration.build_inbox(dev, acme.organization_id)
    workloads.build_dev(dev)
    return orders
