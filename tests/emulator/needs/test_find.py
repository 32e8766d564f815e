"""What AWS checks for a call: each operation that is used has needs that AWS's reference knows."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore import xform_name
from emulated_calls import ACCOUNT, make_call, make_plausible_call

from ringwall.catalog.loader import load_fixing_writes, load_playbooks, load_tables
from ringwall.catalog.operations import find_operations, find_reads_of
from ringwall.emulator.acme.build import build
from ringwall.emulator.app import Emulator
from ringwall.emulator.authorization.authority import ActionFacts, Need
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.find import find_needs
from ringwall.emulator.wire.request import parse_call
from ringwall.jobs.authority import ReasonedAuthority
from ringwall.reason.iam.language.universe import load_universe

AUTHORITY = ReasonedAuthority()

SEQUENCES = {
    "accessanalyzer": "CreateAnalyzer GetAnalyzer ListAnalyzers",
    "account": "EnableRegion GetAlternateContact ListRegions PutAlternateContact",
    "backup": "CreateBackupPlan CreateBackupSelection CreateBackupVault DescribeBackupVault "
    "PutBackupVaultAccessPolicy PutBackupVaultLockConfiguration UpdateGlobalSettings",
    "budgets": "CreateBudget CreateNotification",
    "cloudtrail": "CreateTrail DescribeTrails GetEventSelectors GetTrailStatus ListTrails "
    "LookupEvents PutEventSelectors RegisterOrganizationDelegatedAdmin StartLogging "
    "StopLogging UpdateTrail",
    "config": "DescribeConfigurationRecorderStatus DescribeConfigurationRecorders "
    "DescribeDeliveryChannels PutConfigRule PutConfigurationAggregator "
    "PutConfigurationRecorder PutDeliveryChannel SelectAggregateResourceConfig "
    "StartConfigurationRecorder",
    "controltower": "CreateLandingZone EnableBaseline EnableControl GetBaselineOperation "
    "GetControlOperation GetLandingZoneOperation ListLandingZones ResetLandingZone",
    "detective": "CreateGraph CreateMembers DescribeOrganizationConfiguration "
    "EnableOrganizationAdminAccount ListMembers UpdateOrganizationConfiguration",
    "ebs": "GetSnapshotBlock ListChangedBlocks ListSnapshotBlocks",
    "ec2": "AssociateIamInstanceProfile AuthorizeSecurityGroupEgress CopySnapshot "
    "CreateFlowLogs CreateImage CreateNetworkAclEntry CreateSecurityGroup "
    "CreateSnapshot CreateSnapshots CreateTags CreateVolume DeleteNetworkAclEntry "
    "DeleteSecurityGroup DeleteTags DescribeIamInstanceProfileAssociations "
    "DescribeInstanceAttribute DescribeInstances DetachVolume "
    "EnableEbsEncryptionByDefault EnableImageBlockPublicAccess "
    "EnableSnapshotBlockPublicAccess GetConsoleScreenshot GetEbsEncryptionByDefault "
    "LockSnapshot ModifyEbsDefaultKmsKeyId ModifyImageAttribute ModifyInstanceAttribute "
    "ModifyInstanceMetadataDefaults ModifyInstanceMetadataOptions "
    "ModifyNetworkInterfaceAttribute ModifySnapshotAttribute "
    "ModifyVpcBlockPublicAccessOptions RevokeSecurityGroupEgress RunInstances "
    "StartInstances StopInstances TerminateInstances UnlockSnapshot",
    "ecs": "DescribeTasks RegisterTaskDefinition RunTask StopTask UpdateService",
    "eks": "DeleteAccessEntry DescribeAccessEntry DescribeCluster ListAccessEntries "
    "UpdateNodegroupConfig",
    "elbv2": "CreateLoadBalancer CreateTargetGroup DeregisterTargets DescribeTargetGroups "
    "DescribeTargetHealth ModifyLoadBalancerAttributes RegisterTargets",
    "elb": "DeregisterInstancesFromLoadBalancer DescribeLoadBalancers "
    "RegisterInstancesWithLoadBalancer",
    "autoscaling": "AttachInstances DescribeAutoScalingInstances DetachInstances EnterStandby "
    "SuspendProcesses UpdateAutoScalingGroup",
    "events": "DeleteRule DescribeRule EnableRule PutEvents PutRule PutTargets RemoveTargets",
    "fms": "AssociateAdminAccount GetAdminAccount ListPolicies PutPolicy",
    "guardduty": "CreateDetector CreateFilter CreateMembers CreatePublishingDestination "
    "CreateSampleFindings DescribeOrganizationConfiguration "
    "EnableOrganizationAdminAccount GetDetector GetFindings GetMemberDetectors "
    "ListDetectors ListFilters ListFindings ListMembers UpdateDetector "
    "UpdateMemberDetectors UpdateOrganizationConfiguration",
    "iam": "AttachRolePolicy CreateAccessKey CreateRole CreateServiceLinkedRole "
    "DeactivateMFADevice DeleteAccessKey DeleteLoginProfile DeleteRolePolicy "
    "DeleteServiceSpecificCredential DeleteUserPolicy DetachUserPolicy "
    "EnableOrganizationsRootCredentialsManagement EnableOrganizationsRootSessions "
    "GetAccessKeyLastUsed GetLoginProfile GetRole GetUser ListAccessKeys ListMFADevices "
    "ListOrganizationsFeatures ListSSHPublicKeys ListServiceSpecificCredentials "
    "PutRolePermissionsBoundary PutRolePolicy PutUserPermissionsBoundary PutUserPolicy "
    "UpdateAccessKey UpdateAccountPasswordPolicy UpdateAssumeRolePolicy "
    "UpdateLoginProfile",
    "identitystore": "DescribeUser ListUsers UpdateUser",
    "inspector2": "AssociateMember BatchGetAccountStatus DescribeOrganizationConfiguration Enable "
    "EnableDelegatedAdminAccount UpdateOrganizationConfiguration",
    "kms": "CancelKeyDeletion CreateAlias CreateGrant CreateKey Decrypt DescribeKey DisableKey "
    "EnableKey EnableKeyRotation Encrypt GenerateDataKey GetKeyPolicy ListGrants "
    "PutKeyPolicy ReEncrypt RetireGrant RevokeGrant ScheduleKeyDeletion Sign",
    "lambda": "AddPermission CreateFunction DeleteFunctionConcurrency DeleteFunctionUrlConfig "
    "GetFunction GetPolicy Invoke ListEventSourceMappings PutFunctionConcurrency "
    "RemovePermission UpdateAlias UpdateEventSourceMapping UpdateFunctionCode "
    "UpdateFunctionConfiguration",
    "logs": "CreateLogGroup CreateLogStream DescribeLogGroups FilterLogEvents PutLogEvents "
    "PutRetentionPolicy PutSubscriptionFilter",
    "macie2": "CreateMember DescribeOrganizationConfiguration EnableMacie "
    "EnableOrganizationAdminAccount GetMacieSession ListMembers "
    "PutClassificationExportConfiguration UpdateAutomatedDiscoveryConfiguration "
    "UpdateMacieSession UpdateOrganizationConfiguration",
    "network-firewall": "AssociateFirewallPolicy CreateFirewall CreateFirewallPolicy "
    "CreateRuleGroup DescribeFirewall UpdateLoggingConfiguration",
    "organizations": "AttachPolicy CloseAccount CreateAccount CreateOrganization "
    "CreateOrganizationalUnit CreatePolicy DeletePolicy DescribeCreateAccountStatus "
    "DescribeEffectivePolicy DescribeOrganization DetachPolicy EnableAWSServiceAccess "
    "EnablePolicyType InviteAccountToOrganization LeaveOrganization ListAccounts "
    "ListChildren ListOrganizationalUnitsForParent ListParents ListPolicies ListRoots "
    "ListTargetsForPolicy MoveAccount PutResourcePolicy RegisterDelegatedAdministrator "
    "UpdatePolicy",
    "ram": "CreateResourceShare EnableSharingWithAwsOrganization",
    "rds": "CreateDBInstance CreateDBSnapshot DescribeDBInstances "
    "ModifyDBClusterSnapshotAttribute ModifyDBInstance ModifyDBSnapshotAttribute "
    "StopDBInstance",
    "route53resolver": "AssociateFirewallRuleGroup AssociateResolverQueryLogConfig "
    "CreateFirewallDomainList CreateFirewallRule CreateFirewallRuleGroup "
    "CreateResolverQueryLogConfig UpdateFirewallConfig",
    "s3": "CopyObject CreateBucket DeleteBucketLifecycle DeleteBucketPolicy DeleteObject "
    "GetBucketLifecycleConfiguration GetBucketPolicyStatus GetObject HeadBucket "
    "HeadObject ListObjectVersions ListObjectsV2 PutBucketAcl PutBucketEncryption "
    "PutBucketLifecycleConfiguration PutBucketLogging "
    "PutBucketNotificationConfiguration PutBucketPolicy PutBucketVersioning PutObject "
    "PutObjectLegalHold PutObjectLockConfiguration PutObjectRetention "
    "PutPublicAccessBlock",
    "s3control": "CreateAccessPoint DeletePublicAccessBlock GetPublicAccessBlock "
    "PutAccessPointPolicy PutPublicAccessBlock",
    "secretsmanager": "CancelRotateSecret CreateSecret DescribeSecret GetSecretValue "
    "PutResourcePolicy PutSecretValue RotateSecret UpdateSecret",
    "securityhub": "BatchEnableStandards BatchImportFindings BatchUpdateFindings "
    "CreateConfigurationPolicy CreateFindingAggregator "
    "DescribeOrganizationConfiguration EnableOrganizationAdminAccount EnableSecurityHub "
    "GetEnabledStandards GetFindings ListConfigurationPolicyAssociations "
    "StartConfigurationPolicyAssociation UpdateOrganizationConfiguration",
    "securitylake": "CreateAwsLogSource CreateDataLake CreateSubscriber",
    "shield": "AssociateDRTRole CreateProtection CreateSubscription DescribeSubscription "
    "ListProtections",
    "sns": "CreateTopic Publish SetTopicAttributes Subscribe",
    "sqs": "CreateQueue GetQueueAttributes ReceiveMessage SendMessage SetQueueAttributes",
    "ssm": "CreateDocument DescribeSessions GetAutomationExecution GetCommandInvocation "
    "GetDocument GetParameter PutParameter SendCommand StartAutomationExecution "
    "StartSession TerminateSession UpdateDocument UpdateDocumentDefaultVersion "
    "UpdateServiceSetting",
    "sso-admin": "AttachManagedPolicyToPermissionSet CreateAccountAssignment CreatePermissionSet "
    "DeleteAccountAssignment DescribeAccountAssignmentCreationStatus "
    "DescribePermissionSet ListAccountAssignments ListInstances ListPermissionSets "
    "ProvisionPermissionSet PutInlinePolicyToPermissionSet "
    "PutPermissionsBoundaryToPermissionSet",
    "stepfunctions": "CreateStateMachine StartExecution",
    "sts": "AssumeRole AssumeRoot GetFederationToken",
    "wafv2": "AssociateWebACL CreateIPSet CreateWebACL GetWebACL GetWebACLForResource "
    "PutLoggingConfiguration UpdateIPSet UpdateWebACL",
}
"""Operations of an organization's set-up, of its policies, and of responses to incidents."""
GIVEN: dict[str, dict[str, Any]] = {
    "ec2:AuthorizeSecurityGroupIngress": {"GroupId": "sg-0example"},
    "ec2:CreateSnapshots": {"InstanceSpecification": {"InstanceId": "i-0example"}},
    "ec2:CreateTags": {"Resources": ["i-0example"]},
    "ec2:DeleteTags": {"Resources": ["i-0example"]},
    "ec2:RunInstances": {"ImageId": "ami-0example"},
    "ec2:DeleteSecurityGroup": {"GroupId": "sg-0example"},
    "ec2:RevokeSecurityGroupIngress": {"GroupId": "sg-0example"},
    "logs:FilterLogEvents": {"logGroupName": "example"},
    "network-firewall:AssociateFirewallPolicy": {
        "FirewallName": "example",
        "FirewallPolicyArn": f"arn:aws:network-firewall:us-east-1:{ACCOUNT}:firewall-policy/p",
    },
    "network-firewall:UpdateLoggingConfiguration": {"FirewallName": "example"},
    "network-firewall:UpdateFirewallDeleteProtection": {"FirewallName": "example"},
    "network-firewall:UpdateFirewallPolicy": {"FirewallPolicyName": "example"},
    "network-firewall:UpdateSubnetChangeProtection": {"FirewallName": "example"},
    "organizations:InviteAccountToOrganization": {"Target": {"Id": "444455556666"}},
    "route53resolver:CreateFirewallRule": {"FirewallDomainListId": "rslvr-fdl-example"},
    "s3:CopyObject": {"CopySource": "other/key"},
    "sts:AssumeRoot": {"TargetPrincipal": "444455556666"},
    "ssm:StartSession": {"Target": "i-0example"},
    "wafv2:GetRuleGroup": {"Name": "example", "Id": "example", "Scope": "REGIONAL"},
    "wafv2:GetWebACL": {"Name": "example", "Id": "example", "Scope": "REGIONAL"},
}
"""Parameters that the model does not require, and AWS does."""


