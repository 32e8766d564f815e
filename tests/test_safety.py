"""What is not known is never taken for good or bad: the two tests that every change must pass.

An estate is collected once; then it is collected again from the recorded answers, each time with
something missing or garbled. No verdict may change but to unknown, and none may vanish.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import pytest
from failed_answers import FAULTS
from garbled_answers import Mutation, find_mutations, says_none, writes_another_policy
from judged_estate import Answers, JudgedEstate, Key
from recorded_estate import RecordedEstate, deny
from unread_operations import find_unread

from ringwall.catalog.loader import load_tables
from ringwall.catalog.operations import find_operations


@pytest.fixture(scope="module")
def judged(recorded_estate: RecordedEstate) -> Iterator[JudgedEstate]:
    """Yield the estate and every verdict on it as it is, nothing missing."""
    with JudgedEstate(recorded_estate.take()) as judged:
        yield judged


@pytest.fixture(scope="module")
def mutations(recorded_estate: RecordedEstate) -> tuple[Mutation, ...]:
    """Return every mutation of every member of the estate's answers."""
    return find_mutations(recorded_estate.record)


TAGS_ALONE = "its answer is tags alone, and no policy of the estate asks for one"
NEEDLESS = {
    "account.list_regions": "ec2.describe_regions says which Regions are on as well",
    "acm.list_certificates": "the estate has no certificate",
    "backup.list_backup_plans": "the estate has no backup plan",
    "backup.list_tags": TAGS_ALONE,
    "detective.list_graphs": "the estate has no behavior graph",
    "dynamodb.list_tags_of_resource": TAGS_ALONE,
    "ec2.describe_image_attribute": "that an image is public, its list says",
    "ec2.describe_snapshot_attribute": "that a snapshot is public, a list of these says",
    "ec2.describe_transit_gateway_vpc_attachments": "the estate has no transit gateway",
    "ec2.describe_transit_gateways": "the estate has no transit gateway",
    "ecr.list_tags_for_resource": TAGS_ALONE,
    "events.list_tags_for_resource": TAGS_ALONE,
    "guardduty.describe_organization_configuration": "no administrator of the estate fails",
    "iam.list_saml_providers": "no principal of the estate may change a provider",
    "inspector2.get_delegated_admin_account": "the estate does not use Inspector",
    "kms.list_resource_tags": TAGS_ALONE,
    "lambda.list_function_url_configs": "no policy of the estate asks how a URL authenticates",
    "lambda.list_tags": TAGS_ALONE,
    "macie2.get_macie_session": "the estate does not use Macie: its accounts say so otherwise",
    "network-firewall.list_firewall_policies": "the estate has no firewall",
    "network-firewall.list_firewalls": "the estate has no firewall of which one could fail",
    "network-firewall.list_rule_groups": "the estate has no firewall",
    "opensearch.list_tags": TAGS_ALONE,
    "organizations.list_delegated_administrators": "each service is delegated",
    "organizations.list_delegated_services_for_account": "each service is delegated",
    "s3.get_bucket_tagging": TAGS_ALONE,
    "securityhub.describe_organization_configuration": "no hub of the estate has an administrator",
    "securityhub.get_enabled_standards": "no hub of the estate lacks a standard",
    "shield.describe_subscription": "no account of the estate has subscribed",
    "shield.list_protections": "no account of the estate has subscribed",
    "sns.list_tags_for_resource": TAGS_ALONE,
    "sqs.list_queue_tags": TAGS_ALONE,
    "ssm.describe_document_permission": "no document of the estate is shared",
    "ssm.get_document": "no session document of the estate is weak",
    "ssm.get_service_setting": "the public sharing of the estate's documents is blocked",
    "ssm.list_documents": "no document of the estate is weak or public",
}
"""Operations that are read, and that no failing verdict of the estate needs: with the reason."""
OPERATIONS = tuple(
    sorted({one for table in load_tables().values() for one in find_operations(table)})
)
QUICK = tuple(one for one in OPERATIONS if zlib.crc32(one.encode()) % 24 == 0)
"""The operations that are denied and garbled in every run, whatever others there are; all of them
in the slow one."""


def wrong(judged: JudgedEstate, changed: Answers) -> list[tuple[Key, object, object]]:
    """Return what has become of verdicts, where they became anything but unknown."""
    return [
        (key, judged.answers[key], answer)
        for key, answer in changed.items()
        if key in judged.answers and answer != "unknown"
    ]


