from typing import Any

import pytest
from log_targets import make_config_role, make_log_bucket, start_recorder
from security_accounts import make_accounts

POLICY = {
    "PolicyName": "baseline",
    "SecurityServicePolicyData": {"Type": "WAFV2", "ManagedServiceData": "{}"},
    "ResourceType": "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "ExcludeResourceTags": False,
    "RemediationEnabled": False,
}


@pytest.fixture
def team(client: Any) -> tuple[Any, str]:
    """Return the administrator's client and another account."""
    admin, dev = make_accounts(client, "security", "dev")
    client("fms").associate_admin_account(AdminAccount=admin)
    return client("fms", admin), dev


def test_administrator_is_chosen_in_one_region(client: Any, refusal: Any) -> None:
    admin, dev = make_accounts(client, "security", "dev")
    management = client("fms")
    assert refusal(management.get_admin_account)[0] == "ResourceNotFoundException"
    there = client("fms", region="eu-west-1").associate_admin_account
    assert refusal(there, AdminAccount=admin)[0] == "InvalidOperationException"
    management.associate_admin_account(AdminAccount=admin)
    for fms in (management, client("fms", admin), client("fms", admin, "eu-west-1")):
        found = fms.get_admin_account()
        assert (found["AdminAccount"], found["RoleStatus"]) == (admin, "READY")
    assert refusal(client("fms", dev).get_admin_account)[0] == "InvalidOperationException"
    call = management.associate_admin_account
    assert refusal(call, AdminAccount=dev)[0] == "InvalidOperationException"


def test_policies_are_kept_with_their_tokens(client: Any, refusal: Any, team: Any) -> None:
    above, dev = team
    made = above.put_policy(Policy=POLICY)["Policy"]
    assert refusal(above.put_policy, Policy=POLICY)[0] == "InvalidInputException"
    stale = {**made, "PolicyUpdateToken": "0" * 32}
    assert refusal(above.put_policy, Policy=stale)[0] == "InvalidInputException"
    above.put_policy(Policy={**made, "RemediationEnabled": True})
    found = above.get_policy(PolicyId=made["PolicyId"])["Policy"]
    assert found["RemediationEnabled"] is True
    (listed,) = above.list_policies()["PolicyList"]
    assert (listed["PolicyName"], listed["SecurityServiceType"]) == ("baseline", "WAFV2")
    assert refusal(client("fms", dev).list_policies)[0] == "InvalidOperationException"
    assert refusal(above.disassociate_admin_account)[0] == "InvalidOperationException"
    above.delete_policy(PolicyId=made["PolicyId"])
    call = above.get_policy
    assert refusal(call, PolicyId=made["PolicyId"])[0] == "ResourceNotFoundException"
    above.disassociate_admin_account()
    assert refusal(client("fms").get_admin_account)[0] == "ResourceNotFoundException"


def test_members_without_config_are_told(client: Any, team: Any) -> None:
    above, dev = team
    make_log_bucket(client("s3", dev), "config", "config")
    start_recorder(client("config", dev), make_config_role(client("iam", dev)), "config")
    excluded = {"ExcludeMap": {"ACCOUNT": ["123456789012"]}}
    made = above.put_policy(Policy={**POLICY, **excluded})["Policy"]["PolicyId"]
    found = above.list_compliance_status(PolicyId=made)["PolicyComplianceStatusList"]
    issues = {f["MemberAccount"]: set(f["IssueInfoMap"]) for f in found}
    assert issues[dev] == set()
    assert list(issues.values()).count({"AWSCONFIG"}) == 1
    assert "123456789012" not in issues
    assert len(above.list_member_accounts()["MemberAccounts"]) == 2


def test_notification_channel_is_kept(team: Any) -> None:
    above, _ = team
    assert "SnsTopicArn" not in above.get_notification_channel()
    channel = {"SnsTopicArn": "arn:aws:sns:us-east-1:1:t", "SnsRoleName": "role"}
    above.put_notification_channel(**channel)
    found = above.get_notification_channel()
    assert {n: found[n] for n in channel} == channel
    above.delete_notification_channel()
    assert "SnsTopicArn" not in above.get_notification_channel()
