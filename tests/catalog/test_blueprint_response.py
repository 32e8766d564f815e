"""What the layer response of a blueprint wants: of roles, keys, buckets, groups and runbooks."""

from typing import Any

import pytest
from blueprint_world import columns_of, want
from role_statements import list_statements

from ringwall.model.errors import BadBlueprint
from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.evaluate import evaluate
from ringwall.reason.iam.evaluation.policy_set import PolicySet
from ringwall.reason.iam.evaluation.request import make_request
from ringwall.reason.iam.language.parse import read_policy

SHOP = "444444444444"
SMALL = """
blueprint: acme
home_region: eu-west-1
accounts:
  email: aws+{account}@acme.io
  units:
    Security: {accounts: [security, log-archive]}
    Workloads: {accounts: [shop]}
  accounts:
    management: {id: "111111111111"}
    security: {id: "222222222222"}
    log-archive: {id: "333333333333"}
    shop: {id: "444444444444"}
"""


def want_response(text: str) -> list[Any]:
    return want(f"{SMALL}response: {{{text}}}\n", "response.")


def find_statements(columns: Any, name: str) -> dict[str, Any]:
    return {each.get("Sid", ""): each for each in columns[name]["Statement"]}


def test_all_is_off_by_itself() -> None:
    assert want_response("") == []


def test_nobody_deletes_evidence_and_it_never_expires() -> None:
    rows = want_response("evidence: {enabled: true}")
    (columns,) = columns_of(rows, "s3_bucket").values()
    assert columns["name"] == "acme-evidence-333333333333-eu-west-1"
    assert (columns["object_lock_mode"], columns["object_lock_days"]) == ("GOVERNANCE", 365)
    statements = find_statements(columns, "policy")
    keep = statements["KeepAll"]
    assert (keep["Effect"], keep["Principal"], "Condition" in keep) == ("Deny", "*", False)
    assert {"s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"} < {*keep["Action"]}
    assert all("Expiration" not in rule for rule in columns["lifecycle_rules"])
    write = statements["Write"]["Condition"]
    assert write["StringEquals"].keys() == {"aws:PrincipalOrgID"}
    assert write["ArnLike"] == {"aws:PrincipalArn": ["arn:aws:iam::*:role/ringwall-responder"]}


def test_evidence_is_kept_in_the_account_that_is_named() -> None:
    rows = want_response("evidence: {enabled: true, account: security}")
    assert {row.key.account for row in rows} == {"security"}
    (columns,) = columns_of(rows, "s3_bucket").values()
    assert "log_bucket" not in columns  # that of access logs is in another account


def test_a_role_reads_and_another_one_acts_in_each_account() -> None:
    rows = want_response("forensics: {enabled: true, external_id: case}")
    roles = columns_of(rows, "iam_role")
    assert len(roles) == 2 * 4 + 1
    for key, columns in roles.items():
        (statement,) = columns["assume_role_policy_document"]["Statement"]
        if not key.endswith("ringwall-forensics"):
            assert statement["Principal"] == {"AWS": "arn:aws:iam::222222222222:root"}
            assert statement["Condition"]["StringEquals"]["sts:ExternalId"] == "case"
            assert statement["Condition"]["ArnLike"] == {
                "aws:PrincipalArn": [
                    "arn:aws:iam::222222222222:role/ringwall-response",
                    "arn:aws:iam::222222222222:role/*/ringwall-response",
                ]
            }
    managed = list_statements(rows, "shop", "ringwall-investigator")
    verbs = {action.partition(":")[2] for each in managed for action in each["Action"]}
    starts = ("Describe", "Generate", "Get", "List", "Lookup")
    assert all(verb.startswith(starts) for verb in verbs)
    assert all(each["Effect"] == "Allow" for each in managed)
    policies = columns_of(rows, "iam_role_policy")
    assert "shop global ringwall-investigator/act" not in policies


