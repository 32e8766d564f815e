import json
from typing import Any

from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior

DENY = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'


def test_new_account_has_the_role_of_the_management_account(client: Any, member: str) -> None:
    iam = client("iam", member)
    role = "OrganizationAccountAccessRole"
    attached = iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    assert [policy["PolicyName"] for policy in attached] == ["AdministratorAccess"]


def test_member_sees_its_organization(client: Any, member: str) -> None:
    found = client("organizations", member).describe_organization()["Organization"]
    assert found["MasterAccountId"] == "123456789012"
    assert found["FeatureSet"] == "ALL"


def test_account_without_an_organization_says_so(client: Any, refusal: Any) -> None:
    code = refusal(client("organizations").describe_organization)[0]
    assert code == "AWSOrganizationsNotInUseException"


def test_policy_is_attached_and_found_from_both_ends(client: Any, member: str) -> None:
    organizations = client("organizations")
    (root,) = organizations.list_roots()["Roots"]
    organizations.enable_policy_type(RootId=root["Id"], PolicyType="SERVICE_CONTROL_POLICY")
    (root,) = organizations.list_roots()["Roots"]
    types = {t["Type"]: t["Status"] for t in root["PolicyTypes"]}
    assert types["SERVICE_CONTROL_POLICY"] == "ENABLED"
    unit = organizations.create_organizational_unit(ParentId=root["Id"], Name="Prod")
    unit_id = unit["OrganizationalUnit"]["Id"]
    organizations.move_account(
        AccountId=member, SourceParentId=root["Id"], DestinationParentId=unit_id
    )
    accounts = organizations.list_accounts_for_parent(ParentId=unit_id)["Accounts"]
    assert [account["Id"] for account in accounts] == [member]
    policy = organizations.create_policy(
        Name="deny", Description="", Type="SERVICE_CONTROL_POLICY", Content=DENY
    )["Policy"]["PolicySummary"]["Id"]
    organizations.attach_policy(PolicyId=policy, TargetId=unit_id)
    targets = organizations.list_targets_for_policy(PolicyId=policy)["Targets"]
    assert [target["TargetId"] for target in targets] == [unit_id]
    attached = organizations.list_policies_for_target(
        TargetId=unit_id, Filter="SERVICE_CONTROL_POLICY"
    )["Policies"]
    assert policy in [p["Id"] for p in attached]
    content = organizations.describe_policy(PolicyId=policy)["Policy"]["Content"]
    assert json.loads(content) == json.loads(DENY)


def test_resource_control_policies_are_listed_apart(client: Any, member: str) -> None:
    organizations = client("organizations")
    rcps = organizations.list_policies(Filter="RESOURCE_CONTROL_POLICY")["Policies"]
    scps = organizations.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
    assert [p["Name"] for p in rcps] == ["RCPFullAWSAccess"]
    assert [p["Name"] for p in scps] == ["FullAWSAccess"]
    assert member


def test_any_trusted_service_can_be_delegated(client: Any, member: str, refusal: Any) -> None:
    organizations = client("organizations")
    for service in ("cloudtrail", "securityhub"):
        principal = f"{service}.amazonaws.com"
        organizations.enable_aws_service_access(ServicePrincipal=principal)
        organizations.register_delegated_administrator(AccountId=member, ServicePrincipal=principal)
    delegates = organizations.list_delegated_administrators()["DelegatedAdministrators"]
    assert [delegate["Id"] for delegate in delegates] == [member]
    trusted = organizations.list_aws_service_access_for_organization()
    principals = {p["ServicePrincipal"] for p in trusted["EnabledServicePrincipals"]}
    assert principals == {"cloudtrail.amazonaws.com", "securityhub.amazonaws.com"}
    code = refusal(
        organizations.register_delegated_administrator,
        AccountId=member,
        ServicePrincipal="made-up.amazonaws.com",
    )[0]
    assert code == "InvalidInputException"


def test_policies_of_aws_have_arns_of_aws(client: Any, member: str) -> None:
    organizations = client("organizations")
    root = organizations.list_roots()["Roots"][0]["Id"]
    own = organizations.create_policy(
        Name="own", Description="", Type="SERVICE_CONTROL_POLICY", Content=DENY
    )["Policy"]["PolicySummary"]
    full = "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess"
    listed = organizations.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
    assert {policy["Arn"] for policy in listed} == {full, own["Arn"]}
    for target in (root, member):
        (policy,) = organizations.list_policies_for_target(
            TargetId=target, Filter="SERVICE_CONTROL_POLICY"
        )["Policies"]
        assert policy["Arn"] == full
    described = organizations.describe_policy(PolicyId="p-FullAWSAccess")["Policy"]
    assert described["PolicySummary"]["Arn"] == full
    assert '"*"' in described["Content"]
    described = organizations.describe_policy(PolicyId=own["Id"])["Policy"]
    assert described["PolicySummary"]["Arn"] == own["Arn"]


