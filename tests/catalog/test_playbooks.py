"""Playbooks on answers as AWS gives them: nothing to do, a person must decide, AWS refuses."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ringwall.catalog.loader import load_playbooks, load_rules
from ringwall.catalog.walk import CATALOG
from ringwall.model.change import Change
from ringwall.model.errors import AccessDenied, CallFailed, NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import Playbook
from ringwall.model.table import Row

ACCOUNT = "111111111111"
BOOKS = load_playbooks()
FLAGS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
ALL_ON, SOME_ON = dict.fromkeys(FLAGS, True), dict.fromkeys(FLAGS, True) | {FLAGS[0]: False}
TRAIL = f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/main"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/k"
USER = f"arn:aws:iam::{ACCOUNT}:user/staff/bob"
DATABASE = f"arn:aws:rds:eu-west-1:{ACCOUNT}:db:orders"
REGION_ARN = f"arn:aws:account::{ACCOUNT}:region/eu-west-1"
NOW = datetime.now(UTC)
CMK = {"KeyManager": "CUSTOMER", "KeyState": "Enabled", "Origin": "AWS_KMS"}
FINDING = Finding(
    uid="u",
    rule="",
    title="",
    severity="high",
    layer="data",
    account_id=ACCOUNT,
    region="eu-west-1",
    resources=(),
    reason="",
    first_seen=0,
    last_seen=0,
)
Run = Callable[..., list[Change]]


@pytest.fixture
def run(canned: type[Any]) -> Run:
    """Return a function that plans with one playbook, on canned answers."""

    def plan(book: str, resource: str, answers: Row) -> list[Change]:
        playbook = BOOKS[book]
        finding = replace(FINDING, rule=playbook.answers[0], resources=(resource,))
        return list(playbook.plan(finding, canned(answers)))

    return plan


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_a_playbook_has_the_name_of_its_file_and_answers_controls(book: Playbook) -> None:
    service, _, name = book.id.partition(".")
    assert (CATALOG / service / "playbooks" / f"{name}.py").is_file()
    assert book.doc.endswith(".")
    assert book.answers
    assert set(book.answers) <= load_rules().keys()


def test_no_rule_has_two_playbooks() -> None:
    answered = [rule for book in BOOKS.values() for rule in book.answers]
    assert len(answered) == len(set(answered))


GOOD: dict[str, tuple[str, str, Row]] = {
    "the account blocks": (
        "s3.block_account_public_access",
        f"arn:aws:s3:::{ACCOUNT}",
        {"s3control.get_public_access_block": {"PublicAccessBlockConfiguration": ALL_ON}},
    ),
    "the bucket blocks": (
        "s3.block_bucket_public_access",
        "arn:aws:s3:::b",
        {"s3.get_public_access_block": {"PublicAccessBlockConfiguration": ALL_ON}},
    ),
    "volumes are encrypted": (
        "ec2.encrypt_ebs_by_default",
        "arn",
        {"ec2.get_ebs_encryption_by_default": {"EbsEncryptionByDefault": True}},
    ),
    "the snapshot is not shared": (
        "ec2.unshare_snapshot",
        "arn:aws:ec2:eu-west-1::snapshot/snap-1",
        {
            "ec2.describe_snapshot_attribute": {
                "CreateVolumePermissions": [{"UserId": "222222222222"}]
            }
        },
    ),
    "tokens are required": (
        "ec2.require_imdsv2",
        "arn:aws:ec2:eu-west-1:1:instance/i-1",
        {
            "ec2.describe_instances": {
                "Reservations": [{"Instances": [{"MetadataOptions": {"HttpTokens": "required"}}]}]
            }
        },
    ),
    "the subnet assigns none": (
        "ec2.stop_assigning_public_ips",
        "arn:aws:ec2:eu-west-1:1:subnet/subnet-1",
        {"ec2.describe_subnets": {"Subnets": [{"MapPublicIpOnLaunch": False}]}},
    ),
    "the trail logs": (
        "cloudtrail.start_logging",
        TRAIL,
        {"cloudtrail.get_trail_status": {"IsLogging": True}},
    ),
    "the trail validates": (
        "cloudtrail.validate_files",
        TRAIL,
        {"cloudtrail.describe_trails": {"trailList": [{"LogFileValidationEnabled": True}]}},
    ),
    "the key rotates": (
        "kms.rotate_key",
        KEY,
        {
            "kms.describe_key": {"KeyMetadata": CMK},
            "kms.get_key_rotation_status": {"KeyRotationEnabled": True},
        },
    ),
    "the database is protected": (
        "rds.protect_from_deletion",
        DATABASE,
        {"rds.describe_db_instances": {"DBInstances": [{"DeletionProtection": True}]}},
    ),
}


@pytest.mark.parametrize(("book", "resource", "answers"), GOOD.values(), ids=GOOD)
def test_what_is_good_already_needs_no_change(
    run: Run, book: str, resource: str, answers: Row
) -> None:
    assert run(book, resource, answers) == []


@pytest.mark.parametrize(("book", "resource", "answers"), GOOD.values(), ids=GOOD)
def test_a_refused_read_plans_nothing(run: Run, book: str, resource: str, answers: Row) -> None:
    denied = {name: AccessDenied("no", "AccessDenied") for name in answers}
    with pytest.raises(AccessDenied):
        run(book, resource, denied)


VPC = f"arn:aws:ec2:eu-west-1:{ACCOUNT}:vpc/vpc-1"


def flow_log(name: str, **more: str) -> Row:
    destination = {"LogDestinationType": "s3", "LogDestination": f"arn:aws:s3:::{name}"}
    found = {"ResourceId": "vpc-9", "FlowLogStatus": "ACTIVE", "TrafficType": "ALL"}
    return {**found, **destination, **more}


HUMAN: dict[str, tuple[str, str, Row, str]] = {
    "a trail of another account": (
        "cloudtrail.start_logging",
        "arn:aws:cloudtrail:us-east-1:999999999999:trail/organization",
        {},
        "account 999999999999 owns the trail; fix it there",
    ),
    "an AWS managed key": (
        "kms.rotate_key",
        KEY,
        {"kms.describe_key": {"KeyMetadata": CMK | {"KeyManager": "AWS"}}},
        "it is an AWS managed key",
    ),
    "a disabled key": (
        "kms.rotate_key",
        KEY,
        {"kms.describe_key": {"KeyMetadata": CMK | {"KeyState": "Disabled"}}},
        "the key is Disabled",
    ),
    "an asymmetric key": (
        "kms.rotate_key",
        KEY,
        {"kms.describe_key": {"KeyMetadata": CMK | {"KeySpec": "RSA_2048"}}},
        "AWS cannot rotate keys of this type",
    ),
    "imported key material": (
        "kms.rotate_key",
        KEY,
        {"kms.describe_key": {"KeyMetadata": CMK | {"Origin": "EXTERNAL"}}},
        "its key material was imported",
    ),
    "a replica key": (
        "kms.rotate_key",
        KEY,
        {
            "kms.describe_key": {
                "KeyMetadata": CMK | {"MultiRegionConfiguration": {"MultiRegionKeyType": "REPLICA"}}
            }
        },
        "fix the primary key",
    ),
    "a member of a cluster": (
        "rds.protect_from_deletion",
        DATABASE,
        {"rds.describe_db_instances": {"DBInstances": [{"DBClusterIdentifier": "c"}]}},
        "enable it for the cluster instead: c",
    ),
    "grants to others": (
        "s3.disable_acls",
        "arn:aws:s3:::b",
        {
            "s3.get_bucket_acl": {
                "Owner": {"ID": "own"},
                "Grants": [{"Grantee": {"ID": "own"}}, {"Grantee": {"URI": "http://all"}}],
            }
        },
        "its ACL gives others access",
    ),
    "an old log group": (
        "logs.keep_for_a_year",
        f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:old",
        {
            "logs.describe_log_groups": {
                "logGroups": [{"logGroupName": "old", "creationTime": 1_500_000_000_000}]
            }
        },
        "older than its retention are deleted for good",
    ),
    "no recorder": (
        "config.start_recorder",
        REGION_ARN,
        {
            "config.describe_configuration_recorders": {"ConfigurationRecorders": []},
            "config.describe_delivery_channels": {"DeliveryChannels": []},
        },
        "AWS Config has no recorder there; the section detection.config of a blueprint",
    ),
    "a recorder without a channel": (
        "config.start_recorder",
        REGION_ARN,
        {
            "config.describe_configuration_recorders": {
                "ConfigurationRecorders": [{"name": "default"}]
            },
            "config.describe_delivery_channels": {"DeliveryChannels": []},
        },
        "AWS Config has no delivery channel there",
    ),
    "a recorder of some types": (
        "config.start_recorder",
        REGION_ARN,
        {
            "config.describe_configuration_recorders": {
                "ConfigurationRecorders": [
                    {"name": "default", "recordingGroup": {"allSupported": False}}
                ]
            },
            "config.describe_delivery_channels": {"DeliveryChannels": [{"name": "default"}]},
        },
        "recorder default leaves types of resources out",
    ),
    "an analyzer that fails": (
        "accessanalyzer.analyze_external_access",
        REGION_ARN,
        {
            "accessanalyzer.list_analyzers": {
                "analyzers": [
                    {
                        "name": "a",
                        "status": "FAILED",
                        "statusReason": {"code": "SERVICE_LINKED_ROLE_CREATION_FAILED"},
                    }
                ]
            }
        },
        "analyzer a is FAILED .SERVICE_LINKED_ROLE_CREATION_FAILED.; delete it",
    ),
    "no trail of the account": (
        "cloudtrail.cover_all_regions",
        f"arn:aws:account::{ACCOUNT}:account",
        {"cloudtrail.list_trails": {"Trails": []}},
        "no trail is logging all management events",
    ),
    "scans that are on their way": (
        "inspectorv2.scan_account",
        f"arn:aws:inspector2:eu-west-1:{ACCOUNT}:account",
        {
            "inspector2.batch_get_account_status": {
                "accounts": [
                    {
                        "resourceState": {
                            "ec2": {"status": "ENABLING"},
                            "ecr": {"status": "ENABLED"},
                            "lambda": {"status": "DISABLED"},
                        }
                    }
                ]
            }
        },
        "EC2 is ENABLING: wait, or find out why",
    ),
    "an organization of bills alone": (
        "organizations.enable_policy_type",
        f"arn:aws:organizations::{ACCOUNT}:organization/o-1",
        {
            "organizations.describe_organization": {
                "Organization": {"FeatureSet": "CONSOLIDATED_BILLING"}
            }
        },
        "first enable all features",
    ),
    "IAM without trusted access": (
        "iam.manage_root_centrally",
        f"arn:aws:iam::{ACCOUNT}:organizations-features/root-access",
        {"iam.list_organizations_features": CallFailed("no", "ServiceAccessNotEnabledException")},
        "IAM has no trusted access yet; first: aws organizations enable-aws-service-access",
    ),
    "changes that wait for the window": (
        "rds.keep_backups",
        DATABASE,
        {
            "rds.describe_db_instances": {
                "DBInstances": [
                    {
                        "BackupRetentionPeriod": 0,
                        "PendingModifiedValues": {"DBInstanceClass": "db.r5.large"},
                    }
                ]
            }
        },
        "DBInstanceClass waits for the maintenance window",
    ),
    "a bucket without Object Lock": (
        "s3.lock_evidence",
        "arn:aws:s3:::evidence",
        {
            "s3.get_object_lock_configuration": CallFailed(
                "no", "ObjectLockConfigurationNotFoundError"
            )
        },
        "bucket evidence has no Object Lock, which can never be disabled again",
    ),
    "no place for flow logs": (
        "ec2.log_flows",
        VPC,
        {"ec2.describe_flow_logs": {"FlowLogs": []}},
        "no other VPC logs to a bucket: decide where its flow logs should go",
    ),
    "two places for flow logs": (
        "ec2.log_flows",
        VPC,
        {"ec2.describe_flow_logs": {"FlowLogs": [flow_log("1"), flow_log("2")]}},
        "there are 2 buckets: decide",
    ),
    "a flow log that fails": (
        "ec2.log_flows",
        VPC,
        {
            "ec2.describe_flow_logs": {
                "FlowLogs": [
                    flow_log("1", ResourceId="vpc-1", FlowLogId="fl-1", DeliverLogsStatus="FAILED")
                ]
            }
        },
        "flow log fl-1 is there and does not work",
    ),
    "no configuration of query logs": (
        "route53resolver.log_queries",
        VPC,
        {"route53resolver.list_resolver_query_log_configs": {"ResolverQueryLogConfigs": []}},
        "the Region has 0 configurations of query logs",
    ),
    "no bucket for access logs": (
        "s3.log_access",
        "arn:aws:s3:::b",
        {
            "s3.list_buckets": {"Buckets": [{"Name": "b"}]},
            "s3.get_bucket_logging": {},
        },
        "0 buckets of the Region have access logs of others",
    ),
    "too many buckets to look at": (
        "s3.log_access",
        "arn:aws:s3:::b",
        {"s3.list_buckets": {"Buckets": [{"Name": f"b{n}"} for n in range(301)]}},
        "the Region has 301 buckets, too many to look",
    ),
    "a permission with a condition": (
        "lambda.close_function",
        f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:f",
        {
            "lambda.get_policy": {
                "Policy": json.dumps(
                    {
                        "Statement": [
                            {
                                "Sid": "s",
                                "Effect": "Allow",
                                "Principal": "*",
                                "Action": "lambda:InvokeFunction",
                                "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
                            }
                        ]
                    }
                )
            }
        },
        "statement s lets in whom its condition takes",
    ),
    "the root user": (
        "iam.turn_off_unused_keys",
        f"arn:aws:iam::{ACCOUNT}:root",
        {},
        "only the root user can remove its own credentials",
    ),
}


@pytest.mark.parametrize(("book", "resource", "answers", "reason"), HUMAN.values(), ids=HUMAN)
def test_a_person_must_decide_and_is_told_why(
    run: Run, book: str, resource: str, answers: Row, reason: str
) -> None:
    with pytest.raises(NeedsHuman, match=reason) as refused:
        run(book, resource, answers)
    assert str(refused.value).startswith(resource)


def test_settings_that_were_partly_on_are_put_back_as_they_were(run: Run) -> None:
    answers = {"s3.get_public_access_block": {"PublicAccessBlockConfiguration": SOME_ON}}
    (change,) = run("s3.block_bucket_public_access", "arn:aws:s3:::b", answers)
    assert change.write.parameters["PublicAccessBlockConfiguration"] == ALL_ON
    assert change.write.parameters["ExpectedBucketOwner"] == ACCOUNT
    assert change.undo
    assert change.undo.parameters["PublicAccessBlockConfiguration"] == SOME_ON


def test_settings_that_did_not_exist_are_deleted_by_undo(run: Run) -> None:
    missing = CallFailed("none", "NoSuchPublicAccessBlockConfiguration")
    answers = {"s3control.get_public_access_block": missing}
    (change,) = run("s3.block_account_public_access", f"arn:aws:s3:::{ACCOUNT}", answers)
    assert change.before is None
    assert change.undo
    assert change.undo.operation == "s3control.delete_public_access_block"


def test_a_trail_is_changed_in_its_home_region(run: Run) -> None:
    (change,) = run(
        "cloudtrail.start_logging", TRAIL, {"cloudtrail.get_trail_status": {"IsLogging": False}}
    )
    assert (change.region, change.before, change.after) == ("us-east-1", False, True)


def user_answers(
    keys: list[Row], used: Row | None = None, profile: Any = None, signed_in: Any = None
) -> Row:
    gone = CallFailed("none", "NoSuchEntity")
    user = {} if signed_in is None else {"PasswordLastUsed": signed_in}
    return {
        "iam.list_access_keys": {"AccessKeyMetadata": keys},
        "iam.get_access_key_last_used": {"AccessKeyLastUsed": used or {}},
        "iam.get_login_profile": {"LoginProfile": {"CreateDate": profile}} if profile else gone,
        "iam.get_user": {"User": user},
    }


def key(status: str = "Active", days: int = 100) -> Row:
    return {"AccessKeyId": "AKIA1", "Status": status, "CreateDate": NOW - timedelta(days=days)}


def test_a_key_that_was_never_used_counts_from_its_creation(run: Run) -> None:
    assert run("iam.turn_off_unused_keys", USER, user_answers([key(days=44)])) == []
    (change,) = run("iam.turn_off_unused_keys", USER, user_answers([key(days=46)]))
    assert change.write.parameters == {
        "UserName": "bob",
        "AccessKeyId": "AKIA1",
        "Status": "Inactive",
    }
    assert "AKIA1 was unused for 45 days" in change.why


def test_a_key_that_is_used_or_inactive_stays_as_it_is(run: Run) -> None:
    recent = {"LastUsedDate": NOW - timedelta(days=1)}
    assert run("iam.turn_off_unused_keys", USER, user_answers([key()], recent)) == []
    assert run("iam.turn_off_unused_keys", USER, user_answers([key("Inactive")])) == []


def test_an_unused_password_is_left_to_a_person(run: Run) -> None:
    old = NOW - timedelta(days=100)
    with pytest.raises(NeedsHuman, match="bob: the password is unused, and a deleted password"):
        run("iam.turn_off_unused_keys", USER, user_answers([], profile=old))
    with pytest.raises(NeedsHuman, match="delete-login-profile --user-name bob"):
        run("iam.turn_off_unused_keys", USER, user_answers([], profile=old, signed_in=old))
    assert run("iam.turn_off_unused_keys", USER, user_answers([], profile=old, signed_in=NOW)) == []


def test_a_denied_read_of_the_password_is_not_taken_for_none(run: Run) -> None:
    answers = user_answers([]) | {"iam.get_login_profile": AccessDenied("no", "AccessDenied")}
    with pytest.raises(AccessDenied):
        run("iam.turn_off_unused_keys", USER, answers)


def test_two_keys_that_are_used_are_left_to_a_person(canned: type[Any]) -> None:
    recent = {"LastUsedDate": NOW - timedelta(days=1)}
    reader = canned(user_answers([key(), key()], recent))
    finding = replace(FINDING, rule="iam.users_have_one_active_key", resources=(USER,))
    with pytest.raises(NeedsHuman, match="bob: both keys were used in the last 45 days"):
        list(BOOKS["iam.turn_off_unused_keys"].plan(finding, reader))


def feature(name: str, status: str) -> Row:
    return {"Name": name, "Status": status}


@pytest.mark.parametrize(("newer", "count"), [("ENABLED", 1), ("DISABLED", 0)])
def test_the_older_monitoring_goes_only_where_the_newer_one_is_on(
    run: Run, newer: str, count: int
) -> None:
    features = [feature("RUNTIME_MONITORING", newer), feature("EKS_RUNTIME_MONITORING", "ENABLED")]
    arn = f"arn:aws:guardduty:eu-west-1:{ACCOUNT}:detector/ab/feature/EKS_RUNTIME_MONITORING"
    answers = {"guardduty.get_detector": {"Features": features}}
    changes = run("guardduty.stop_doubled_monitoring", arn, answers)
    assert len(changes) == count
    for change in changes:
        assert change.write.parameters["Features"] == [
            feature("EKS_RUNTIME_MONITORING", "DISABLED")
        ]
        assert change.undo is None
        assert change.irreversible


def test_versioning_that_never_was_cannot_be_undone(run: Run) -> None:
    (change,) = run("s3.keep_versions", "arn:aws:s3:::b", {"s3.get_bucket_versioning": {}})
    assert change.undo is None
    assert "never without it again" in change.irreversible


def test_a_bucket_that_requires_tls_under_another_name_is_left(run: Run) -> None:
    statement = {
        "Sid": "ours",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    answers = {"s3.get_bucket_policy": {"Policy": json.dumps({"Statement": [statement]})}}
    assert run("s3.require_tls", "arn:aws:s3:::b", answers) == []


def test_a_trail_of_all_regions_needs_no_change(run: Run) -> None:
    answers = {
        "cloudtrail.list_trails": {"Trails": [{"TrailARN": TRAIL, "HomeRegion": "us-east-1"}]},
        "cloudtrail.get_trail_status": {"IsLogging": True},
        "cloudtrail.get_event_selectors": {
            "EventSelectors": [{"ReadWriteType": "All", "IncludeManagementEvents": True}]
        },
        "cloudtrail.describe_trails": {"trailList": [{"IsMultiRegionTrail": True}]},
    }
    resource = f"arn:aws:account::{ACCOUNT}:account"
    assert run("cloudtrail.cover_all_regions", resource, answers) == []


ACL = f"arn:aws:ec2:eu-west-1:{ACCOUNT}:network-acl/acl-1"


def entry(number: int, action: str, cidr: str, **more: Any) -> Row:
    ports = {"Protocol": "6", "PortRange": {"From": 22, "To": 22}}
    found = {"RuleNumber": number, "RuleAction": action, "Egress": False, **ports}
    return {**found, "Ipv6CidrBlock" if ":" in cidr else "CidrBlock": cidr, **more}


def acl_answers(*entries: Row) -> Row:
    return {"ec2.describe_network_acls": {"NetworkAcls": [{"Entries": list(entries)}]}}


@pytest.mark.parametrize(
    ("entries", "numbers"),
    [
        ([entry(100, "allow", "0.0.0.0/0")], [99]),
        ([entry(98, "allow", "192.0.2.0/24"), entry(100, "allow", "0.0.0.0/0")], [99]),
        ([entry(99, "deny", "198.51.100.0/24"), entry(100, "allow", "0.0.0.0/1")], []),
        ([entry(90, "deny", "0.0.0.0/0"), entry(100, "allow", "0.0.0.0/0")], []),
        ([entry(100, "allow", "::/0")], [99]),
        ([entry(100, "allow", "0.0.0.0/0", Protocol="17")], []),
        ([entry(100, "allow", "0.0.0.0/0", PortRange={"From": 0, "To": 65535})], [99, 98]),
        ([entry(100, "allow", "10.0.0.0/8")], []),
    ],
)
def test_a_port_is_denied_right_before_the_entry_that_opens_it(
    run: Run, entries: list[Row], numbers: list[int]
) -> None:
    if entries[0]["RuleNumber"] == 99:
        with pytest.raises(NeedsHuman, match="there is no free number before entry 100"):
            run("ec2.deny_admin_ports", ACL, acl_answers(*entries))
        return
    changes = run("ec2.deny_admin_ports", ACL, acl_answers(*entries))
    assert [change.write.parameters["RuleNumber"] for change in changes] == numbers


def test_entries_that_open_a_port_together_are_left_to_a_person(run: Run) -> None:
    halves = [entry(100 + n, "allow", f"{n}.0.0.0/8") for n in (1, 2)]
    with pytest.raises(NeedsHuman, match="no entry alone opens the ports to the internet"):
        run("ec2.deny_admin_ports", ACL, acl_answers(*halves))