def test_topics_are_for_responders_and_findings_come_once() -> None:
    given = "notifications: {enabled: true, approver_email_addresses: [boss@acme.io]}"
    rows = want_response(given)
    assert {row.key.name for row in rows if row.key.table == "sns_topic"} == {
        "responders",
        "approvals",
    }
    assert columns_of(rows, "events_rule") == {}  # detection.rules sends them
    (subscription,) = columns_of(rows, "sns_subscription").values()
    assert subscription["endpoint"] == "boss@acme.io"
    off = f"{SMALL}detection: {{rules: {{enabled: false}}}}\nresponse: {{{given}}}\n"
    rules = columns_of(want(off, "response."), "events_rule")
    assert {rule["name"] for rule in rules.values()} == {
        "acme-response-guardduty",
        "acme-response-security-hub",
    }


def test_runbooks_are_shared_and_run_with_what_their_steps_need() -> None:
    rows = want_response("runbooks: {enabled: true, names: [disable-access-key]}")
    shares = columns_of(rows, "ssm_document_permission")
    ids = {columns["shared_account_id"] for columns in shares.values()}
    assert ids == {"111111111111", "333333333333", "444444444444"}
    roles = columns_of(rows, "iam_role")
    trust = roles["security global AWS-SystemsManager-AutomationAdministrationRole"]
    (statement,) = trust["assume_role_policy_document"]["Statement"]
    assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": "222222222222"}
    name = "shop global AWS-SystemsManager-AutomationExecutionRole/runbooks"
    policy = columns_of(rows, "iam_role_policy")[name]["policy_document"]
    actions = {action for each in policy["Statement"] for action in each["Action"]}
    assert actions == {
        "iam:GetAccessKeyLastUsed",
        "iam:GetUserPolicy",
        "iam:ListAccessKeys",
        "iam:PassRole",
        "iam:PutUserPolicy",
        "iam:UpdateAccessKey",
        "ssm:GetAutomationExecution",
        "ssm:StartAutomationExecution",
    }


def test_the_version_of_a_runbook_is_named_after_its_content() -> None:
    rows = want_response("runbooks: {enabled: true, names: [block-bucket, disable-access-key]}")
    versions = columns_of(rows, "ssm_document_version").values()
    names = [columns["version_name"] for columns in versions]
    assert len({*names}) == 2
    assert all(name.startswith("ringwall-") for name in names)


def test_a_quarantine_group_has_no_rules() -> None:
    vpc = "vpc-0123456789abcdef0"
    named = f"vpcs: [{{account: shop, region: eu-west-1, vpc_id: {vpc}}}]"
    network = "infrastructure: {network: {enabled: true}}\n"
    response = f"response: {{quarantine: {{enabled: true, {named}}}}}\n"
    rows = want(f"{SMALL}{network}{response}", "response.")
    assert [row.columns["ip_permissions"] for row in rows] == [[], []]
    assert [row.columns["ip_permissions_egress"] for row in rows] == [[], []]
    own, other = rows
    assert own.columns["vpc_id"].key.table == "ec2_vpc"
    assert (other.columns["vpc_id"], other.expects[0].value) == (vpc, vpc)


def want_sessions(text: str) -> list[Any]:
    return want(
        f"{SMALL}infrastructure: {{session_manager: {{{text}}}}}\n",
        "infrastructure.session_manager",
    )


def test_sessions_are_off_by_themselves() -> None:
    assert want_sessions("") == []


def test_sessions_are_encrypted_logged_and_end() -> None:
    rows = want_sessions("enabled: true, accounts: [shop], idle_session_timeout: 15")
    (document,) = (row for row in rows if row.key.table == "ssm_document")
    inputs = document.given["document_content"]["inputs"]
    assert document.key.account == "shop"
    assert inputs["kmsKeyId"].key.account == "log-archive"
    # Until the bucket is there, one of its name could be anybody's.
    assert str(inputs["s3BucketName"].key) == "log-archive eu-west-1 s3_bucket/sessions"
    assert (inputs["s3KeyPrefix"], inputs["s3EncryptionEnabled"]) == ("444444444444", True)
    assert (inputs["idleSessionTimeout"], inputs["maxSessionDuration"]) == ("15", "480")
    (bucket,) = columns_of(rows, "s3_bucket").values()
    write = find_statements(bucket, "policy")["Write"]
    assert write["Resource"].endswith("/${aws:PrincipalAccount}/*")
    assert write["Condition"]["StringEquals"].keys() == {"aws:PrincipalOrgID"}


