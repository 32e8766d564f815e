"""The landing zone of AWS Control Tower, as a blueprint wants it, and what it governs."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.iam.control_tower_roles import role_keys
from ringwall.model.blueprint.landscape import Landscape, organization_key, unit_key
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted

BASELINE = "17BSJV3IGJ2QSGA2"
"""The id of AWSControlTowerBaseline, in every Region."""
SHARED: dict[str, Any] = {"section": "accounts.control_tower", "layer": "accounts"}


@wants("accounts.control_tower")
def want_landing_zone(landscape: Landscape) -> Iterator[Wanted]:
    """Have a landing zone, if one is to be made; one that is there stays as it is."""
    wanted = landscape.settings.accounts.control_tower
    if wanted.landing_zone == "create":
        yield Wanted(
            key=_key(landscape, "controltower_landing_zone", "landing-zone"),
            columns={
                "region": landscape.home_region,
                "version": wanted.version,
                "manifest": _write_manifest(landscape),
            },
            why="AWS Control Tower sets up accounts and watches over how they are set up",
            needs=(organization_key(landscape.management.name), *role_keys(landscape)),
            **SHARED,
        )


def _write_manifest(landscape: Landscape) -> dict[str, Any]:
    """Return the manifest, with the two shared accounts: see the page of its schema.

    https://docs.aws.amazon.com/controltower/latest/userguide/lz-api-launch.html
    """
    wanted = landscape.settings.accounts.control_tower
    days = {"retentionDays": wanted.retention_days}
    buckets = {"loggingBucket": days, "accessLoggingBucket": days}
    return {
        "governedRegions": list(landscape.regions),
        "accessManagement": {"enabled": wanted.identity_center},
        "centralizedLogging": {
            "accountId": landscape.logs.id,
            "enabled": True,
            "configurations": buckets,
        },
        "config": {
            "accountId": landscape.security.id,
            "enabled": True,
            "configurations": buckets,
        },
        "securityRoles": {"accountId": landscape.security.id, "enabled": True},
    }


@wants("accounts.control_tower")
def want_registered_units(landscape: Landscape) -> Iterator[Wanted]:
    """Have units governed by Control Tower, each after the one above it."""
    wanted = landscape.settings.accounts.control_tower
    if not wanted.enabled:
        return
    for unit in landscape.units:
        path = "/".join(unit.path)
        if path in wanted.registered_units:
            yield Wanted(
                key=_key(landscape, "controltower_enabled_baseline", path),
                columns={
                    "target_identifier": _unit_arn(landscape, path),
                    "baseline_identifier": _arn(landscape, f"baseline/{BASELINE}"),
                    "baseline_version": wanted.baseline_version,
                    **_write_parameters(wanted.identity_center_baseline),
                },
                why="AWS Control Tower governs the accounts of the unit",
                needs=_needs(landscape, "/".join(unit.path[:-1])),
                **SHARED,
            )


def _write_parameters(identity_center_baseline: str) -> dict[str, Any]:
    if not identity_center_baseline:
        return {}
    key = "IdentityCenterEnabledBaselineArn"
    return {"parameters": [{"key": key, "value": identity_center_baseline}]}


@wants("accounts.control_tower")
def want_controls(landscape: Landscape) -> Iterator[Wanted]:
    """Have controls enabled for units."""
    wanted = landscape.settings.accounts.control_tower
    for path, names in wanted.controls.items() if wanted.enabled else ():
        for name in names:
            is_arn = name.startswith("arn:")
            yield Wanted(
                key=_key(landscape, "controltower_enabled_control", f"{path} {name}"),
                columns={
                    "target_identifier": _unit_arn(landscape, path),
                    "control_identifier": name if is_arn else _arn(landscape, f"control/{name}"),
                },
                why="AWS Control Tower prevents or finds what the control is about",
                needs=_needs(landscape, path),
                **SHARED,
            )


def _needs(landscape: Landscape, path: str) -> tuple[RowKey, ...]:
    """Return the landing zone, if it is to be made, and the registration of a unit."""
    wanted = landscape.settings.accounts.control_tower
    zone = _key(landscape, "controltower_landing_zone", "landing-zone")
    unit = _key(landscape, "controltower_enabled_baseline", path)
    return (
        *((zone,) if wanted.landing_zone == "create" else ()),
        *((unit,) if path in wanted.registered_units else ()),
    )


def _unit_arn(landscape: Landscape, path: str) -> Ref:
    return Ref(unit_key(landscape.management.name, tuple(path.split("/"))), "arn")


def _arn(landscape: Landscape, resource: str) -> str:
    return f"arn:{landscape.partition}:controltower:{landscape.home_region}::{resource}"


def _key(landscape: Landscape, table: str, name: str) -> RowKey:
    return RowKey(landscape.management.name, landscape.home_region, table, name)
