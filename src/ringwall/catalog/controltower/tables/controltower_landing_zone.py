"""The landing zone of AWS Control Tower."""

from ringwall.catalog.controltower.landing_zone import GONE, read_landing_zones
from ringwall.model.table import Call, Table, document, text, texts

landing_zone = Table(
    name="controltower_landing_zone",
    doc="The organization's landing zone of AWS Control Tower, in its home Region.",
    cloudformation="AWS::ControlTower::LandingZone",
    scope="organization",
    fetch=read_landing_zones,
    arn="arn",
    region="Region",
    tags="Tags",
    calls=(
        Call(
            "controltower.get_landing_zone",
            "landingZone",
            {"landingZoneIdentifier": "{arn}"},
            into="LandingZone",
        ),
        Call("controltower.list_tags_for_resource", "tags", {"resourceArn": "{arn}"}, into="Tags"),
    ),
    gone=GONE,
    columns=(
        text("version", "LandingZone.version", "The version that is deployed.", required=True),
        text(
            "latest_available_version",
            "LandingZone.latestAvailableVersion",
            "The newest version that there is.",
        ),
        text("status", "LandingZone.status", "ACTIVE, PROCESSING or FAILED."),
        text(
            "drift_status",
            "LandingZone.driftStatus.status",
            "IN_SYNC or DRIFTED; '' where AWS does not say.",
        ),
        texts(
            "remediation_types",
            "LandingZone.remediationTypes",
            "What Control Tower corrects by itself: INHERITANCE_DRIFT.",
        ),
        document(
            "manifest", "LandingZone.manifest", "The manifest that it was made of.", required=True
        ),
    ),
)
