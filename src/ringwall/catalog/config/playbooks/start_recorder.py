"""Starts a recorder of AWS Config that is stopped."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

NAME = {"ConfigurationRecorderName": r"[\w.-]{1,256}"}
WIDE = ("ALL_SUPPORTED_RESOURCE_TYPES", "EXCLUSION_BY_RESOURCE_TYPES")
WRITES = (
    WriteShape("config.start_configuration_recorder", NAME),
    WriteShape("config.stop_configuration_recorder", NAME),
)


@answers("config.recorder_is_recording", writes=WRITES)
def start_recorder(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Start the recorder; what it records and where it delivers stay as they are."""
    found = reader.items("config.describe_configuration_recorders", "ConfigurationRecorders")
    recorders = [one for one in found if one.get("recordingScope") != "INTERNAL"]
    channels = list(reader.items("config.describe_delivery_channels", "DeliveryChannels"))
    if not recorders or not channels:
        what = "delivery channel" if recorders else "recorder"
        raise NeedsHuman(
            f"{finding.resource}: AWS Config has no {what} there; the section detection.config of "
            "a blueprint makes it, with the bucket and the role"
        )
    name = recorders[0]["name"]
    if not _records_all(recorders[0].get("recordingGroup") or {}):
        raise NeedsHuman(
            f"{finding.resource}: recorder {name} leaves types of resources out; decide which, for "
            "AWS charges for each change that is recorded"
        )

    def record(state: bool) -> Write:  # noqa: FBT001 - it is given as the state it is
        parameters = {"ConfigurationRecorderName": name}
        return Write(f"config.{'start' if state else 'stop'}_configuration_recorder", parameters)

    yield from change_setting(
        finding,
        reader,
        Probe(
            "config.describe_configuration_recorder_status",
            {"ConfigurationRecorderNames": [name]},
            "ConfigurationRecordersStatus[0].recording",
        ),
        record,
        after=True,
        why="changes of resources are recorded; AWS charges for each",
        blast="none",
    )


def _records_all(group: Row) -> bool:
    strategy = (group.get("recordingStrategy") or {}).get("useOnly")
    return strategy in WIDE if strategy else bool(group.get("allSupported"))