@pytest.mark.parametrize("part", [QUICK, pytest.param(OPERATIONS, marks=pytest.mark.slow)], ids=len)
def test_an_operation_that_is_denied_turns_verdicts_to_unknown_alone(
    recorded_estate: RecordedEstate, judged: JudgedEstate, part: tuple[str, ...]
) -> None:
    asked = {request.operation for request in recorded_estate.record} & {*part}
    needless = set()
    found = {}
    for operation in sorted(asked):
        changed = judged.judge(recorded_estate.take(deny(operation)))
        if bad := wrong(judged, changed):
            found[operation] = bad
        if not any(judged.answers.get(key) == "fail" for key in changed):
            needless.add(operation)
    assert found == {}
    unread = find_unread(load_tables().values(), judged.used)
    stale = (NEEDLESS.keys() | unread) & asked
    more, fewer = sorted(needless - stale), sorted(stale - needless)
    assert not more, f"add to NEEDLESS, with the reason; or plant a weakness: {', '.join(more)}"
    assert not fewer, f"failing verdicts need these: take them out of NEEDLESS: {', '.join(fewer)}"
    assert not NEEDLESS.keys() & unread


@pytest.mark.parametrize("every", [48 * len(FAULTS), pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("fault", FAULTS)
def test_an_operation_that_fails_otherwise_turns_verdicts_to_unknown_alone(
    recorded_estate: RecordedEstate, judged: JudgedEstate, fault: str, every: int
) -> None:
    """A quick run tries each fault on operations of its own."""
    asked = sorted({request.operation for request in recorded_estate.record} & {*OPERATIONS})
    found = {}
    for operation in asked[[*FAULTS].index(fault) % every :: every]:
        change = FAULTS[fault](recorded_estate.record, operation)
        if bad := wrong(judged, judged.judge(recorded_estate.take(change))):
            found[operation] = bad
    assert found == {}


@pytest.mark.parametrize("most", [1, pytest.param(100, marks=pytest.mark.slow)])
@pytest.mark.parametrize("what", ["regions", "accounts"])
def test_what_is_left_out_turns_verdicts_to_unknown_alone(
    recorded_estate: RecordedEstate, judged: JudgedEstate, what: str, most: int
) -> None:
    every = recorded_estate.regions if what == "regions" else recorded_estate.accounts
    found = {}
    for left_out in every[-most:]:
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


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.slow)])
def test_an_account_that_cannot_be_entered_turns_verdicts_to_unknown_alone(
    recorded_estate: RecordedEstate, judged: JudgedEstate, every: int
) -> None:
    found = {}
    others = [one for one in recorded_estate.accounts if one != recorded_estate.caller]
    for account in others[::every]:
        changed = judged.judge(recorded_estate.take(closed=[account]))
        if bad := wrong(judged, changed):
            found[account] = bad
    assert found == {}


