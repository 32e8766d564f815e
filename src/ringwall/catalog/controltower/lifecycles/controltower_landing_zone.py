"""How the landing zone of AWS Control Tower comes, changes and goes: each takes up to an hour."""

from ringwall.catalog.controltower.landing_zone import BUSY, GONE, poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

POLL = poll("landing_zone", "operationDetails", wait=10_800.0)
TAG = Step(
    "controltower.tag_resource", {"resourceArn": "{found.arn}", "tags": "{tags}"}, blast="none"
)

landing_zone = Lifecycle(
    table="controltower_landing_zone",
    find=Find("controltower.list_landing_zones", items="landingZones", absent=GONE),
    # There is at most one, in its home Region; somebody else's is adopted.
    identity=("region",),
    create=Step(
        "controltower.create_landing_zone",
        {
            "version": "{version}",
            "manifest": "{manifest}",
            "remediationTypes": "{remediation_types}",
            "tags": "{tags}",
        },
        retry=BUSY,
        poll=POLL,
        blast="availability",
        also=("iam:PassRole",),
    ),
    creates=("version", "manifest", "remediation_types", "tags"),
    updates=(
        Update(
            ("version", "manifest", "remediation_types"),
            Step(
                "controltower.update_landing_zone",
                {
                    "landingZoneIdentifier": "{found.arn}",
                    "version": "{version}",
                    "manifest": "{manifest}",
                    "remediationTypes": "{remediation_types}",
                },
                retry=BUSY,
                poll=POLL,
                blast="availability",
            ),
            whole=True,
        ),
        Update(("tags",), TAG),
    ),
    erase=Step(
        "controltower.delete_landing_zone",
        {"landingZoneIdentifier": "{found.arn}"},
        retry=BUSY,
        poll=POLL,
        blast="availability",
    ),
    normal={"manifest": "json", "remediation_types": "set"},
    owner="tag",
    retag=TAG,
    serial="controltower",
)
