"""The language of the layer detection: what it offers is what there is to deploy."""

from typing import get_args

import msgspec
import pytest

from ringwall.catalog.config.packs import FOLDER
from ringwall.catalog.guardduty.blueprint import EKS_RUNTIME, FEATURES
from ringwall.catalog.guardduty.features import AGENTS
from ringwall.catalog.inspectorv2.accounts import SCANS
from ringwall.model.blueprint.detection import (
    ConformancePackName,
    Detection,
    GuardDutyAgent,
    GuardDutyFeature,
    InspectorScan,
)


def test_every_pack_can_be_chosen() -> None:
    assert set(get_args(ConformancePackName)) == {path.stem for path in FOLDER.glob("*.csv")}


def test_every_feature_can_be_chosen_but_that_which_another_covers() -> None:
    assert {*get_args(GuardDutyFeature), EKS_RUNTIME} == set(FEATURES)
    assert get_args(GuardDutyAgent) == AGENTS["RUNTIME_MONITORING"]


def test_every_scan_can_be_chosen() -> None:
    assert set(get_args(InspectorScan)) == {scan for scan, _ in SCANS.values()}


@pytest.mark.parametrize(
    "given",
    [
        {"trail": {"object_lock_days": 0}},
        {"trail": {"s3_bucket_name": "No"}},
        {"rules": {"guardduty_severity": 11}},
        {"flow_logs": {"vpcs": [{"account": "a", "region": "eu-west-1", "vpc_id": "vpc-1"}]}},
        {"guardduty": {"features": ["EKS_RUNTIME_MONITORING"]}},
        {"event_data_store": {}},
    ],
)
def test_what_aws_would_refuse_is_refused(given: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(given, Detection)
