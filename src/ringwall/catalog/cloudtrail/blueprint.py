"""The trail of the organization."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import (
    bucket_key,
    has_alarms,
    has_trail,
    join,
    kms_key,
    role_key,
    trail_log_group,
    trail_name,
)
from ringwall.catalog.organizations.wanted_rows import service_access_key, want_service_access
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted
from ringwall.model.table import Row

CLOUDTRAIL = "cloudtrail.amazonaws.com"


@wants("detection.trail")
def want_trail(landscape: Landscape) -> Iterator[Wanted]:
    """Have a trail of all accounts and Regions, validated and encrypted, that is logging."""
    if not has_trail(landscape):
        return
    home = landscape.home_region
    management = landscape.management.name
    yield want_service_access(
        landscape,
        CLOUDTRAIL,
        "detection.trail",
        "only then CloudTrail records all accounts of the organization",
    )
    needs = [service_access_key(landscape, CLOUDTRAIL)]
    if has_alarms(landscape):
        needs.append(RowKey(management, "global", "iam_role_policy", "trail-to-log-group"))
    yield Wanted(
        key=RowKey(management, home, "cloudtrail_trail", "trail"),
        columns={
            "trail_name": trail_name(landscape),
            "s3_bucket_name": Ref(bucket_key(landscape, "trail"), "name"),
            "kms_key_id": Ref(kms_key(landscape.logs, landscape, "trail"), "arn"),
            "include_global_service_events": True,
            "is_multi_region_trail": True,
            "is_organization_trail": True,
            "enable_log_file_validation": True,
            **_write_to_log_group(landscape),
            "advanced_event_selectors": [*_select_events(landscape)],
            "is_logging": True,
        },
        section="detection.trail",
        layer="detection",
        why="without a trail nobody knows who did what",
        needs=tuple(needs),
    )


def _write_to_log_group(landscape: Landscape) -> Row:
    """Return where events go from which alarms are made."""
    if not has_alarms(landscape):
        return {}
    role = role_key(landscape.management, "trail-to-log-group")
    return {
        "cloud_watch_logs_log_group_arn": join(Ref(trail_log_group(landscape), "arn"), ":*"),
        "cloud_watch_logs_role_arn": Ref(role, "arn"),
    }


def _select_events(landscape: Landscape) -> Iterator[Row]:
    """Yield which events are recorded: all management events, and the use of some resources."""
    yield {
        "Name": "Management events",
        "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}],
    }
    for kind in landscape.settings.detection.trail.data_resource_types:
        yield {
            "Name": f"Data events of {kind}",
            "FieldSelectors": [
                {"Field": "eventCategory", "Equals": ["Data"]},
                {"Field": "resources.type", "Equals": [kind]},
            ],
        }
