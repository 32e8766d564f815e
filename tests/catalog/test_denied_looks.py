"""A look that AWS denies is told, and costs a plan no more than what it was for."""

from collections.abc import Mapping
from typing import Any

import pytest
import samples_of_data as data
import samples_of_recorders as recorders
from response_samples import Sample
from response_world import ResponseWorld

REGIONS = ("eu-west-1", "us-east-1")


def plan(world: ResponseWorld, playbook: str, made: tuple[Any, Mapping[str, str]]) -> Any:
    threat, options = made
    return world.plan(playbook, threat, **options)


@pytest.mark.parametrize(
    ("playbook", "sample", "denied", "more"),
    [
        # Where nobody may look whether anything sends, sending stops there, too.
        ("ses.stop_sending", data.mail_of_all_regions, "sesv2:ListEmailIdentities", 1),
        ("ses.stop_sending", data.mail, "sesv2:ListConfigurationSets", 0),
        ("s3.stop_ransomware", data.ransomed_bucket_with_locks, "s3:HeadObject", 0),
        ("s3.close_bucket", data.open_bucket, "s3:GetBucketWebsite", 0),
        ("s3.close_bucket", data.open_bucket, "s3:GetBucketPolicyStatus", 0),
        ("kms.contain_key", data.taken_key_that_is_off, "organizations:ListAccounts", 0),
        ("route53.contain_domain", data.taken_domain, "route53domains:GetDomainDetail", -1),
        (
            "cloudtrail.restore_trail",
            recorders.trail_without_records,
            "config:ListDiscoveredResources",
            0,
        ),
        ("cloudtrail.restore_trail", recorders.trail_with_a_disabled_key, "kms:DescribeKey", -1),
    ],
)
def test_a_look_that_is_denied_is_told(
    response_world: ResponseWorld, playbook: str, sample: Sample, denied: str, more: int
) -> None:
    emulator = response_world.world.emulator
    emulator.limit_regions(*REGIONS)
    made = sample(response_world)
    usual = plan(response_world, playbook, made)
    emulator.deny(denied)
    found = plan(response_world, playbook, made)
    emulator.allow()
    told = {step.why for step in found.steps} - {step.why for step in usual.steps}
    operation = denied.partition(":")[2]
    assert any(operation in why or "(403)" in why for why in told), told
    assert len(found.changes) - len(usual.changes) == more
