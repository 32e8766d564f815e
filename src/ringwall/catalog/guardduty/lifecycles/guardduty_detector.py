"""How detectors come, change and go: a Region has at most one. Features are rows of their own."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_ID = {"DetectorId": "{found.detector_id}"}
_TAG = Step("guardduty.tag_resource", {"ResourceArn": "{found.arn}", "Tags": "{tags|map}"})


detector = Lifecycle(
    table="guardduty_detector",
    find=Find(
        "guardduty.list_detectors", items="DetectorIds", direct={"id": "{found.detector_id}"}
    ),
    ids=("arn", "detector_id"),
    create=Step(
        "guardduty.create_detector",
        {
            "Enable": True,
            "FindingPublishingFrequency": "{finding_publishing_frequency}",
            "Tags": "{tags|map}",
        },
        also=("guardduty:TagResource", "iam:CreateServiceLinkedRole"),
    ),
    creates=("finding_publishing_frequency", "tags"),
    updates=(
        Update(
            ("status",),
            choose={
                "ENABLED": Step("guardduty.update_detector", {**_ID, "Enable": True}),
                "DISABLED": Step("guardduty.update_detector", {**_ID, "Enable": False}),
            },
        ),
        Update(
            ("finding_publishing_frequency",),
            Step(
                "guardduty.update_detector",
                {**_ID, "FindingPublishingFrequency": "{finding_publishing_frequency}"},
            ),
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("guardduty.delete_detector", _ID),
    owner="tag",
    retag=_TAG,
)