def names_of(operations: Iterable[str]) -> list[tuple[str, str]]:
    """Return operations as botocore's service and AWS's name, from `s3.get_bucket_acl`."""
    session = botocore.session.Session()
    found = []
    for operation in sorted(set(operations)):
        service, _, name = operation.partition(".")
        apis = session.get_service_model(service).operation_names
        found.append((service, next(api for api in apis if xform_name(api) == name)))
    return found


def check(needs: tuple[Need, ...] | None) -> None:
    assert needs is not None
    for need in needs:
        action = load_universe().find(need.action)
        assert action
        assert action.name == need.action
        if need.action.startswith("apigateway:"):  # the method, of the path that is called
            assert need.resource.startswith("arn:aws:apigateway:us-east-1::/"), need
            continue
        kinds = action.types
        # A log group is named by all that is in it, as policies name it.
        arn = need.resource.removesuffix(":log-stream:")
        if kinds:
            assert arn == "*" or any(kind.matches(arn) or kind.begins(arn) for kind in kinds), need
        else:
            assert arn == "*", need
        keys = {k.lower() for k in (*action.keys, *(k for t in kinds for k in t.keys))}
        starts = tuple(k.split("${")[0].split("<")[0] for k in keys if "${" in k or "<" in k)
        for key in need.keys:
            assert key.lower() in keys or key.lower().startswith(starts), need


