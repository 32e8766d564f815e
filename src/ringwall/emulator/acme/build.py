"""Build Acme through the API, account by account."""

from dataclasses import replace

from ringwall.emulator.acme.apis import expire_images, serve_orders, try_out_apis
from ringwall.emulator.acme.baseline import set_account, set_region
from ringwall.emulator.acme.distributions import distribute_demo, distribute_shop
from ringwall.emulator.acme.identity import (
    add_dev_identities,
    add_network_identities,
    add_prod_identities,
    add_security_identities,
    add_staging_identities,
    build_service_roles,
)
from ringwall.emulator.acme.integration import (
    build_export,
    build_feed,
    build_inbox,
    build_messaging,
    build_news,
    build_webhook,
)
from ringwall.emulator.acme.keys import (
    build_dev_keys,
    build_prod_keys,
    build_staging_keys,
    build_trail_key,
)
from ringwall.emulator.acme.organization import (
    REGIONS,
    Acme,
    attach_policies,
    found_organization,
)
from ringwall.emulator.acme.plaintext import leave_in_dev, leave_in_staging, name_in_prod
from ringwall.emulator.acme.scaling import scale_shop
from ringwall.emulator.acme.sharing import build_dev_secret, build_images, build_prod_secret
from ringwall.emulator.acme.storage import (
    CROWN_JEWEL,
    build_dev_buckets,
    build_log_buckets,
    build_prod_buckets,
    build_staging_buckets,
)
from ringwall.emulator.acme.team import Team
from ringwall.emulator.acme.trails import build_account_trail, build_organization_trail
from ringwall.emulator.acme.workloads import (
    run_dev,
    run_management,
    run_network,
    run_prod,
    run_staging,
)
from ringwall.emulator.app import Emulator


def build(app: Emulator) -> Acme:
    """Build Acme on an empty emulator and return the ids of its parts.

    Only Acme's three regions are enabled afterwards. On AWS the others would be enabled too, each
    with a default VPC, and most findings of the demo would be about those.
    """
    app.limit_regions(*REGIONS)
    acme, teams = found_organization(app)
    build_log_buckets(teams["log-archive"], acme.organization_id)
    for team in teams.values():
        set_account(team)
        build_service_roles(team)
        for region in REGIONS:
            set_region(team, region)
    key = build_trail_key(teams["log-archive"], acme.organization_id)
    build_organization_trail(teams["management"], key)
    for team in teams.values():
        build_account_trail(team, key)
    orders = _build_workloads(teams, acme)
    attach_policies(teams)
    app.trail.clear()
    app.calls.clear()
    return replace(acme, crown_jewels=(f"arn:aws:s3:::{CROWN_JEWEL}", orders))


def _build_workloads(teams: dict[str, Team], acme: Acme) -> str:
    prod, staging, dev = teams["prod"], teams["staging"], teams["dev"]
    run_management(teams["management"])
    add_security_identities(teams["security"])
    add_network_identities(teams["network"], acme.organization_id)
    run_network(teams["network"])
    build_prod_keys(prod)
    # Who is trusted is there first.
    add_dev_identities(dev, staging.account_id)
    add_staging_identities(staging, dev.account_id)
    add_prod_identities(prod, staging.account_id)
    build_prod_buckets(prod, acme.organization_id)
    orders = run_prod(prod)
    distribute_shop(prod)
    build_messaging(prod)
    build_export(prod)
    build_prod_secret(prod, acme.organization_id)
    build_images(prod, acme.organization_id)
    expire_images(prod)
    serve_orders(prod)
    name_in_prod(prod)
    scale_shop(prod)
    build_staging_keys(staging)
    build_staging_buckets(staging, run_staging(staging))
    build_feed(staging)
    build_webhook(staging)
    leave_in_staging(staging)
    build_dev_keys(dev)
    build_dev_buckets(dev)
    build_inbox(dev, acme.organization_id)
    build_news(dev)
    build_dev_secret(dev)
    leave_in_dev(dev)
    run_dev(dev)
    distribute_demo(dev)
    try_out_apis(dev)
    return orders