def test_the_version_of_preferences_does_not_depend_on_what_is_not_known_yet() -> None:
    known = want_sessions("enabled: true, accounts: [shop]")
    text = SMALL.replace('log-archive: {id: "333333333333"}', "log-archive: {}")
    unknown = want(
        f"{text}infrastructure: {{session_manager: {{enabled: true, accounts: [shop]}}}}\n",
        "infrastructure.session_manager",
    )
    names = [
        columns["version_name"]
        for rows in (known, unknown)
        for columns in columns_of(rows, "ssm_document_version").values()
    ]
    assert len(names) == 2
    assert names[0] == names[1]


def test_hosts_have_a_role_that_may_use_the_key_and_the_bucket() -> None:
    given = "enabled: true, accounts: [shop], default_host_management: true"
    rows = want_sessions(given)
    (role,) = columns_of(rows, "iam_role").values()
    assert role["path"] == "/service-role/"
    (setting,) = columns_of(rows, "ssm_default_host_management").values()
    assert setting == {"role_name": f"service-role/{role['role_name']}"}
    (policy,) = columns_of(rows, "iam_role_policy").values()
    use, write, check = policy["policy_document"]["Statement"]
    assert use["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert write["Resource"].endswith("/444444444444/*")
    assert check["Action"] == ["s3:GetEncryptionConfiguration"]
    for statement in (write, check):
        assert statement["Condition"]["StringEquals"] == {"s3:ResourceAccount": "333333333333"}


def test_evidence_is_written_to_no_bucket_of_others() -> None:
    """Names of buckets can be guessed, and made in another account before ours is."""
    rows = want_response("forensics: {enabled: true}, evidence: {enabled: true}")
    for name in (
        "shop global ringwall-responder/act",
        "security global ringwall-forensics/examine",
    ):
        document = columns_of(rows, "iam_role_policy")[name]["policy_document"]
        (write,) = (each for each in document["Statement"] if "s3:PutObject" in each["Action"])
        assert write["Condition"]["StringEquals"] == {"s3:ResourceAccount": "333333333333"}


def test_evidence_is_locked_and_read_back_in_its_own_account_alone() -> None:
    rows = want_response("forensics: {enabled: true}, evidence: {enabled: true}")
    policies = columns_of(rows, "iam_role_policy")
    acting = {
        name.partition(" ")[0]: [
            each
            for each in row["policy_document"]["Statement"]
            if "s3:PutObjectRetention" in each["Action"]
        ]
        for name, row in policies.items()
        if name.endswith("ringwall-responder/act")
    }
    assert {account for account, found in acting.items() if found} == {"log-archive"}
    assert len(acting) == 4
    (statement,) = acting["log-archive"]
    assert {"s3:GetObject", "s3:GetObjectRetention"} < {*statement["Action"]}
    assert not {"s3:DeleteObject", "s3:BypassGovernanceRetention"} & {*statement["Action"]}
    assert statement["Condition"]["StringEquals"] == {"s3:ResourceAccount": "333333333333"}


FORENSICS = "forensics: {enabled: true, account: shop, network: {enabled: true, zones: 2}}"


def test_evidence_is_examined_where_nothing_is_joined() -> None:
    rows = [row for row in want_response(FORENSICS) if row.key.table.startswith("ec2_")]
    assert {(row.key.account, row.layer) for row in rows} == {("shop", "response")}
    assert [row["cidr_block"] for row in columns_of(rows, "ec2_vpc").values()] == [
        "192.168.240.0/24"
    ]
    assert [*columns_of(rows, "ec2_subnet")] == [
        "shop eu-west-1 forensics isolated-1",
        "shop eu-west-1 forensics isolated-2",
    ]
    made = {row.key.table for row in rows}
    ways_out = {"ec2_internet_gateway", "ec2_nat_gateway", "ec2_transit_gateway_vpc_attachment"}
    assert made.isdisjoint({*ways_out, "ec2_route", "ec2_vpc_gateway_attachment"})
    blocks = {
        (row["rule_action"], row["cidr_block"], row["from_port"])
        for name, row in columns_of(rows, "ec2_network_acl_entry").items()
        if " out " in name
    }
    assert blocks == {("allow", "192.168.240.0/24", 0), ("allow", "0.0.0.0/0", 443)}
    endpoints = columns_of(rows, "ec2_vpc_endpoint")
    assert {row["service_name"].rpartition(".")[2] for row in endpoints.values()} == {
        "s3",
        "ssm",
        "ssmmessages",
    }


def test_the_role_of_instances_is_where_their_network_is() -> None:
    rows = want_response(f"{FORENSICS}, evidence: {{enabled: true}}")
    assert "shop global ringwall-forensics" in columns_of(rows, "iam_role")
    (bucket,) = columns_of(rows, "s3_bucket").values()
    names = str([s["Condition"] for s in bucket["policy"]["Statement"] if "Condition" in s])
    assert "arn:aws:iam::444444444444:role/ringwall-forensics" in names


def test_its_network_is_logged_and_filtered_as_all_are() -> None:
    text = (
        f"{SMALL}response: {{{FORENSICS}, quarantine: {{enabled: true}}}}\n"
        "infrastructure: {dns_firewall: {enabled: true}}\n"
        "detection: {flow_logs: {enabled: true}, resolver_logs: {enabled: true}}\n"
    )
    rows = want(text, "detection.", "infrastructure.", "response.")
    for table in (
        "ec2_flow_log",
        "route53resolver_resolver_query_logging_config_association",
        "route53resolver_firewall_rule_group_association",
    ):
        assert [*columns_of(rows, table)] == ["shop eu-west-1 forensics"]
    groups = columns_of(rows, "ec2_security_group")
    assert "shop eu-west-1 forensics ringwall-quarantine" in groups


def find_policy(rows: list[Any], name: str) -> PolicySet:
    document = columns_of(rows, "iam_role_policy")[name]["policy_document"]
    return PolicySet(identity=(CompiledPolicy(read_policy(document)),))


def find_role(rows: list[Any], role: str) -> PolicySet:
    """Return all policies of a role of the account shop."""
    statements = list_statements(rows, "shop", role)
    document = read_policy({"Version": "2012-10-17", "Statement": statements})
    return PolicySet(identity=(CompiledPolicy(document),))


def is_allowed(policies: PolicySet, action: str, resource: str, **keys: Any) -> bool:
    """Say whether a role of the account shop may do something."""
    request = make_request(f"arn:aws:iam::{SHOP}:role/r", action, resource, **keys)
    return evaluate(request, policies).verdict == "allowed"


@pytest.fixture(scope="module")
def acts() -> PolicySet:
    rows = want_response("forensics: {enabled: true, session_revocation: true}")
    return find_role(rows, "ringwall-responder")


@pytest.fixture(scope="module")
def runbook_acts() -> PolicySet:
    name = "AWS-SystemsManager-AutomationExecutionRole/runbooks"
    return find_policy(want_response("runbooks: {enabled: true}"), f"shop global {name}")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"ec2:Add/userId": "222222222222"}, True),  # the account that examines evidence
        ({"ec2:Add/userId": "333333333333"}, True),  # that which keeps it
        ({"ec2:Add/userId": "999999999999"}, False),
        ({"ec2:Add/userId": ["222222222222", "999999999999"]}, False),
        ({"ec2:Add/group": "all"}, False),
        ({"ec2:Add/userId": "222222222222", "ec2:Add/group": "all"}, False),
        ({"ec2:Remove/userId": "999999999999"}, True),
    ],
)
def test_snapshots_of_a_case_are_shared_with_those_who_examine_it(
    acts: PolicySet,
    asked: dict[str, Any],
    expected: bool,  # noqa: FBT001 - a parameter
) -> None:
    context = {"aws:ResourceTag/ringwall:case": "c-1", **asked}
    snapshot = "arn:aws:ec2:eu-west-1::snapshot/snap-1"
    action = "ec2:ModifySnapshotAttribute"
    found = is_allowed(acts, action, snapshot, context=context, resource_account=SHOP)
    assert found is expected


@pytest.mark.parametrize(
    "changed",
    [
        {"ec2:Attribute": "UserData"},
        {"ec2:Attribute": "userData"},
        {"ec2:Attribute/UserData": "IyEvYmlu"},
    ],
)
def test_nobody_changes_what_an_instance_runs(
    acts: PolicySet, runbook_acts: PolicySet, changed: dict[str, str]
) -> None:
    """User data runs as the role of the instance, which may do more than who changes it."""
    asked = ("ec2:ModifyInstanceAttribute", f"arn:aws:ec2:eu-west-1:{SHOP}:instance/i-1")
    for policies in (acts, runbook_acts):
        assert is_allowed(policies, *asked, context={"ec2:Attribute": "disableApiTermination"})
        assert not is_allowed(policies, *asked, context=changed)


@pytest.mark.parametrize(
    "role",
    [
        "AWS-SystemsManager-AutomationAdministrationRole",
        "AWS-SystemsManager-AutomationExecutionRole",
        "aws-controltower-ConfigRecorderRole",
        "stacksets-exec-0123",
        "ringwall-apply",
    ],
)
def test_roles_that_govern_the_account_are_not_changed(
    acts: PolicySet, runbook_acts: PolicySet, role: str
) -> None:
    place = f"arn:aws:iam::{SHOP}:role/"
    for policies in (acts, runbook_acts):
        assert is_allowed(policies, "iam:PutRolePolicy", f"{place}app")
        assert not is_allowed(policies, "iam:PutRolePolicy", f"{place}{role}")


def test_the_role_by_which_the_management_account_enters_is_not_changed() -> None:
    named = SMALL.replace("accounts:\n", "accounts:\n  role_name: Entry\n", 1)
    rows = want(f"{named}response: {{forensics: {{enabled: true}}}}\n", "response.")
    policies = find_policy(rows, "shop global ringwall-responder/act")
    deny_all = {"iam:PolicyARN": "arn:aws:iam::aws:policy/AWSDenyAll"}
    place = f"arn:aws:iam::{SHOP}:role/"
    assert is_allowed(policies, "iam:AttachRolePolicy", f"{place}app", context=deny_all)
    assert not is_allowed(policies, "iam:AttachRolePolicy", f"{place}Entry", context=deny_all)


def test_responders_close_buckets_of_their_own_account(acts: PolicySet) -> None:
    asked = ("s3:PutBucketPublicAccessBlock", "arn:aws:s3:::b")
    for owner, expected in ((SHOP, True), ("999999999999", False)):
        keys: dict[str, Any] = {"context": {"s3:ResourceAccount": owner}}
        found = is_allowed(acts, *asked, resource_account=SHOP, **keys)
        assert found is expected


def test_a_role_of_identity_center_is_told_by_its_path() -> None:
    """Whoever may make roles in the security account could make one of such a name."""
    rows = want_response("forensics: {enabled: true, trusted_role: AWSReservedSSO_Respond_*}")
    trust = columns_of(rows, "iam_role")["shop global ringwall-responder"]
    (statement,) = trust["assume_role_policy_document"]["Statement"]
    place = "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/"
    assert statement["Condition"]["ArnLike"]["aws:PrincipalArn"] == [
        f"{place}AWSReservedSSO_Respond_*",
        f"{place}*/AWSReservedSSO_Respond_*",
    ]


@pytest.mark.parametrize("role", ["*", "**", "*-response"])
def test_not_every_role_is_trusted(role: str) -> None:
    with pytest.raises(BadBlueprint, match="not at the beginning"):
        want_response(f'forensics: {{enabled: true, trusted_role: "{role}"}}')


def test_instances_of_china_have_the_role_of_forensics() -> None:
    text = f"{SMALL}response: {{forensics: {{enabled: true}}}}\n"
    rows = want(text.replace("eu-west-1", "cn-north-1"), "response.")
    trust = columns_of(rows, "iam_role")["security global ringwall-forensics"]
    (statement,) = trust["assume_role_policy_document"]["Statement"]
    assert statement["Principal"] == {"Service": "ec2.amazonaws.com.cn"}