@pytest.mark.parametrize(
    ("service", "operation"),
    [(service, name) for service, names in SEQUENCES.items() for name in names.split()],
)
def test_each_operation_of_a_set_up_or_a_response_has_needs(service: str, operation: str) -> None:
    given = GIVEN.get(f"{service}:{operation}", {})
    needs = find_needs(make_plausible_call(service, operation, **given), AUTHORITY)
    check(needs)
    assert needs


def test_each_operation_that_the_catalog_reads_or_writes_has_needs() -> None:
    reads = {o for table in load_tables().values() for o in find_operations(table)}
    reads |= {o for book in load_playbooks().values() for o in find_reads_of(book)}
    writes = {shape.operation for shape in load_fixing_writes()}
    assert len(reads) > 100
    for service, operation in names_of(reads | writes):
        given = GIVEN.get(f"{service}:{operation}", {})
        needs = find_needs(make_plausible_call(service, operation, **given), AUTHORITY)
        check(needs)
        assert needs, operation


def actions_of(operations: Iterable[str]) -> set[str]:
    found = set()
    for service, operation in names_of(operations):
        given = GIVEN.get(f"{service}:{operation}", {})
        needs = find_needs(make_plausible_call(service, operation, **given), AUTHORITY)
        found |= {need.action for need in needs or ()}
    return found


