"""What GuardDuty tells of a Region's detector, read for several tables."""

from collections.abc import Iterator

from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row


def read_features(reader: Reader) -> Iterator[Row]:
    """Yield the features of the detector, each with the detector's ID."""
    for detector in reader.items("guardduty.list_detectors", "DetectorIds"):
        found = reader.call("guardduty.get_detector", DetectorId=detector)
        yield from ({"DetectorId": detector, **feature} for feature in found["Features"])


def read_configuration(reader: Reader) -> Iterator[Row]:
    """Yield what GuardDuty does in the organization's accounts, to their administrator alone.

    The only request that is bad in itself is that of an account which is no administrator.
    """
    for detector in reader.items("guardduty.list_detectors", "DetectorIds"):
        try:
            found = reader.call(
                "guardduty.describe_organization_configuration", DetectorId=detector
            )
        except CallFailed as error:
            if error.code != "BadRequestException":
                raise
        else:
            yield {"DetectorId": detector, **found}


def read_organization_features(reader: Reader) -> Iterator[Row]:
    """Yield which features GuardDuty turns on in the organization's accounts."""
    for found in read_configuration(reader):
        detector = found["DetectorId"]
        yield from ({"DetectorId": detector, **feature} for feature in found["Features"])


def read_members(reader: Reader) -> Iterator[Row]:
    """Yield the accounts that the detector's account manages."""
    for detector in reader.items("guardduty.list_detectors", "DetectorIds"):
        found = reader.items("guardduty.list_members", "Members || `[]`", DetectorId=detector)
        for member in found:
            yield {**member, "AdministratorDetectorId": detector}


def read_destinations(reader: Reader) -> Iterator[Row]:
    """Yield where findings are exported to, each with the detector's ID."""
    for detector in reader.items("guardduty.list_detectors", "DetectorIds"):
        found = reader.items(
            "guardduty.list_publishing_destinations", "Destinations", DetectorId=detector
        )
        yield from ({**destination, "DetectorId": detector} for destination in found)
