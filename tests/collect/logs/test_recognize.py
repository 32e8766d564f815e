"""Logs are told by what they say."""

import pytest

from ringwall.collect.logs.recognize import (
    has_records,
    place_object,
    recognize_line,
    recognize_record,
)
from ringwall.jobs.logs import choose_sources
from ringwall.store.lake.log_batch import StagedObject

SOURCES = choose_sources(())


@pytest.mark.parametrize(
    ("record", "table"),
    [
        ({"eventName": "X", "eventSource": "s"}, "cloudtrail"),
        ({"webaclId": "a", "httpRequest": {}}, "waf_request"),
        ({"auditID": "a", "verb": "get", "stage": "x"}, "kubernetes_audit"),
        ({"class_uid": 4001, "metadata": {"product": {"name": "Amazon VPC"}}}, "vpc_flow"),
        ({"class_uid": 4001, "metadata": {"product": "Amazon VPC"}}, ""),
        ({"class_uid": 4002, "metadata": {"product": {"name": "Amazon VPC"}}}, ""),
        ({"eventName": "X"}, ""),
        ({}, ""),
    ],
)
def test_a_record_is_recognized_by_its_members(record: dict[str, object], table: str) -> None:
    found = recognize_record(SOURCES, record)
    assert (found.table.name if found else "") == table


def test_a_header_names_the_fields() -> None:
    found = recognize_line(SOURCES, "version account-id interface-id srcaddr dstaddr")
    assert found
    assert (found.source.table.name, found.head) == ("vpc_flow", 1)
    assert found.fields == ("version", "account_id", "interface_id", "srcaddr", "dstaddr")
    assert recognize_line(SOURCES, "the quick brown fox") is None


def test_columns_may_be_those_of_records() -> None:
    assert has_records(SOURCES, ("time", "metadata", "class_uid"))
    assert not has_records(SOURCES, ("time", "metadata"))


def test_an_object_without_a_place_stays_as_it_is() -> None:
    one = StagedObject("/x", "1", is_anew=True)
    assert all(place_object(source, one) == one for source in SOURCES)
