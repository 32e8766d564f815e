"""How the export of findings comes, changes and goes: a detector has one, to a bucket."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_TO = {
    "DestinationProperties": {
        "DestinationArn": "{destination_arn}",
        "KmsKeyArn": "{kms_key_arn}",
    }
}
_ID = {"DetectorId": "{detector_id}", "DestinationId": "{found.destination_id}"}
_NOT_YET = ("BadRequestException",)
"""The policies of the bucket and of the key take a while to be seen."""


destination = Lifecycle(
    table="guardduty_publishing_destination",
    find=Find(
        "guardduty.list_publishing_destinations",
        {"DetectorId": "{detector_id}"},
        items="Destinations",
        match={"DestinationType": "{destination_type}"},
        absent=("BadRequestException",),
        members={"DetectorId": "{detector_id}"},
    ),
    identity=("destination_type",),
    given=("detector_id",),
    ids=("destination_id",),
    create=Step(
        "guardduty.create_publishing_destination",
        {"DetectorId": "{detector_id}", "DestinationType": "{destination_type}", **_TO},
        retry=_NOT_YET,
    ),
    creates=("destination_type", "destination_arn", "kms_key_arn"),
    updates=(
        Update(
            ("destination_arn", "kms_key_arn"),
            Step("guardduty.update_publishing_destination", {**_ID, **_TO}, retry=_NOT_YET),
            whole=True,
        ),
    ),
    erase=Step("guardduty.delete_publishing_destination", _ID),
)