def test_the_policies_of_the_page_on_credentials_are_what_the_calls_need() -> None:
    root = Path(__file__).parents[3]
    page = (root / "docs/howto/credentials.md").read_text("utf-8")
    sections = re.findall(r"<!-- begin (\w+):(.*?)<!-- end", page, re.DOTALL)
    shown = {
        name: {
            action
            for text in re.findall(r"```json\n(.*?)```", section, re.DOTALL)
            for statement in json.loads(text)["Statement"]
            if statement["Effect"] == "Allow"
            for action in statement["Action"]
        }
        for name, section in sections
    }
    reads = {o for table in load_tables().values() for o in find_operations(table)}
    discovery = (root / "src/ringwall/aws/discover.py").read_text("utf-8")
    reads |= set(re.findall(r'"([a-z0-9-]+\.[a-z_]+)"', discovery))
    # Nobody needs a permission to be told who they are.
    assert actions_of(reads) == shown["read"] - {"sts:GetCallerIdentity"}
    fixes = {o for book in load_playbooks().values() for o in find_reads_of(book)}
    fixes |= {shape.operation for shape in load_fixing_writes()}
    also = {action for shape in load_fixing_writes() for action in shape.also}
    assert actions_of(fixes) | also == shown["fix"]


class WatchedEmulator(Emulator):
    """Finds the needs of each call before it answers."""

    def __init__(self) -> None:
        self.found: list[tuple[EmulatedCall, tuple[Need, ...] | None]] = []
        super().__init__()

    def _respond(self, environ: dict[str, Any], body: bytes) -> Any:
        call = parse_call(environ, body)
        assert call
        self.found.append((call, find_needs(call, AUTHORITY)))
        return super()._respond(environ, body)