def test_accounts_take_their_time(client: Any, emulator: Emulator) -> None:
    organizations = client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    emulator.state.behavior = Behavior(delay=1)
    status = organizations.create_account(AccountName="dev", Email="dev@example.com")
    request = status["CreateAccountStatus"]
    assert (request["State"], "AccountId" in request) == ("IN_PROGRESS", False)
    again = {"CreateAccountRequestId": request["Id"]}
    first = organizations.describe_create_account_status(**again)["CreateAccountStatus"]
    assert first["State"] == "IN_PROGRESS"
    last = organizations.describe_create_account_status(**again)["CreateAccountStatus"]
    assert last["State"] == "SUCCEEDED"
    ids = {account["Id"] for account in organizations.list_accounts()["Accounts"]}
    assert last["AccountId"] in ids
    done = organizations.list_create_account_status(States=["SUCCEEDED"])
    assert [found["Id"] for found in done["CreateAccountStatuses"]] == [request["Id"]]


def test_five_accounts_are_made_at_a_time(client: Any, emulator: Emulator, refusal: Any) -> None:
    organizations = client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    emulator.state.behavior = Behavior(delay=9)
    for number in range(5):
        organizations.create_account(AccountName="x", Email=f"{number}@example.com")
    code = refusal(organizations.create_account, AccountName="x", Email="6@example.com")[0]
    assert code == "TooManyRequestsException"


def test_an_email_address_has_one_account(client: Any, member: str) -> None:
    organizations = client("organizations")
    for email, why in (("DEV@example.com", "EMAIL_ALREADY_EXISTS"), ("nobody", "INVALID_EMAIL")):
        made = organizations.create_account(AccountName="x", Email=email)["CreateAccountStatus"]
        assert (made["State"], made["FailureReason"]) == ("FAILED", why)
    assert len(organizations.list_accounts()["Accounts"]) == 2
    assert member


def test_an_organization_has_ten_accounts(client: Any, member: str, refusal: Any) -> None:
    organizations = client("organizations")
    for number in range(8):
        organizations.create_account(AccountName="x", Email=f"{number}@example.com")
    code = refusal(organizations.create_account, AccountName="x", Email="9@example.com")[0]
    assert code == "ConstraintViolationException"
    assert member


def test_gov_cloud_accounts_come_in_pairs(client: Any, member: str) -> None:
    made = client("organizations").create_gov_cloud_account(
        AccountName="gov", Email="g@example.com"
    )
    status = made["CreateAccountStatus"]
    assert status["GovCloudAccountId"] not in {status["AccountId"], member}


def test_a_member_leaves_after_seven_days(client: Any, age: Any, member: str, refusal: Any) -> None:
    organizations = client("organizations")
    inside = client("organizations", member)
    code = refusal(inside.leave_organization)[0]
    assert code == "ConstraintViolationException"
    age(member)
    inside.leave_organization()
    assert refusal(inside.describe_organization)[0] == "AWSOrganizationsNotInUseException"
    code = refusal(organizations.remove_account_from_organization, AccountId="123456789012")[0]
    assert code == "MasterCannotLeaveOrganizationException"
    organizations.delete_organization()


def test_an_organization_with_members_is_not_deleted(
    client: Any, member: str, refusal: Any
) -> None:
    code = refusal(client("organizations").delete_organization)[0]
    assert code == "OrganizationNotEmptyException"
    assert member


def test_a_closed_account_is_suspended(client: Any, member: str, refusal: Any) -> None:
    organizations = client("organizations")
    organizations.close_account(AccountId=member)
    assert organizations.describe_account(AccountId=member)["Account"]["Status"] == "SUSPENDED"
    assert refusal(organizations.close_account, AccountId=member)[0].startswith("AccountAlready")
    code = refusal(organizations.close_account, AccountId="123456789012")[0]
    assert code == "ConstraintViolationException"
    code = refusal(organizations.describe_account, AccountId="111122223333")[0]
    assert code == "AccountNotFoundException"


def test_members_ask_in_vain_for_the_accounts(client: Any, member: str, refusal: Any) -> None:
    code = refusal(client("organizations", member).list_accounts)[0]
    assert code == "AccessDeniedException"


def test_ten_accounts_are_the_default(client: Any, member: str, refusal: Any) -> None:
    organizations = client("organizations")
    for number in range(8):
        organizations.create_account(AccountName="x", Email=f"{number}@example.com")
    asked = {"AccountName": "last", "Email": "last@example.com"}
    assert refusal(organizations.create_account, **asked)[0] == "ConstraintViolationException"
    client("service-quotas").request_service_quota_increase(
        ServiceCode="organizations", QuotaCode="L-E619E033", DesiredValue=11
    )
    organizations.create_account(**asked)
    assert member
