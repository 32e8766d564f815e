"""What is not known is never taken for good or bad: the two tests that every change must pass.

An estate is collected once; then it is collected again from the recorded answers, each time with
something missing or garbled. No verdict may change but to unknown, and none may vanish.
"""

from collections import Counter
from collections.abc import Iterator

import pytest
from garbled_answers import GARBLES, garble_answers
from judged_estate import Answers, JudgedEstate, Key
from recorded_estate import RecordedEstate, deny


@pytest.fixture(scope="module")
def judged(recorded_estate: RecordedEstate) -> Iterator[JudgedEstate]:
    """Yield the estate and every verdict on it as it is, nothing missing."""
    with JudgedEstate(recorded_estate.take()) as judged:
        yield judged


NEEDLESS = frozenset(
    {
        "account.list_regions",
        "backup.get_backup_vault_access_policy",
        "backup.list_backup_vaults",
        "backup.list_tags",
        "dynamodb.describe_continuous_backups",
        "dynamodb.describe_table",
        "dynamodb.list_tags_of_resource",
        "ec2.describe_addresses",
        "ec2.describe_image_attribute",
        "ec2.describe_internet_gateways",
        "ec2.describe_nat_gateways",
        "ec2.describe_network_interfaces",
        "ec2.describe_route_tables",
        "ec2.describe_snapshot_attribute",
        "ec2.describe_vpc_endpoints",
        "ec2.get_ebs_default_kms_key_id",
        "ec2.get_image_block_public_access_state",
        "ec2.get_instance_metadata_defaults",
        "ec2.get_serial_console_access_status",
        "ecr.list_tags_for_resource",
        "ecs.list_task_definitions",
        "lambda.list_aliases",
        "iam.get_open_id_connect_provider",
        "iam.list_open_id_connect_providers",
        "iam.list_roles",
        "iam.list_saml_providers",
        "iam.list_server_certificates",
        "iam.list_virtual_mfa_devices",
        "kms.list_aliases",
        "kms.list_resource_tags",
        "lambda.list_function_url_configs",
        "lambda.list_tags",
        "opensearch.list_tags",
        "organizations.list_aws_service_access_for_organization",
        "organizations.list_delegated_administrators",
        "organizations.list_delegated_services_for_account",
        "s3.get_bucket_tagging",
        "s3control.get_access_point",
        "s3control.get_access_point_policy",
        "s3control.list_access_points",
        "securityhub.get_enabled_standards",
        "sns.list_tags_for_resource",
        "sqs.list_queue_tags",
    }
)
"""Operations that no failing verdict needs: no rule reads their tables yet, or of the weaknesses
none shows by them alone. One that is added needs a weakness, or a place here."""


def wrong(judged: JudgedEstate, changed: Answers) -> list[tuple[Key, object, object]]:
    """Return what has become of verdicts, where they became anything but unknown."""
    return [
        (key, judged.answers[key], answer)
        for key, answer in changed.items()
        if key in judged.answers and answer != "unknown"
    ]


def test_an_operation_that_is_denied_turns_verdicts_to_unknown_alone(
    recorded_estate: RecordedEstate, judged: JudgedEstate
) -> None:
    operations = sorted({request.operation for request in recorded_estate.record})
    needless = set()
    found = {}
    for operation in operations:
        changed = judged.judge(recorded_estate.take(deny(operation)))
        if bad := wrong(judged, changed):
            found[operation] = bad
        if not any(judged.answers.get(key) == "fail" for key in changed):
            needless.add(operation)
    assert found == {}
    assert needless <= NEEDLESS


@pytest.mark.parametrize("what", ["regions", "accounts"])
def test_what_is_left_out_turns_verdicts_to_unknown_alone(
    recorded_estate: RecordedEstate, judged: JudgedEstate, what: str
) -> None:
    every = recorded_estate.regions if what == "regions" else recorded_estate.accounts
    found = {}
    for left_out in every:
        others = tuple(one for one in every if one != left_out)
        changed = judged.judge(
            recorded_estate.take(regions=others)
            if what == "regions"
            else recorded_estate.take(accounts=others)
        )
        assert Counter(changed.values())["unknown"]
        if bad := wrong(judged, changed):
            found[left_out] = bad
    assert found == {}


def test_an_account_that_cannot_be_entered_turns_verdicts_to_unknown_alone(
    recorded_estate: RecordedEstate, judged: JudgedEstate
) -> None:
    found = {}
    for account in recorded_estate.accounts:
        if account != recorded_estate.caller:
            changed = judged.judge(recorded_estate.take(closed=[account]))
            if bad := wrong(judged, changed):
                found[account] = bad
    assert found == {}


KNOWN = {
    ("empty_answer", "dynamodb.get_resource_policy"),
    ("retype_members", "dynamodb.get_resource_policy"),
}
"""Garbled answers that are still taken for "there is none": the declaration of the table has to say
that AWS always sends the member. None may be added; one that is mended must be taken out."""
QUICK = ("account.", "backup.", "codebuild.", "dynamodb.list_tables", "dynamodb.get_r")
"""The operations whose answers are garbled in every run; all of them in the slow one."""
EVERY = tuple(
    pytest.param(name, operations, marks=marks, id=f"{name}-{'-'.join(operations) or 'all'}")
    for name in GARBLES
    for operations, marks in ((QUICK, ()), ((), pytest.mark.slow))
)


@pytest.mark.parametrize(("name", "operations"), EVERY)
def test_a_garbled_answer_turns_no_failure_into_anything_but_unknown(
    recorded_estate: RecordedEstate, judged: JudgedEstate, name: str, operations: tuple[str, ...]
) -> None:
    every = {request.operation for request in recorded_estate.record}
    asked = {operation for operation in every if operation.startswith(operations or "")}
    found = {
        (name, operation)
        for operation in sorted(asked)
        if any(
            judged.answers.get(key) == "fail" and answer != "unknown"
            for key, answer in judged.judge(
                recorded_estate.take(garble_answers(operation, GARBLES[name]))
            ).items()
        )
    }
    if operations:
        assert found == {(kind, op) for kind, op in KNOWN if kind == name and op in asked}
    else:
        assert found <= KNOWN
