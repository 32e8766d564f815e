# ruff: noqa: E501 - a kind is a record of a table
"""Kinds of resources of a blueprint: how each is made, read, listed, changed, tagged and deleted.

In parameters `$id` is what the creation returned, `$vpc` and the like what was prepared. What a
read has to show is written beside it. The codes are those of AWS's API references.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from policy_texts import allow, trust, write

Call = tuple[str, dict[str, Any]]
"""A method of a client, and its parameters."""
OWNER = "123456789012"
TRUST = trust("ec2")
POLICY = write(allow("s3:GetObject"))
NAME = "walked"


@dataclass(frozen=True)
class ResourceKind:
    """How resources of one kind are handled, by one client."""

    service: str
    name: str
    create: Call
    read: Call
    found: str
    """Where the answer of the read has the resource (JMESPath); '' for all of it."""
    shows: Mapping[str, Any]
    """What the read shows, by JMESPath within the resource."""
    delete: Call
    identity: str = ""
    """Where the answer of the creation has what `$id` stands for."""
    listing: Call | None = None
    listed: str = ""
    """Where the answer of the list has what names each: `$id`, or `names`."""
    names: str = "$id"
    update: Call | None = None
    updated: Mapping[str, Any] = field(default_factory=dict)
    again: str = ""
    """The code for the same creation once more; '' where AWS allows it."""
    missing: str = ""
    """The code for reading what is deleted; '' for a list, which is empty then; `-` for none."""
    gone: str | None = None
    """The code for deleting it twice; None as for reading, '' where AWS allows it."""
    stays: bool = False
    """Whether lists show what is deleted, for a while."""
    tags: str = ""
    """How tags are handled, and for which parameter: a key of `TAGGING`."""
    tagged: str = "$id"
    prepare: tuple[tuple[str, str, str, dict[str, Any], str], ...] = ()
    """Calls before: name, service, method, parameters, where the answer has what to keep."""

    def __str__(self) -> str:
        return f"{self.service}-{self.name}"


PAIRS = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
TAGGING: Mapping[str, tuple[Call, Call, Call, str]] = {
    # how to tag, to untag `a`, and to list; and where the answer has the keys
    "pairs": (
        ("tag_resource", {"ResourceArn": "$tagged", "Tags": PAIRS}),
        ("untag_resource", {"ResourceArn": "$tagged", "TagKeys": ["a"]}),
        ("list_tags_for_resource", {"ResourceArn": "$tagged"}),
        "Tags[].Key",
    ),
    "upper_arn": (
        ("tag_resource", {"ResourceARN": "$tagged", "Tags": PAIRS}),
        ("untag_resource", {"ResourceARN": "$tagged", "TagKeys": ["a"]}),
        ("list_tags_for_resource", {"ResourceARN": "$tagged"}),
        "Tags[].Key",
    ),
    "map": (
        ("tag_resource", {"resourceArn": "$tagged", "tags": {"a": "1", "b": "2"}}),
        ("untag_resource", {"resourceArn": "$tagged", "tagKeys": ["a"]}),
        ("list_tags_for_resource", {"resourceArn": "$tagged"}),
        "keys(tags)",
    ),
    "upper_map": (
        ("tag_resource", {"ResourceArn": "$tagged", "Tags": {"a": "1", "b": "2"}}),
        ("untag_resource", {"ResourceArn": "$tagged", "TagKeys": ["a"]}),
        ("list_tags_for_resource", {"ResourceArn": "$tagged"}),
        "keys(Tags)",
    ),
    "organizations": (
        ("tag_resource", {"ResourceId": "$tagged", "Tags": PAIRS}),
        ("untag_resource", {"ResourceId": "$tagged", "TagKeys": ["a"]}),
        ("list_tags_for_resource", {"ResourceId": "$tagged"}),
        "Tags[].Key",
    ),
    "sso": (
        ("tag_resource", {"InstanceArn": "$instance", "ResourceArn": "$tagged", "Tags": PAIRS}),
        ("untag_resource", {"InstanceArn": "$instance", "ResourceArn": "$tagged", "TagKeys": ["a"]}),
        ("list_tags_for_resource", {"InstanceArn": "$instance", "ResourceArn": "$tagged"}),
        "Tags[].Key",
    ),
    "trail": (
        ("add_tags", {"ResourceId": "$tagged", "TagsList": PAIRS}),
        ("remove_tags", {"ResourceId": "$tagged", "TagsList": [{"Key": "a"}]}),
        ("list_tags", {"ResourceIdList": ["$tagged"]}),
        "ResourceTagList[].TagsList[].Key",
    ),
    "ec2": (
        ("create_tags", {"Resources": ["$tagged"], "Tags": PAIRS}),
        ("delete_tags", {"Resources": ["$tagged"], "Tags": [{"Key": "a"}]}),
        ("describe_tags", {"Filters": [{"Name": "resource-id", "Values": ["$tagged"]}]}),
        "Tags[].Key",
    ),
    "budgets": (
        ("tag_resource", {"ResourceARN": "$tagged", "ResourceTags": PAIRS}),
        ("untag_resource", {"ResourceARN": "$tagged", "ResourceTagKeys": ["a"]}),
        ("list_tags_for_resource", {"ResourceARN": "$tagged"}),
        "ResourceTags[].Key",
    ),
    "elbv2": (
        ("add_tags", {"ResourceArns": ["$tagged"], "Tags": PAIRS}),
        ("remove_tags", {"ResourceArns": ["$tagged"], "TagKeys": ["a"]}),
        ("describe_tags", {"ResourceArns": ["$tagged"]}),
        "TagDescriptions[].Tags[].Key",
    ),
    "ssm": (
        ("add_tags_to_resource", {"ResourceType": "Parameter", "ResourceId": "$tagged", "Tags": PAIRS}),
        ("remove_tags_from_resource", {"ResourceType": "Parameter", "ResourceId": "$tagged", "TagKeys": ["a"]}),
        ("list_tags_for_resource", {"ResourceType": "Parameter", "ResourceId": "$tagged"}),
        "TagList[].Key",
    ),
    "ram": (
        ("tag_resource", {"resourceShareArn": "$tagged", "tags": [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]}),
        ("untag_resource", {"resourceShareArn": "$tagged", "tagKeys": ["a"]}),
        ("get_resource_shares", {"resourceOwner": "SELF", "resourceShareArns": ["$tagged"]}),
        "resourceShares[].tags[].key",
    ),
    "kms": (
        ("tag_resource", {"KeyId": "$tagged", "Tags": [{"TagKey": "a", "TagValue": "1"}, {"TagKey": "b", "TagValue": "2"}]}),
        ("untag_resource", {"KeyId": "$tagged", "TagKeys": ["a"]}),
        ("list_resource_tags", {"KeyId": "$tagged"}),
        "Tags[].TagKey",
    ),
}  # fmt: skip


def iam_tags(noun: str, member: str) -> tuple[Call, Call, Call, str]:
    """Return how IAM handles the tags of a kind."""
    named = {member: "$tagged"}
    return (
        (f"tag_{noun}", named | {"Tags": PAIRS}),
        (f"untag_{noun}", named | {"TagKeys": ["a"]}),
        (f"list_{noun}_tags", dict(named)),
        "Tags[].Key",
    )


TAGGING = {
    **TAGGING,
    "iam_role": iam_tags("role", "RoleName"),
    "iam_user": iam_tags("user", "UserName"),
    "iam_policy": iam_tags("policy", "PolicyArn"),
    "iam_profile": iam_tags("instance_profile", "InstanceProfileName"),
    "iam_oidc": iam_tags("open_id_connect_provider", "OpenIDConnectProviderArn"),
    "iam_saml": iam_tags("saml_provider", "SAMLProviderArn"),
}
Preparation = tuple[str, str, str, dict[str, Any], str]
VPC: Preparation = ("vpc", "ec2", "create_vpc", {"CidrBlock": "10.9.0.0/16"}, "Vpc.VpcId")
INSTANCE: Preparation = ("instance", "sso-admin", "list_instances", {}, "Instances[0].InstanceArn")
STORE: Preparation = ("store", "sso-admin", "list_instances", {}, "Instances[0].IdentityStoreId")
DETECTOR: Preparation = ("detector", "guardduty", "create_detector", {"Enable": True}, "DetectorId")
HUB: Preparation = (
    "hub",
    "securityhub",
    "enable_security_hub",
    {},
    "ResponseMetadata.HTTPStatusCode",
)
MACIE: Preparation = ("macie", "macie2", "enable_macie", {}, "ResponseMetadata.HTTPStatusCode")
INSPECTOR: Preparation = (
    "inspector",
    "inspector2",
    "enable",
    {"resourceTypes": ["EC2"]},
    "accounts[0].accountId",
)
ORG: Preparation = ("root", "organizations", "list_roots", {}, "Roots[0].Id")
SAML = (
    '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x">'
    + "x" * 1000
    + "</EntityDescriptor>"
)


def named(member: str, value: str = NAME) -> dict[str, str]:
    """Return one parameter that names the resource."""
    return {member: value}


def make_iam_kinds() -> list[ResourceKind]:
    """Return the kinds of IAM."""
    role, user, group = named("RoleName"), named("UserName"), named("GroupName")
    no, twice = "NoSuchEntity", "EntityAlreadyExists"
    return [
        ResourceKind(
            "iam", "role",
            ("create_role", role | {"AssumeRolePolicyDocument": TRUST, "Path": "/p/", "Description": "d", "MaxSessionDuration": 7200}),
            ("get_role", role), "Role",
            {"RoleName": NAME, "Path": "/p/", "Description": "d", "MaxSessionDuration": 7200},
            ("delete_role", role), "Role.RoleName",
            ("list_roles", {"PathPrefix": "/p/"}), "Roles[].RoleName",
            update=("update_role", role | {"Description": "e", "MaxSessionDuration": 3600}),
            updated={"Description": "e", "MaxSessionDuration": 3600},
            again=twice, missing=no, tags="iam_role",
        ),
        ResourceKind(
            "iam", "user", ("create_user", user | {"Path": "/p/"}), ("get_user", user), "User",
            {"UserName": NAME, "Path": "/p/"}, ("delete_user", user), "User.UserName",
            ("list_users", {}), "Users[].UserName",
            update=("update_user", user | {"NewPath": "/q/"}), updated={"Path": "/q/"},
            again=twice, missing=no, tags="iam_user",
        ),
        ResourceKind(
            "iam", "group", ("create_group", group), ("get_group", group), "Group", {"GroupName": NAME},
            ("delete_group", group), "Group.GroupName", ("list_groups", {}), "Groups[].GroupName",
            again=twice, missing=no,
        ),
        ResourceKind(
            "iam", "policy", ("create_policy", {"PolicyName": NAME, "PolicyDocument": POLICY, "Description": "d"}),
            ("get_policy", {"PolicyArn": "$id"}), "Policy",
            {"PolicyName": NAME, "Description": "d", "DefaultVersionId": "v1", "AttachmentCount": 0},
            ("delete_policy", {"PolicyArn": "$id"}), "Policy.Arn",
            ("list_policies", {"Scope": "Local"}), "Policies[].Arn",
            update=("create_policy_version", {"PolicyArn": "$id", "PolicyDocument": write(allow("s3:*")), "SetAsDefault": True}),
            updated={"DefaultVersionId": "v2"}, again=twice, missing=no, tags="iam_policy",
        ),
        ResourceKind(
            "iam", "instance_profile", ("create_instance_profile", named("InstanceProfileName")),
            ("get_instance_profile", named("InstanceProfileName")), "InstanceProfile",
            {"InstanceProfileName": NAME, "Roles": []}, ("delete_instance_profile", named("InstanceProfileName")),
            "InstanceProfile.InstanceProfileName", ("list_instance_profiles", {}), "InstanceProfiles[].InstanceProfileName",
            again=twice, missing=no, tags="iam_profile",
        ),
        ResourceKind(
            "iam", "oidc_provider",
            ("create_open_id_connect_provider", {"Url": "https://token.example.com", "ClientIDList": ["sts"], "ThumbprintList": ["a" * 40]}),
            ("get_open_id_connect_provider", {"OpenIDConnectProviderArn": "$id"}), "",
            {"Url": "token.example.com", "ClientIDList": ["sts"], "ThumbprintList": ["a" * 40]},
            ("delete_open_id_connect_provider", {"OpenIDConnectProviderArn": "$id"}), "OpenIDConnectProviderArn",
            ("list_open_id_connect_providers", {}), "OpenIDConnectProviderList[].Arn",
            update=("add_client_id_to_open_id_connect_provider", {"OpenIDConnectProviderArn": "$id", "ClientID": "two"}),
            updated={"ClientIDList": ["sts", "two"]}, again=twice, missing=no, gone="",
            tags="iam_oidc",
        ),
        ResourceKind(
            "iam", "saml_provider", ("create_saml_provider", {"Name": NAME, "SAMLMetadataDocument": SAML}),
            ("get_saml_provider", {"SAMLProviderArn": "$id"}), "", {"SAMLMetadataDocument": SAML},
            ("delete_saml_provider", {"SAMLProviderArn": "$id"}), "SAMLProviderArn",
            ("list_saml_providers", {}), "SAMLProviderList[].Arn", again=twice, missing=no, tags="iam_saml",
        ),
        ResourceKind(
            "iam", "account_alias", ("create_account_alias", {"AccountAlias": NAME}), ("list_account_aliases", {}),
            "", {"AccountAliases": [NAME]}, ("delete_account_alias", {"AccountAlias": NAME}), gone=no,
        ),
        ResourceKind(
            "iam", "password_policy", ("update_account_password_policy", {"MinimumPasswordLength": 14}),
            ("get_account_password_policy", {}), "PasswordPolicy", {"MinimumPasswordLength": 14},
            ("delete_account_password_policy", {}), missing=no,
        ),
    ]  # fmt: skip


def make_account_kinds() -> list[ResourceKind]:
    """Return the kinds of Organizations, Identity Center and its directory, and RAM."""
    content = write(allow("*"))
    sso, store = {"InstanceArn": "$instance"}, {"IdentityStoreId": "$store"}
    return [
        ResourceKind(
            "organizations", "unit", ("create_organizational_unit", {"ParentId": "$root", "Name": NAME}),
            ("describe_organizational_unit", {"OrganizationalUnitId": "$id"}), "OrganizationalUnit", {"Name": NAME},
            ("delete_organizational_unit", {"OrganizationalUnitId": "$id"}), "OrganizationalUnit.Id",
            ("list_organizational_units_for_parent", {"ParentId": "$root"}), "OrganizationalUnits[].Id",
            update=("update_organizational_unit", {"OrganizationalUnitId": "$id", "Name": "other"}), updated={"Name": "other"},
            again="DuplicateOrganizationalUnitException", missing="OrganizationalUnitNotFoundException",
            tags="organizations", prepare=(ORG,),
        ),
        ResourceKind(
            "organizations", "policy",
            ("create_policy", {"Name": NAME, "Description": "d", "Type": "SERVICE_CONTROL_POLICY", "Content": content}),
            ("describe_policy", {"PolicyId": "$id"}), "Policy",
            {"PolicySummary.Name": NAME, "PolicySummary.Description": "d", "Content": content},
            ("delete_policy", {"PolicyId": "$id"}), "Policy.PolicySummary.Id",
            ("list_policies", {"Filter": "SERVICE_CONTROL_POLICY"}), "Policies[].Id",
            update=("update_policy", {"PolicyId": "$id", "Description": "e"}), updated={"PolicySummary.Description": "e"},
            again="DuplicatePolicyException", missing="PolicyNotFoundException", tags="organizations",
            prepare=(ORG, ("on", "organizations", "enable_policy_type", {"RootId": "$root", "PolicyType": "SERVICE_CONTROL_POLICY"}, "Root.Id")),
        ),
        ResourceKind(
            "organizations", "resource_policy", ("put_resource_policy", {"Content": content.replace('"Action"', '"Principal": {"AWS": "' + OWNER + '"}, "Action"').replace('"*"]', '"organizations:ListRoots"]')}),
            ("describe_resource_policy", {}), "ResourcePolicy.ResourcePolicySummary", {}, ("delete_resource_policy", {}),
            missing="ResourcePolicyNotFoundException", prepare=(ORG,),
        ),
        ResourceKind(
            "sso-admin", "permission_set",
            ("create_permission_set", sso | {"Name": NAME, "Description": "d", "SessionDuration": "PT4H", "RelayState": "https://a.example"}),
            ("describe_permission_set", sso | {"PermissionSetArn": "$id"}), "PermissionSet",
            {"Name": NAME, "Description": "d", "SessionDuration": "PT4H", "RelayState": "https://a.example"},
            ("delete_permission_set", sso | {"PermissionSetArn": "$id"}), "PermissionSet.PermissionSetArn",
            ("list_permission_sets", sso), "PermissionSets[]",
            update=("update_permission_set", sso | {"PermissionSetArn": "$id", "Description": "e"}), updated={"Description": "e"},
            again="ConflictException", missing="ResourceNotFoundException", tags="sso", prepare=(INSTANCE,),
        ),
        ResourceKind(
            "identitystore", "user",
            ("create_user", store | {"UserName": NAME, "DisplayName": "W", "Name": {"GivenName": "g", "FamilyName": "f"}, "Emails": [{"Value": "a@example.com", "Primary": True}]}),
            ("describe_user", store | {"UserId": "$id"}), "",
            {"UserName": NAME, "DisplayName": "W", "Name": {"GivenName": "g", "FamilyName": "f"}, "Emails[].Value": ["a@example.com"]},
            ("delete_user", store | {"UserId": "$id"}), "UserId", ("list_users", store), "Users[].UserId",
            update=("update_user", store | {"UserId": "$id", "Operations": [{"AttributePath": "displayName", "AttributeValue": "X"}]}), updated={"DisplayName": "X"},
            again="ConflictException", missing="ResourceNotFoundException", prepare=(STORE,),
        ),
        ResourceKind(
            "identitystore", "group", ("create_group", store | {"DisplayName": NAME, "Description": "d"}),
            ("describe_group", store | {"GroupId": "$id"}), "", {"DisplayName": NAME, "Description": "d"},
            ("delete_group", store | {"GroupId": "$id"}), "GroupId", ("list_groups", store), "Groups[].GroupId",
            update=("update_group", store | {"GroupId": "$id", "Operations": [{"AttributePath": "description", "AttributeValue": "e"}]}), updated={"Description": "e"},
            again="ConflictException", missing="ResourceNotFoundException", prepare=(STORE,),
        ),
        ResourceKind(
            "account", "alternate_contact",
            ("put_alternate_contact", {"AlternateContactType": "SECURITY", "Name": "n", "Title": "t", "EmailAddress": "a@example.com", "PhoneNumber": "1"}),
            ("get_alternate_contact", {"AlternateContactType": "SECURITY"}), "AlternateContact",
            {"Name": "n", "Title": "t", "EmailAddress": "a@example.com", "PhoneNumber": "1"},
            ("delete_alternate_contact", {"AlternateContactType": "SECURITY"}), missing="ResourceNotFoundException",
        ),
        ResourceKind(
            "ram", "share", ("create_resource_share", {"name": NAME, "allowExternalPrincipals": False}),
            ("get_resource_shares", {"resourceOwner": "SELF", "resourceShareArns": ["$id"], "resourceShareStatus": "ACTIVE"}), "resourceShares[0]",
            {"name": NAME, "allowExternalPrincipals": False, "status": "ACTIVE"},
            ("delete_resource_share", {"resourceShareArn": "$id"}), "resourceShare.resourceShareArn",
            ("get_resource_shares", {"resourceOwner": "SELF", "resourceShareStatus": "ACTIVE"}), "resourceShares[].resourceShareArn",
            update=("update_resource_share", {"resourceShareArn": "$id", "name": "other"}), updated={"name": "other"},
            gone="", tags="ram",
        ),
    ]  # fmt: skip


def make_detection_kinds() -> list[ResourceKind]:
    """Return the kinds of the services that detect."""
    detector, rule = {"DetectorId": "$detector"}, {"ConfigRuleName": NAME}
    role = (
        f"arn:aws:iam::{OWNER}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    )
    linked = (
        "linked",
        "iam",
        "create_service_linked_role",
        {"AWSServiceName": "config.amazonaws.com"},
        "Role.Arn",
    )
    recorder = (
        "recorder",
        "config",
        "put_configuration_recorder",
        {"ConfigurationRecorder": {"name": "default", "roleARN": role}},
        "ResponseMetadata.HTTPStatusCode",
    )
    bucket = ("bucket", "s3", "create_bucket", {"Bucket": "walked-logs"}, "Location")
    let = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": ["s3:GetBucketAcl", "s3:PutObject"],
        "Resource": ["arn:aws:s3:::walked-logs", "arn:aws:s3:::walked-logs/*"],
    }
    lets = (
        "lets",
        "s3",
        "put_bucket_policy",
        {"Bucket": "walked-logs", "Policy": write(let)},
        "ResponseMetadata.HTTPStatusCode",
    )
    return [
        ResourceKind(
            "cloudtrail", "trail",
            ("create_trail", {"Name": NAME, "S3BucketName": "walked-logs", "IsMultiRegionTrail": True, "EnableLogFileValidation": True}),
            ("get_trail", {"Name": "$id"}), "Trail",
            {"Name": NAME, "S3BucketName": "walked-logs", "IsMultiRegionTrail": True, "LogFileValidationEnabled": True},
            ("delete_trail", {"Name": "$id"}), "TrailARN", ("list_trails", {}), "Trails[].TrailARN",
            update=("update_trail", {"Name": "$id", "S3KeyPrefix": "p"}), updated={"S3KeyPrefix": "p"},
            again="TrailAlreadyExistsException", missing="TrailNotFoundException", tags="trail", prepare=(bucket, lets),
        ),
        ResourceKind(
            "config", "rule", ("put_config_rule", {"ConfigRule": rule | {"Description": "d", "Source": {"Owner": "AWS", "SourceIdentifier": "ENCRYPTED_VOLUMES"}}}),
            ("describe_config_rules", {"ConfigRuleNames": [NAME]}), "ConfigRules[0]",
            {"Description": "d", "Source": {"Owner": "AWS", "SourceIdentifier": "ENCRYPTED_VOLUMES"}},
            ("delete_config_rule", rule), missing="NoSuchConfigRuleException", prepare=(linked, recorder),
        ),
        ResourceKind(
            "config", "guard_rule",
            ("put_config_rule", {"ConfigRule": rule | {"Source": {"Owner": "CUSTOM_POLICY", "CustomPolicyDetails": {"PolicyRuntime": "guard-2.x.x", "LibraryText": "rule a { b exists }"}, "SourceDetails": [{"EventSource": "aws.config", "MessageType": "ConfigurationItemChangeNotification"}]}}}),
            ("get_custom_rule_policy", rule), "", {"LibraryText": "rule a { b exists }"},
            ("delete_config_rule", rule), missing="NoSuchConfigRuleException", prepare=(linked, recorder),
        ),
        ResourceKind(
            "config", "recorder", ("put_configuration_recorder", {"ConfigurationRecorder": {"name": "default", "roleARN": role}}),
            ("describe_configuration_recorders", {"ConfigurationRecorderNames": ["default"]}), "ConfigurationRecorders[0]",
            {"name": "default", "roleARN": role}, ("delete_configuration_recorder", {"ConfigurationRecorderName": "default"}),
            missing="NoSuchConfigurationRecorderException", prepare=(linked,),
        ),
        ResourceKind(
            "config", "stored_query", ("put_stored_query", {"StoredQuery": {"QueryName": NAME, "Expression": "SELECT resourceId", "Description": "d"}}),
            ("get_stored_query", {"QueryName": NAME}), "StoredQuery", {"QueryName": NAME, "Expression": "SELECT resourceId", "Description": "d"},
            ("delete_stored_query", {"QueryName": NAME}), "QueryArn", ("list_stored_queries", {}), "StoredQueryMetadata[].QueryArn",
            missing="ResourceNotFoundException", tags="pairs",
        ),
        ResourceKind(
            "config", "retention", ("put_retention_configuration", {"RetentionPeriodInDays": 365}),
            ("describe_retention_configurations", {}), "RetentionConfigurations[0]", {"RetentionPeriodInDays": 365, "Name": "default"},
            ("delete_retention_configuration", {"RetentionConfigurationName": "default"}), gone="NoSuchRetentionConfigurationException",
        ),
        ResourceKind(
            "guardduty", "detector", ("create_detector", {"Enable": True, "FindingPublishingFrequency": "ONE_HOUR"}), ("get_detector", {"DetectorId": "$id"}), "",
            {"Status": "ENABLED", "FindingPublishingFrequency": "ONE_HOUR"}, ("delete_detector", {"DetectorId": "$id"}), "DetectorId",
            ("list_detectors", {}), "DetectorIds[]", update=("update_detector", {"DetectorId": "$id", "Enable": False}), updated={"Status": "DISABLED"},
            again="BadRequestException", missing="BadRequestException",
        ),
        ResourceKind(
            "guardduty", "filter", ("create_filter", detector | {"Name": NAME, "Action": "ARCHIVE", "Rank": 1, "FindingCriteria": {"Criterion": {"type": {"Eq": ["x"]}}}}),
            ("get_filter", detector | {"FilterName": NAME}), "", {"Name": NAME, "Action": "ARCHIVE", "FindingCriteria": {"Criterion": {"type": {"Eq": ["x"]}}}},
            ("delete_filter", detector | {"FilterName": NAME}), "Name", ("list_filters", detector), "FilterNames[]",
            update=("update_filter", detector | {"FilterName": NAME, "Action": "NOOP"}), updated={"Action": "NOOP"},
            again="BadRequestException", missing="BadRequestException", prepare=(DETECTOR,),
        ),
        ResourceKind(
            "securityhub", "hub", ("enable_security_hub", {"EnableDefaultStandards": False}), ("describe_hub", {}), "", {"AutoEnableControls": True},
            ("disable_security_hub", {}), again="ResourceConflictException", missing="InvalidAccessException",
            update=("update_security_hub_configuration", {"AutoEnableControls": False}), updated={"AutoEnableControls": False},
            tags="upper_map", tagged=f"arn:aws:securityhub:us-east-1:{OWNER}:hub/default",
        ),
        ResourceKind(
            "securityhub", "insight", ("create_insight", {"Name": NAME, "Filters": {"SeverityLabel": [{"Value": "HIGH", "Comparison": "EQUALS"}]}, "GroupByAttribute": "ResourceId"}),
            ("get_insights", {"InsightArns": ["$id"]}), "Insights[0]", {"Name": NAME, "GroupByAttribute": "ResourceId"},
            ("delete_insight", {"InsightArn": "$id"}), "InsightArn", ("get_insights", {}), "Insights[].InsightArn",
            update=("update_insight", {"InsightArn": "$id", "Name": "other"}), updated={"Name": "other"},
            missing="ResourceNotFoundException", prepare=(HUB,),
        ),
        ResourceKind(
            "securityhub", "action_target", ("create_action_target", {"Name": NAME, "Description": "d", "Id": "walked"}),
            ("describe_action_targets", {"ActionTargetArns": ["$id"]}), "ActionTargets[0]", {"Name": NAME, "Description": "d"},
            ("delete_action_target", {"ActionTargetArn": "$id"}), "ActionTargetArn", ("describe_action_targets", {}), "ActionTargets[].ActionTargetArn",
            update=("update_action_target", {"ActionTargetArn": "$id", "Description": "e"}), updated={"Description": "e"},
            again="ResourceConflictException", missing="ResourceNotFoundException", prepare=(HUB,),
        ),
        ResourceKind(
            "securityhub", "automation_rule",
            ("create_automation_rule", {"RuleName": NAME, "Description": "d", "RuleOrder": 1, "RuleStatus": "ENABLED", "IsTerminal": False, "Criteria": {"SeverityLabel": [{"Value": "LOW", "Comparison": "EQUALS"}]}, "Actions": [{"Type": "FINDING_FIELDS_UPDATE", "FindingFieldsUpdate": {"Workflow": {"Status": "SUPPRESSED"}}}]}),
            ("batch_get_automation_rules", {"AutomationRulesArns": ["$id"]}), "Rules[0]", {"RuleName": NAME, "Description": "d", "RuleOrder": 1, "Criteria": {"SeverityLabel": [{"Value": "LOW", "Comparison": "EQUALS"}]}},
            ("batch_delete_automation_rules", {"AutomationRulesArns": ["$id"]}), "RuleArn", ("list_automation_rules", {}), "AutomationRulesMetadata[].RuleArn",
            update=("batch_update_automation_rules", {"UpdateAutomationRulesRequestItems": [{"RuleArn": "$id", "Description": "e"}]}), updated={"Description": "e"},
            gone="", tags="upper_map", prepare=(HUB,),
        ),
        ResourceKind(
            "inspector2", "filter", ("create_filter", {"name": NAME, "action": "SUPPRESS", "description": "d", "filterCriteria": {"severity": [{"comparison": "EQUALS", "value": "LOW"}]}}),
            ("list_filters", {"arns": ["$id"]}), "filters[0]", {"name": NAME, "action": "SUPPRESS", "description": "d"}, ("delete_filter", {"arn": "$id"}), "arn",
            ("list_filters", {}), "filters[].arn", update=("update_filter", {"filterArn": "$id", "description": "e"}), updated={"description": "e"},
            gone="ResourceNotFoundException", tags="map", prepare=(INSPECTOR,),
        ),
        ResourceKind(
            "macie2", "session", ("enable_macie", {"findingPublishingFrequency": "ONE_HOUR"}), ("get_macie_session", {}), "", {"findingPublishingFrequency": "ONE_HOUR", "status": "ENABLED"},
            ("disable_macie", {}), update=("update_macie_session", {"status": "PAUSED"}), updated={"status": "PAUSED"},
            again="ConflictException", missing="AccessDeniedException",
        ),
        ResourceKind(
            "macie2", "custom_data_identifier", ("create_custom_data_identifier", {"name": NAME, "regex": "[a-z]{5}", "description": "d"}),
            ("get_custom_data_identifier", {"id": "$id"}), "", {"name": NAME, "regex": "[a-z]{5}", "description": "d"}, ("delete_custom_data_identifier", {"id": "$id"}), "customDataIdentifierId",
            ("list_custom_data_identifiers", {}), "items[].id", missing="-", gone="", prepare=(MACIE,),
        ),
        ResourceKind(
            "macie2", "findings_filter", ("create_findings_filter", {"name": NAME, "action": "ARCHIVE", "description": "d", "findingCriteria": {"criterion": {"severity.description": {"eq": ["Low"]}}}}),
            ("get_findings_filter", {"id": "$id"}), "", {"name": NAME, "action": "ARCHIVE", "description": "d", "findingCriteria": {"criterion": {"severity.description": {"eq": ["Low"]}}}},
            ("delete_findings_filter", {"id": "$id"}), "id", ("list_findings_filters", {}), "findingsFilterListItems[].id",
            update=("update_findings_filter", {"id": "$id", "description": "e"}), updated={"description": "e"}, again="ConflictException", missing="ResourceNotFoundException", prepare=(MACIE,),
        ),
        ResourceKind(
            "detective", "graph", ("create_graph", {}), ("list_graphs", {}), "GraphList[0]", {}, ("delete_graph", {"GraphArn": "$id"}), "GraphArn",
            ("list_graphs", {}), "GraphList[].Arn", gone="ResourceNotFoundException", tags="upper_map",
        ),
        ResourceKind(
            "accessanalyzer", "analyzer", ("create_analyzer", {"analyzerName": NAME, "type": "ACCOUNT"}), ("get_analyzer", {"analyzerName": NAME}), "analyzer", {"name": NAME, "type": "ACCOUNT", "status": "ACTIVE"},
            ("delete_analyzer", {"analyzerName": NAME}), "arn", ("list_analyzers", {}), "analyzers[].arn", again="ConflictException", missing="ResourceNotFoundException", tags="map",
        ),
    ]  # fmt: skip


def make_operation_kinds() -> list[ResourceKind]:
    """Return the kinds of watching, keys, storage, money and network."""
    bucket, group = {"Bucket": "walked-bucket"}, {"logGroupName": NAME}
    alarm = {
        "AlarmName": NAME,
        "MetricName": "m",
        "Namespace": "n",
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 1.0,
        "ComparisonOperator": "GreaterThanThreshold",
    }
    budget = {
        "BudgetName": NAME,
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": "10", "Unit": "USD"},
    }
    mine = {"AccountId": OWNER}
    parameter = {"Name": NAME, "Value": "v", "Type": "String"}
    return [
        ResourceKind(
            "cloudwatch", "alarm", ("put_metric_alarm", alarm), ("describe_alarms", {"AlarmNames": [NAME]}), "MetricAlarms[0]",
            {n: alarm[n] for n in ("MetricName", "Namespace", "Threshold", "Period")}, ("delete_alarms", {"AlarmNames": [NAME]}),
            update=("put_metric_alarm", alarm | {"Threshold": 2.0}), updated={"Threshold": 2.0}, gone="",
            tags="upper_arn", tagged=f"arn:aws:cloudwatch:us-east-1:{OWNER}:alarm:{NAME}",
        ),
        ResourceKind(
            "events", "rule", ("put_rule", {"Name": NAME, "EventPattern": '{"source":["aws.ec2"]}', "Description": "d", "State": "ENABLED"}), ("describe_rule", {"Name": NAME}), "",
            {"Name": NAME, "EventPattern": '{"source":["aws.ec2"]}', "Description": "d", "State": "ENABLED"}, ("delete_rule", {"Name": NAME}), "RuleArn", ("list_rules", {}), "Rules[].Arn",
            missing="ResourceNotFoundException", gone="", tags="upper_arn",
        ),
        ResourceKind(
            "events", "bus", ("create_event_bus", {"Name": NAME}), ("describe_event_bus", {"Name": NAME}), "", {"Name": NAME}, ("delete_event_bus", {"Name": NAME}), "EventBusArn",
            ("list_event_buses", {}), "EventBuses[].Arn", again="ResourceAlreadyExistsException", missing="ResourceNotFoundException", gone="", tags="upper_arn",
        ),
        ResourceKind(
            "logs", "group", ("create_log_group", group), ("describe_log_groups", {"logGroupNamePrefix": NAME}), "logGroups[0]", group, ("delete_log_group", group),
            update=("put_retention_policy", group | {"retentionInDays": 30}), updated={"retentionInDays": 30}, again="ResourceAlreadyExistsException", gone="ResourceNotFoundException",
            tags="map", tagged=f"arn:aws:logs:us-east-1:{OWNER}:log-group:{NAME}",
        ),
        ResourceKind(
            "logs", "metric_filter", ("put_metric_filter", group | {"filterName": "f", "filterPattern": "x", "metricTransformations": [{"metricName": "m", "metricNamespace": "n", "metricValue": "1"}]}),
            ("describe_metric_filters", group), "metricFilters[0]", {"filterName": "f", "filterPattern": "x"}, ("delete_metric_filter", group | {"filterName": "f"}),
            gone="ResourceNotFoundException", prepare=(("group", "logs", "create_log_group", group, "ResponseMetadata.HTTPStatusCode"),),
        ),
        ResourceKind(
            "sns", "topic", ("create_topic", {"Name": NAME}), ("get_topic_attributes", {"TopicArn": "$id"}), "Attributes", {"Owner": OWNER}, ("delete_topic", {"TopicArn": "$id"}), "TopicArn",
            ("list_topics", {}), "Topics[].TopicArn", update=("set_topic_attributes", {"TopicArn": "$id", "AttributeName": "DisplayName", "AttributeValue": "d"}), updated={"DisplayName": "d"},
            missing="NotFound", gone="", tags="pairs",
        ),
        ResourceKind(
            "kms", "alias", ("create_alias", {"AliasName": "alias/walked", "TargetKeyId": "$key"}), ("list_aliases", {"KeyId": "$key"}), "Aliases[0]", {"AliasName": "alias/walked", "TargetKeyId": "$key"},
            ("delete_alias", {"AliasName": "alias/walked"}), again="AlreadyExistsException", gone="NotFoundException", prepare=(("key", "kms", "create_key", {}, "KeyMetadata.KeyId"),),
        ),
        ResourceKind(
            "kms", "key", ("create_key", {"Description": "d"}), ("describe_key", {"KeyId": "$id"}), "KeyMetadata", {"Description": "d", "KeyState": "Enabled", "KeyUsage": "ENCRYPT_DECRYPT"},
            ("schedule_key_deletion", {"KeyId": "$id", "PendingWindowInDays": 7}), "KeyMetadata.KeyId", ("list_keys", {}), "Keys[].KeyId",
            update=("update_key_description", {"KeyId": "$id", "Description": "e"}), updated={"Description": "e"}, gone="KMSInvalidStateException", missing="-", stays=True, tags="kms",
        ),
        ResourceKind(
            "s3", "bucket", ("create_bucket", bucket), ("get_bucket_versioning", bucket), "", {}, ("delete_bucket", bucket), listing=("list_buckets", {}), listed="Buckets[].Name", names="walked-bucket",
            missing="NoSuchBucket",
        ),
        ResourceKind(
            "budgets", "budget", ("create_budget", mine | {"Budget": budget}), ("describe_budget", mine | {"BudgetName": NAME}), "Budget", {"BudgetName": NAME, "BudgetType": "COST", "BudgetLimit": {"Amount": "10", "Unit": "USD"}},
            ("delete_budget", mine | {"BudgetName": NAME}), listing=("describe_budgets", mine), listed="Budgets[].BudgetName", names=NAME,
            update=("update_budget", mine | {"NewBudget": budget | {"BudgetLimit": {"Amount": "20", "Unit": "USD"}}}), updated={"BudgetLimit": {"Amount": "20", "Unit": "USD"}},
            again="DuplicateRecordException", missing="NotFoundException", tags="budgets", tagged=f"arn:aws:budgets::{OWNER}:budget/{NAME}",
        ),
        ResourceKind(
            "ssm", "parameter", ("put_parameter", parameter), ("get_parameter", {"Name": NAME}), "Parameter", parameter, ("delete_parameter", {"Name": NAME}),
            listing=("describe_parameters", {}), listed="Parameters[].Name", names=NAME, update=("put_parameter", parameter | {"Value": "w", "Overwrite": True}), updated={"Value": "w", "Version": 2},
            again="ParameterAlreadyExists", missing="ParameterNotFound", tags="ssm", tagged=NAME,
        ),
        ResourceKind(
            "ec2", "vpc", ("create_vpc", {"CidrBlock": "10.1.0.0/16"}), ("describe_vpcs", {"VpcIds": ["$id"]}), "Vpcs[0]", {"CidrBlock": "10.1.0.0/16", "IsDefault": False},
            ("delete_vpc", {"VpcId": "$id"}), "Vpc.VpcId", ("describe_vpcs", {}), "Vpcs[].VpcId", missing="InvalidVpcID.NotFound", tags="ec2",
        ),
        ResourceKind(
            "ec2", "security_group", ("create_security_group", {"GroupName": NAME, "Description": "d", "VpcId": "$vpc"}), ("describe_security_groups", {"GroupIds": ["$id"]}), "SecurityGroups[0]",
            {"GroupName": NAME, "Description": "d", "VpcId": "$vpc", "IpPermissions": []}, ("delete_security_group", {"GroupId": "$id"}), "GroupId", ("describe_security_groups", {}), "SecurityGroups[].GroupId",
            again="InvalidGroup.Duplicate", missing="InvalidGroup.NotFound", tags="ec2", prepare=(VPC,),
        ),
        ResourceKind(
            "elbv2", "target_group", ("create_target_group", {"Name": NAME, "Protocol": "HTTPS", "Port": 443, "VpcId": "$vpc", "TargetType": "ip"}), ("describe_target_groups", {"TargetGroupArns": ["$id"]}), "TargetGroups[0]",
            {"TargetGroupName": NAME, "Protocol": "HTTPS", "Port": 443, "VpcId": "$vpc", "TargetType": "ip"}, ("delete_target_group", {"TargetGroupArn": "$id"}), "TargetGroups[0].TargetGroupArn",
            ("describe_target_groups", {}), "TargetGroups[].TargetGroupArn", update=("modify_target_group", {"TargetGroupArn": "$id", "HealthCheckPath": "/h"}), updated={"HealthCheckPath": "/h"},
            missing="TargetGroupNotFound", gone="", tags="elbv2", prepare=(VPC,),
        ),
    ]  # fmt: skip


KINDS: tuple[ResourceKind, ...] = tuple(
    kind
    for make in (make_iam_kinds, make_account_kinds, make_detection_kinds, make_operation_kinds)
    for kind in make()
)
