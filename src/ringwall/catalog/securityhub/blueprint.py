"""Security Hub CSPM by central configuration, and the newer Security Hub where it is wanted."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted
from ringwall.model.table import Row

SECTION = "detection.security_hub"
SERVICE = "securityhub"


@wants(SECTION)
def want_hubs(landscape: Landscape) -> Iterator[Wanted]:
    """Have Security Hub CSPM in the account security, which administers it in each Region."""
    if not landscape.settings.detection.security_hub.enabled:
        return
    management, security = landscape.management, landscape.security
    for region in landscape.regions_of(SERVICE, management, security):
        for account in dict.fromkeys((security.name, management.name)):
            yield _row(
                _hub(account, region),
                {"control_finding_generator": "SECURITY_CONTROL"},
                "findings of all services come together where Security Hub CSPM is on",
            )
        yield _row(
            _admin(landscape, region),
            {"admin_account_id": security.id},
            "one account sees the findings of all, and configures them",
            (_hub(security.name, region), _hub(management.name, region)),
        )


@wants(SECTION)
def want_central_configuration(landscape: Landscape) -> Iterator[Wanted]:
    """Have a policy with the standards, for the root and so for every account."""
    wanted = landscape.settings.detection.security_hub
    if not wanted.enabled or not landscape.is_at_home(SERVICE):
        return
    home, security = landscape.home_region, landscape.security
    regions = landscape.regions_of(SERVICE, landscape.management, security)
    others = [region for region in regions if region != home]
    aggregator = RowKey(security.name, home, "securityhub_finding_aggregator", "home")
    configuration = RowKey(
        security.name, home, "securityhub_organization_configuration", "organization"
    )
    policy = RowKey(security.name, home, "securityhub_configuration_policy", "policy")
    linked: Row = {"region_linking_mode": "SPECIFIED_REGIONS", "regions": others}
    yield _row(
        aggregator,
        linked if others else {"region_linking_mode": "NO_REGIONS"},
        "the home Region shows the findings of all Regions",
        tuple(_admin(landscape, region) for region in regions),
    )
    yield _row(
        configuration,
        {"auto_enable": False, "auto_enable_standards": "NONE", "configuration_type": "CENTRAL"},
        "no account turns Security Hub CSPM, or a standard, off by itself",
        (aggregator,),
    )
    yield _row(
        policy,
        {
            "name": f"{landscape.name}-policy",
            "description": f"{landscape.name}: what every account is checked by",
            "service_enabled": True,
            "enabled_standard_identifiers": [
                f"arn:{landscape.partition}:securityhub:{home}::standards/{name}"
                for name in wanted.enabled_standard_identifiers
            ],
            "disabled_security_control_identifiers": [
                *wanted.disabled_security_control_identifiers
            ],
        },
        "every account is checked by the same standards",
        (configuration,),
    )
    yield _row(
        RowKey(security.name, home, "securityhub_policy_association", "root"),
        {
            "target_id": landscape.root_id,
            "target_type": "ROOT",
            "configuration_policy_id": Ref(policy, "id"),
        },
        "the policy is for every account, also for those that come later",
    )


@wants(SECTION)
def want_hubs_v2(landscape: Landscape) -> Iterator[Wanted]:
    """Have the newer Security Hub in each account and Region, where it is wanted."""
    for account in landscape.accounts if landscape.settings.detection.security_hub.v2 else ():
        for region in landscape.regions_of(SERVICE, account):
            yield _row(
                RowKey(account.name, region, "securityhub_hub_v2", "hub"),
                {},
                "findings of all services are correlated to what can be attacked",
            )


def _row(key: RowKey, columns: Row, why: str, needs: tuple[RowKey, ...] = ()) -> Wanted:
    return Wanted(key, columns, SECTION, "detection", why, needs)


def _hub(account: str, region: str) -> RowKey:
    return RowKey(account, region, "securityhub_hub", "hub")


def _admin(landscape: Landscape, region: str) -> RowKey:
    management: LandscapeAccount = landscape.management
    return RowKey(management.name, region, "securityhub_delegated_admin", "administrator")
