from typing import Any

import pytest

from ringwall.emulator.trail.selectors import is_chosen

BUCKET = {"accountId": "1", "type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::data"}


def management(**changes: Any) -> dict[str, Any]:
    record = {
        "eventSource": "iam.amazonaws.com",
        "eventName": "CreateUser",
        "eventCategory": "Management",
        "managementEvent": True,
        "readOnly": False,
        "userIdentity": {"type": "Root", "arn": "arn:aws:iam::1:root"},
    }
    return record | changes


def put_object(arn: str = "arn:aws:s3:::data/a/b", **changes: Any) -> dict[str, Any]:
    return management(
        eventSource="s3.amazonaws.com",
        eventName="PutObject",
        eventCategory="Data",
        managementEvent=False,
        resources=[{"type": "AWS::S3::Object", "ARN": arn}, BUCKET],
        **changes,
    )


def data(kind: str, *values: str, **more: Any) -> dict[str, Any]:
    return {"DataResources": [{"Type": kind, "Values": [*values]}]} | more


def fields(**wanted: dict[str, list[str]]) -> dict[str, Any]:
    named = {name.replace("__", "."): operators for name, operators in wanted.items()}
    return {"FieldSelectors": [{"Field": n} | operators for n, operators in named.items()]}


def test_without_selectors_management_events_are_chosen() -> None:
    assert is_chosen(management(), (), ())
    assert is_chosen(management(readOnly=True), (), ())
    assert not is_chosen(put_object(), (), ())


@pytest.mark.parametrize(
    ("selector", "read", "write"),
    [
        ({"ReadWriteType": "All"}, True, True),
        ({"ReadWriteType": "ReadOnly"}, True, False),
        ({"ReadWriteType": "WriteOnly"}, False, True),
        ({"IncludeManagementEvents": False}, False, False),
        ({"ExcludeManagementEventSources": ["iam.amazonaws.com"]}, False, False),
        ({"ExcludeManagementEventSources": ["kms.amazonaws.com"]}, True, True),
    ],
)
def test_basic_selector_of_management_events(
    selector: dict[str, Any], *, read: bool, write: bool
) -> None:
    assert is_chosen(management(readOnly=True), [selector], ()) is read
    assert is_chosen(management(), [selector], ()) is write


@pytest.mark.parametrize(
    ("value", "chosen"),
    [
        ("arn:aws:s3", True),
        ("arn:aws:s3:::", True),
        ("arn:aws:s3:::data/", True),
        ("arn:aws:s3:::data/a/", True),
        ("arn:aws:s3:::data/c/", False),
        ("arn:aws:s3:::dat/", False),
    ],
)
def test_basic_selector_of_objects(value: str, *, chosen: bool) -> None:
    assert is_chosen(put_object(), [data("AWS::S3::Object", value)], ()) is chosen


def test_basic_selector_of_objects_heeds_the_direction() -> None:
    reads = data("AWS::S3::Object", "arn:aws:s3", ReadWriteType="ReadOnly")
    assert not is_chosen(put_object(), [reads], ())
    assert is_chosen(put_object(readOnly=True), [reads], ())
    assert not is_chosen(put_object(), [data("AWS::Lambda::Function", "arn:aws:lambda")], ())


def test_one_of_several_basic_selectors_is_enough() -> None:
    both = [{"ReadWriteType": "ReadOnly"}, data("AWS::S3::Object", "arn:aws:s3")]
    assert is_chosen(put_object(), both, ())
    assert is_chosen(management(), both, ())


def test_basic_selector_names_a_whole_function() -> None:
    arn = "arn:aws:lambda:us-east-1:1:function:f"
    invoke = management(
        managementEvent=False, resources=[{"type": "AWS::Lambda::Function", "ARN": f"{arn}2"}]
    )
    assert not is_chosen(invoke, [data("AWS::Lambda::Function", arn)], ())
    assert is_chosen(invoke, [data("AWS::Lambda::Function", f"{arn}2")], ())
    assert is_chosen(invoke, [data("AWS::Lambda::Function", "arn:aws:lambda")], ())


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ({"eventCategory": {"Equals": ["Data"]}}, True),
        ({"eventCategory": {"Equals": ["Management"]}}, False),
        ({"resources__type": {"Equals": ["AWS::S3::Object"]}}, True),
        ({"resources__type": {"Equals": ["AWS::Lambda::Function"]}}, False),
        ({"readOnly": {"Equals": ["false"]}}, True),
        ({"readOnly": {"Equals": ["true"]}}, False),
        ({"eventName": {"Equals": ["DeleteObject", "PutObject"]}}, True),
        ({"eventName": {"NotEquals": ["PutObject"]}}, False),
        ({"eventName": {"StartsWith": ["Put"], "NotEndsWith": ["Object"]}}, False),
        ({"eventName": {"StartsWith": ["Get"], "EndsWith": ["Object"]}}, True),
        ({"resources__ARN": {"StartsWith": ["arn:aws:s3:::data/"]}}, True),
        ({"resources__ARN": {"NotStartsWith": ["arn:aws:s3:::data/"]}}, False),
        ({"userIdentity__arn": {"EndsWith": [":root"]}}, True),
        ({"eventSource": {"NotEquals": ["kms.amazonaws.com"]}}, True),
        ({"sessionCredentialFromConsole": {"NotEquals": ["true"]}}, True),
        ({"eventCategory": {"Equals": ["Data"]}, "eventName": {"Equals": ["GetObject"]}}, False),
    ],
)
def test_advanced_selector(wanted: dict[str, Any], *, chosen: bool) -> None:
    assert is_chosen(put_object(), (), [fields(**wanted)]) is chosen


def test_advanced_selectors_replace_basic_ones_and_add_up() -> None:
    objects = fields(eventCategory={"Equals": ["Data"]})
    all_management = fields(eventCategory={"Equals": ["Management"]})
    assert not is_chosen(management(), [{"ReadWriteType": "All"}], [objects])
    assert is_chosen(management(), (), [objects, all_management])
