"""What was set before a threat began, as records of CloudTrail and items of Config tell it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ringwall.catalog.cloudtrail.past_calls import (
    capitalize,
    find_calls,
    find_configuration,
)
from ringwall.catalog.cloudtrail.trail_settings import NamedTrail, find_past_settings
from ringwall.model.errors import CallFailed

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
MILLISECONDS = int(AT.timestamp() * 1000)
ARN = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/main"
SETTINGS = {"name": "main", "s3BucketName": "logs", "isMultiRegionTrail": True, "kmsKeyId": None}


@dataclass
class PastReader:
    """Answers with what a test says, by operation; an error is raised."""

    answers: dict[str, Any]
    asked: list[dict[str, Any]] = field(default_factory=list)
    account_id: str = "123456789012"
    region: str = "eu-west-1"
    partition: str = "aws"

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Any]:
        del path
        self.asked.append(parameters)
        found = self.answers.get(operation, [])
        if isinstance(found, Exception):
            raise found
        return list(found)


def make_item(captured: datetime, configuration: str) -> dict[str, Any]:
    return {"configurationItemCaptureTime": captured, "configuration": configuration}


def make_reader(item: dict[str, Any]) -> Any:
    return PastReader(
        {
            "config.list_discovered_resources": [{"resourceId": ARN}],
            "config.get_resource_config_history": [item],
        }
    )


def test_config_tells_what_no_record_does() -> None:
    reader = make_reader(make_item(AT - timedelta(days=100), json.dumps(SETTINGS)))
    trail = NamedTrail("main", ARN, "123456789012", reader)
    found = find_past_settings(trail, MILLISECONDS)
    assert found is not None
    assert (found["S3BucketName"], found["IsMultiRegionTrail"]) == ("logs", True)
    assert (found["KmsKeyId"], found["LogFileValidationEnabled"]) == ("", False)
    assert reader.asked[-1]["laterTime"] == AT


@pytest.mark.parametrize(
    "item",
    [
        make_item(AT + timedelta(seconds=1), json.dumps(SETTINGS)),  # of after it began
        make_item(AT, "null"),  # there was no trail
        make_item(AT, "{"),
    ],
)
def test_what_config_does_not_know_is_unknown(item: dict[str, Any]) -> None:
    trail = NamedTrail("main", ARN, "123456789012", make_reader(item))
    assert find_past_settings(trail, MILLISECONDS) is None


def test_an_account_without_config_is_no_error() -> None:
    code = "NoAvailableConfigurationRecorderException"
    reader: Any = PastReader({"config.list_discovered_resources": CallFailed("no", code)})
    assert find_configuration(reader, "AWS::S3::Bucket", "logs", MILLISECONDS) == {}


@pytest.mark.parametrize("code", ["AccessDeniedException", "InternalError"])
def test_a_config_that_cannot_be_asked_is_an_error(code: str) -> None:
    reader: Any = PastReader({"config.list_discovered_resources": CallFailed("no", code)})
    with pytest.raises(CallFailed):
        find_configuration(reader, "AWS::S3::Bucket", "logs", MILLISECONDS)


def test_calls_that_failed_and_records_that_are_none_do_not_count() -> None:
    texts = ["{", "[]", json.dumps({"errorCode": "AccessDenied"}), json.dumps({"eventID": "1"})]
    events = [*({"CloudTrailEvent": text} for text in texts), {}]
    reader: Any = PastReader({"cloudtrail.lookup_events": events})
    found = find_calls(reader, "UpdateTrail", bool, until=MILLISECONDS)
    assert list(found) == [{"eventID": "1"}]
    assert reader.asked[0]["EndTime"] == AT - timedelta(seconds=1)


def test_names_are_those_of_the_api() -> None:
    record = {"eventSelectors": [{"readWriteType": "All", "dataResources": []}]}
    assert capitalize(record) == {"EventSelectors": [{"ReadWriteType": "All", "DataResources": []}]}