EMPTY = ("empty_list",)
LEGITIMATE: Mapping[str, tuple[tuple[str, ...], str]] = {
    "ec2.describe_instances Reservations[].Instances[].IamInstanceProfile": (
        ("removed", "null"),
        "an instance need not have a profile",
    ),
    "ec2.describe_network_acls NetworkAcls[].Associations": (EMPTY, "no subnet uses the ACL"),
    "ec2.describe_security_groups SecurityGroups[].IpPermissions": (
        EMPTY,
        "a group that lets nothing in has no rules",
    ),
    "ec2.describe_security_groups SecurityGroups[].IpPermissions[].IpRanges": (
        EMPTY,
        "a rule for IPv6 alone has no IPv4 ranges",
    ),
    "ec2.describe_security_groups SecurityGroups[].IpPermissions[].Ipv6Ranges": (
        EMPTY,
        "a rule for IPv4 alone has no IPv6 ranges",
    ),
    "autoscaling.describe_launch_configurations LaunchConfigurations[].MetadataOptions": (
        ("removed", "null"),
        "a launch configuration need not say, and AWS leaves it out then",
    ),
    "codebuild.list_projects projects": (EMPTY, "an account need not have a project"),
    "iam.get_account_authorization_details GroupDetailList[].AttachedManagedPolicies": (
        EMPTY,
        "a group need not have a managed policy",
    ),
    "iam.get_account_authorization_details Policies": (
        EMPTY,
        "an account need not have a managed policy",
    ),
    "iam.get_account_authorization_details RoleDetailList[].AttachedManagedPolicies": (
        EMPTY,
        "a role need not have a managed policy",
    ),
    "iam.get_account_authorization_details RoleDetailList[].RolePolicyList": (
        EMPTY,
        "a role need not have an inline policy",
    ),
    "iam.get_account_authorization_details UserDetailList[].AttachedManagedPolicies": (
        EMPTY,
        "a user need not have a managed policy",
    ),
    "iam.get_account_authorization_details UserDetailList[].GroupList": (
        EMPTY,
        "a user need not be in a group",
    ),
    "iam.get_account_authorization_details UserDetailList[].UserPolicyList": (
        ("removed", "null", "empty_list"),
        "AWS leaves the list out for a user without an inline policy",
    ),
    "iam.list_instance_profiles InstanceProfiles[].Roles": (
        EMPTY,
        "a profile need not have a role",
    ),
    "lambda.list_aliases Aliases": (EMPTY, "a function need not have an alias"),
    "lambda.list_functions Functions": (EMPTY, "an account need not have a function"),
    "lambda.list_layer_versions LayerVersions": (EMPTY, "all versions of a layer can be deleted"),
    "lambda.list_layers Layers": (EMPTY, "an account need not have a layer"),
    "secretsmanager.get_resource_policy ResourcePolicy": (
        ("removed", "null"),
        "a secret without a policy has none: GetResourcePolicy leaves it out",
    ),
    "sqs.list_queues": (("empty_map",), "without a queue, AWS answers with nothing at all"),
    "sqs.list_queues QueueUrls": (
        ("removed", "empty_list"),
        "without a queue, AWS answers with nothing at all",
    ),
    "sqs.get_queue_attributes Attributes.Policy": (
        ("removed", "null"),
        "a queue without a policy has none: GetQueueAttributes leaves out what is not set",
    ),
    "opensearch.list_domain_names DomainNames": (EMPTY, "an account need not have a domain"),
    "opensearch.describe_domains DomainStatusList[].AccessPolicies": (
        ("removed", "null", "empty_text"),
        "a domain without a policy has none: AWS writes it as an empty text, or leaves it out",
    ),
    "rds.describe_db_cluster_snapshot_attributes"
    " DBClusterSnapshotAttributesResult.DBClusterSnapshotAttributes[].AttributeValues": (
        EMPTY,
        "a snapshot that is not shared has no values",
    ),
    "rds.describe_db_snapshot_attributes"
    " DBSnapshotAttributesResult.DBSnapshotAttributes[].AttributeValues": (
        EMPTY,
        "a snapshot that is not shared has no values",
    ),
    "s3.get_bucket_acl Grants": (EMPTY, "an owner may take every grant away, its own too"),
    "events.list_event_buses EventBuses[].Policy": (
        ("removed", "null", "empty_text"),
        "a bus without a policy has none: no member of EventBus is required",
    ),
}
"""Members that AWS leaves out, or sends empty, where there is none: with which values, and why."""
QUICK_POLICIES = ("efs.describe_file_system_policy",)
"""Operations of which every member is mutated in every run."""
SAMPLE = 6000
"""One mutation of so many is tried in every run."""


def is_legitimate(mutation: Mutation) -> bool:
    """Whether AWS may answer so."""
    values, _ = LEGITIMATE.get(mutation.member, ((), ""))
    return mutation.value in values or says_none(mutation) or writes_another_policy(mutation)


def find_excused(
    estate: RecordedEstate, judged: JudgedEstate, mutations: Iterable[Mutation]
) -> list[tuple[str, str, object]]:
    """Return the mutations that make a failure pass or vanish, but for the legitimate ones."""
    return [
        (mutation.member, mutation.value, lost)
        for mutation in mutations
        if not is_legitimate(mutation)
        and (lost := judged.find_lost(estate.take(mutation.make_change())))
    ]


def test_a_garbled_answer_excuses_no_failure(
    recorded_estate: RecordedEstate, judged: JudgedEstate, mutations: tuple[Mutation, ...]
) -> None:
    policies = [m for m in mutations if m.operation in QUICK_POLICIES and m.path == ("Policy",)]
    assert find_excused(recorded_estate, judged, [*policies, *mutations[::SAMPLE]]) == []


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_mutation_of_an_answer_excuses_a_failure(
    recorded_estate: RecordedEstate,
    judged: JudgedEstate,
    mutations: tuple[Mutation, ...],
    operation: str,
) -> None:
    tried = (mutation for mutation in mutations if mutation.operation == operation)
    assert find_excused(recorded_estate, judged, tried) == []
