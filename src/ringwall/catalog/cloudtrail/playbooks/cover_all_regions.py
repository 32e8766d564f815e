"""Has a trail of one Region record all Regions."""

from collections.abc import Iterator

from ringwall.catalog.cloudtrail.trails import TRAIL
from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

WRITES = (WriteShape("cloudtrail.update_trail", {"Name": TRAIL, "IsMultiRegionTrail": bool}),)


@answers("cloudtrail.account_has_multi_region_trail", writes=WRITES)
def cover_all_regions(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Make a trail multi-Region that logs all management events; its bucket stays the same."""
    for listed in reader.items("cloudtrail.list_trails", "Trails"):
        arn, home = listed["TrailARN"], reader.at(listed["HomeRegion"])
        if arn.split(":")[4] != finding.account_id or not _records_all(arn, home):
            continue
        asked = {"trailNameList": [arn], "includeShadowTrails": False}
        if home.call("cloudtrail.describe_trails", **asked)["trailList"][0]["IsMultiRegionTrail"]:
            return

        def widen(state: bool, arn: str = arn) -> Write:  # noqa: FBT001 - the state as it is
            return Write("cloudtrail.update_trail", {"Name": arn, "IsMultiRegionTrail": state})

        yield from change_setting(
            finding,
            home,
            Probe("cloudtrail.describe_trails", asked, "trailList[0].IsMultiRegionTrail"),
            widen,
            after=True,
            why=f"{arn} records what is done in all Regions; AWS charges for the second copy of "
            "events, where a Region has one already",
            blast="none",
        )
        return
    raise NeedsHuman(
        f"{finding.resource}: no trail is logging all management events; start one, or make one: "
        "the section detection.trail of a blueprint makes the bucket and the key, too"
    )


def _records_all(arn: str, home: Reader) -> bool:
    """Whether a trail is logging, and leaves no management events out."""
    if not home.call("cloudtrail.get_trail_status", Name=arn)["IsLogging"]:
        return False
    selectors: list[Row] = home.call("cloudtrail.get_event_selectors", TrailName=arn).get(
        "EventSelectors", []
    )
    return any(
        one.get("ReadWriteType") == "All" and one.get("IncludeManagementEvents")
        for one in selectors
    )
