"""What AWS Config records, where it delivers, and who sees it."""

from collections.abc import Iterator

from ringwall.catalog.config.packs import write_template
from ringwall.catalog.detection_keys import (
    bucket_key,
    has_config,
    kms_key,
    linked_role_key,
    role_key,
)
from ringwall.catalog.organizations.wanted_rows import (
    administrator_key,
    service_access_key,
    want_administrator,
    want_service_access,
)
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey, Wanted

NAME = "default"
"""What AWS calls the one recorder, and the one channel, that a Region has."""
CONFIG = ("config.amazonaws.com", "config-multiaccountsetup.amazonaws.com")
"""For the aggregator, and for conformance packs of the organization."""
SECTION = "detection.config"


@wants(SECTION)
def want_config_access(landscape: Landscape) -> Iterator[Wanted]:
    """Give AWS Config trusted access, and let the account security administer it."""
    for principal in CONFIG if has_config(landscape) else ():
        why = "only then the account security sees what is recorded in all accounts"
        yield want_service_access(landscape, principal, SECTION, why)
        if not landscape.security.is_management:
            yield want_administrator(landscape, principal, landscape.security, SECTION, why)


@wants(SECTION)
def want_recorders(landscape: Landscape) -> Iterator[Wanted]:
    """Have a recorder in each Region of each account, that is recording."""
    for account in landscape.accounts:
        if account.settings.detection.config.enabled:
            for region in landscape.regions_of("config", account):
                yield from _want_recorder(landscape, account, region)


def _want_recorder(
    landscape: Landscape, account: LandscapeAccount, region: str
) -> Iterator[Wanted]:
    recorder = RowKey(account.name, region, "config_configuration_recorder", NAME)
    channel = RowKey(account.name, region, "config_delivery_channel", NAME)
    wanted = account.settings.detection.config
    why = "what AWS Config does not record is not known after an incident"
    yield Wanted(
        key=recorder,
        columns={
            "name": NAME,
            "role_arn": Ref(linked_role_key(account, CONFIG[0]), "arn"),
            "all_supported": True,
            # IAM belongs to no Region: it is recorded once.
            "include_global_resource_types": region == landscape.home_region,
            "recording_strategy": "ALL_SUPPORTED_RESOURCE_TYPES",
            "recording_frequency": wanted.recording_frequency,
        },
        section=SECTION,
        layer="detection",
        why=why,
    )
    yield Wanted(
        key=channel,
        columns={
            "name": NAME,
            "s3_bucket_name": Ref(bucket_key(landscape, "config"), "name"),
            "s3_kms_key_arn": Ref(kms_key(landscape.logs, landscape, "config"), "arn"),
            "delivery_frequency": landscape.settings.detection.config.delivery_frequency,
        },
        section=SECTION,
        layer="detection",
        why=why,
        needs=(recorder,),
    )
    yield Wanted(
        key=RowKey(account.name, region, "config_configuration_recorder_status", NAME),
        columns={"name": NAME, "is_recording": True},
        section=SECTION,
        layer="detection",
        why=why,
        needs=(recorder, channel),
    )


@wants(SECTION)
def want_aggregator(landscape: Landscape) -> Iterator[Wanted]:
    """Have an aggregator of the organization, in the account security."""
    if not has_config(landscape):
        return
    account = landscape.security
    yield Wanted(
        key=RowKey(
            account.name, landscape.home_region, "config_configuration_aggregator", "organization"
        ),
        columns={
            "configuration_aggregator_name": f"{landscape.name}-organization",
            "role_arn": Ref(role_key(account, "config-aggregator"), "arn"),
            "all_aws_regions": True,
        },
        section=SECTION,
        layer="detection",
        why="one place shows how resources of all accounts are set up",
        needs=(
            RowKey(account.name, GLOBAL, "iam_role_policy", "config-aggregator"),
            *_access(landscape),
        ),
    )


@wants(SECTION)
def want_packs(landscape: Landscape) -> Iterator[Wanted]:
    """Have conformance packs in all accounts that AWS Config records in, Region by Region."""
    if not has_config(landscape):
        return
    accounts = [each for each in landscape.accounts if each.settings.detection.config.enabled]
    for name in landscape.settings.detection.config.conformance_packs:
        for region in landscape.regions_of("config", landscape.security):
            recording = [each for each in accounts if region in each.regions]
            status = "config_configuration_recorder_status"
            yield Wanted(
                key=RowKey(
                    landscape.security.name, region, "config_organization_conformance_pack", name
                ),
                columns={
                    "organization_conformance_pack_name": f"{landscape.name}-{name}",
                    "excluded_accounts": [
                        each.id for each in landscape.accounts if each not in recording
                    ],
                },
                section=SECTION,
                layer="detection",
                why="every account is checked by the same rules, also those that come later",
                needs=(
                    *(RowKey(each.name, region, status, NAME) for each in recording),
                    *_access(landscape),
                ),
                given={"template_body": write_template(name)},
            )


def _access(landscape: Landscape) -> Iterator[RowKey]:
    """Yield what lets the account security see other accounts."""
    for principal in CONFIG:
        is_own = landscape.security.is_management
        find = service_access_key if is_own else administrator_key
        yield find(landscape, principal)