def test_each_call_that_builds_acme_has_needs() -> None:
    emulator = WatchedEmulator()
    build(emulator)
    assert len(emulator.found) > 900
    for call, needs in emulator.found:
        check(needs)
        assert needs or call.name == "sts:GetCallerIdentity"
    passed = {
        n.keys["iam:PassedToService"]
        for _, f in emulator.found
        for n in f or ()
        if n.keys.get("iam:PassedToService")
    }
    assert passed >= {"cloudtrail.amazonaws.com", "lambda.amazonaws.com", "ec2.amazonaws.com"}


def test_no_permission_is_asked_for_ones_own_identity() -> None:
    assert find_needs(make_call("sts", "GetCallerIdentity"), AUTHORITY) == ()


@pytest.mark.parametrize(
    ("service", "operation"),
    [("dynamodb", "ExecuteStatement"), ("s3", "CreateSession"), ("iam", "UpdateDelegationRequest")],
)
def test_an_operation_whose_action_is_not_known_has_no_answer(service: str, operation: str) -> None:
    assert find_needs(make_plausible_call(service, operation), AUTHORITY) is None


def test_a_call_that_names_nothing_that_it_should_has_no_answer() -> None:
    assert find_needs(make_call("s3", "GetObject", Key="k"), AUTHORITY) is None
    assert find_needs(make_call("ec2", "TerminateInstances", InstanceIds=[]), AUTHORITY) is None


class OldAuthority(ReasonedAuthority):
    def find_action(self, name: str) -> ActionFacts | None:
        return None if name == "iam:PassRole" else super().find_action(name)


def test_a_further_need_that_is_not_known_leaves_the_call_without_an_answer() -> None:
    role = f"arn:aws:iam::{ACCOUNT}:role/r"
    call = make_call("lambda", "CreateFunction", FunctionName="f", Role=role)
    assert find_needs(call, AUTHORITY)
    assert find_needs(call, OldAuthority()) is None


def test_no_need_is_told_twice() -> None:
    call = make_call("ec2", "TerminateInstances", InstanceIds=["i-0a", "i-0a", "i-0b"])
    found = find_needs(call, AUTHORITY)
    assert found
    assert [need.resource.rpartition("/")[2] for need in found] == ["i-0a", "i-0b"]


HOSTILE = (
    "arn:",
    "arn:aws:s3",
    "arn:aws:iam::1:role/",
    "arn:aws:kms:nowhere:x:alias/y",
    ":" * 2_000,
    "9" * 5_000,
    "i-",
    "ou-",
    "*",
    "${aws:username}",
    "a\x00b",
    "\udcff",
    "https://x/111122223333/",
)


def put_in(value: Any, text: str) -> Any:
    """Return parameters with every text replaced."""
    if isinstance(value, dict):
        return {name: put_in(inner, text) for name, inner in value.items()}
    if isinstance(value, list):
        return [put_in(inner, text) for inner in value] * 2
    return text if isinstance(value, str) else value


@pytest.mark.parametrize("service", SEQUENCES)
def test_hostile_parameters_break_nothing(service: str) -> None:
    for operation in SEQUENCES[service].split():
        given = GIVEN.get(f"{service}:{operation}", {})
        plausible = make_plausible_call(service, operation, **given)
        for text in HOSTILE:
            call = make_call(service, operation, **put_in(dict(plausible.parameters), text))
            needs = find_needs(call, AUTHORITY)
            assert needs is None or all(isinstance(need, Need) for need in needs)


@pytest.mark.parametrize("value", [None, [], {}, [None], [[]], {"a": None}, 0, True, b"x"])
def test_parameters_of_odd_types_break_nothing(value: Any) -> None:
    for service, names in SEQUENCES.items():
        for operation in names.split()[:12]:
            shape = make_call(service, operation).model.input_shape
            members = shape.members if shape is not None else {}
            call = make_call(service, operation, **dict.fromkeys(members, value))
            needs = find_needs(call, AUTHORITY)
            assert needs is None or needs
