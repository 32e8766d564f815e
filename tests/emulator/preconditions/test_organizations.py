from typing import Any

import pytest

ACCOUNT = "123456789012"


@pytest.fixture
def organizations(client: Any) -> Any:
    made = client("organizations")
    made.create_organization(FeatureSet="ALL")
    return made


@pytest.fixture
def root(organizations: Any) -> str:
    found: str = organizations.list_roots()["Roots"][0]["Id"]
    return found


def make_account(organizations: Any, name: str = "dev") -> str:
    made = organizations.create_account(AccountName=name, Email=f"{name}@example.com")
    account_id: str = made["CreateAccountStatus"]["AccountId"]
    return account_id


def make_unit(organizations: Any, parent: str, name: str = "unit") -> str:
    made = organizations.create_organizational_unit(ParentId=parent, Name=name)
    unit: str = made["OrganizationalUnit"]["Id"]
    return unit


def make_policy(organizations: Any, text: str, name: str = "policy") -> str:
    made = organizations.create_policy(
        Name=name, Description="d", Type="SERVICE_CONTROL_POLICY", Content=text
    )
    policy: str = made["Policy"]["PolicySummary"]["Id"]
    return policy


def test_ten_accounts_are_the_default(organizations: Any, code: Any, client: Any) -> None:
    for number in range(9):
        make_account(organizations, f"a{number}")
    asked = {"AccountName": "last", "Email": "last@example.com"}
    assert code(organizations.create_account, **asked) == "ConstraintViolationException"
    client("service-quotas").request_service_quota_increase(
        ServiceCode="organizations", QuotaCode="L-E619E033", DesiredValue=20
    )
    organizations.create_account(**asked)


def test_a_unit_has_a_name_of_its_own_and_is_not_too_deep(
    organizations: Any, code: Any, root: str
) -> None:
    parent = root
    for number in range(5):
        parent = make_unit(organizations, parent, f"level-{number}")
    found = code(organizations.create_organizational_unit, ParentId=parent, Name="six")
    assert found == "ConstraintViolationException"
    found = code(organizations.create_organizational_unit, ParentId=root, Name="level-0")
    assert found == "DuplicateOrganizationalUnitException"


def test_a_unit_stays_until_it_is_empty(organizations: Any, code: Any, root: str) -> None:
    unit, account = make_unit(organizations, root), make_account(organizations)
    organizations.move_account(AccountId=account, SourceParentId=root, DestinationParentId=unit)
    found = code(organizations.delete_organizational_unit, OrganizationalUnitId=unit)
    assert found == "OrganizationalUnitNotEmptyException"
    organizations.move_account(AccountId=account, SourceParentId=unit, DestinationParentId=root)
    inner = make_unit(organizations, unit)
    found = code(organizations.delete_organizational_unit, OrganizationalUnitId=unit)
    assert found == "OrganizationalUnitNotEmptyException"
    organizations.delete_organizational_unit(OrganizationalUnitId=inner)
    organizations.delete_organizational_unit(OrganizationalUnitId=unit)


def test_an_account_moves_from_where_it_is(organizations: Any, code: Any, root: str) -> None:
    unit, account = make_unit(organizations, root), make_account(organizations)
    move = organizations.move_account
    asked = {"AccountId": account, "SourceParentId": unit, "DestinationParentId": root}
    assert code(move, **asked) == "SourceParentNotFoundException"
    asked |= {"SourceParentId": root}
    assert code(move, **asked) == "DuplicateAccountException"


def test_a_policy_is_attached_where_its_type_is_enabled(
    organizations: Any, code: Any, root: str, write: Any
) -> None:
    policy = make_policy(organizations, write("Deny"))
    attach, target = organizations.attach_policy, {"PolicyId": policy, "TargetId": root}
    assert code(attach, **target) == "PolicyTypeNotEnabledException"
    organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    attach(**target)
    assert code(attach, **target) == "DuplicatePolicyAttachmentException"


def test_each_node_keeps_an_scp(organizations: Any, code: Any, root: str, write: Any) -> None:
    organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    policy = make_policy(organizations, write("Deny"))
    detach = organizations.detach_policy
    assert code(detach, PolicyId=policy, TargetId=root) == "PolicyNotAttachedException"
    full = {"PolicyId": "p-FullAWSAccess", "TargetId": root}
    assert code(detach, **full) == "ConstraintViolationException"
    organizations.attach_policy(PolicyId=policy, TargetId=root)
    detach(**full)


def test_policies_of_a_node_are_limited(
    organizations: Any, code: Any, root: str, write: Any
) -> None:
    organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    made = [make_policy(organizations, write("Deny"), f"p{number}") for number in range(10)]
    for policy in made[:9]:
        organizations.attach_policy(PolicyId=policy, TargetId=root)
    found = code(organizations.attach_policy, PolicyId=made[9], TargetId=root)
    assert found == "ConstraintViolationException"


def test_a_policy_has_a_size_and_a_shape(organizations: Any, code: Any, write: Any) -> None:
    create = organizations.create_policy
    asked = {"Name": "p", "Description": "d", "Type": "SERVICE_CONTROL_POLICY"}
    long = write("Deny", Action=[f"s3:Action{number:04}" for number in range(800)])
    assert code(create, Content=long, **asked) == "ConstraintViolationException"
    for text in ("no json", "{}", '{"a":1}', "[]"):
        assert code(create, Content=text, **asked) == "MalformedPolicyDocumentException"


def test_policies_of_aws_stay_as_they_are(organizations: Any, code: Any, write: Any) -> None:
    update = organizations.update_policy
    asked = {"PolicyId": "p-FullAWSAccess", "Content": write("Deny")}
    assert code(update, **asked) == "InvalidInputException"


def test_a_service_is_trusted_before_it_is_delegated(organizations: Any, code: Any) -> None:
    account, service = make_account(organizations), "guardduty.amazonaws.com"
    delegate = organizations.register_delegated_administrator
    asked = {"AccountId": account, "ServicePrincipal": service}
    assert code(delegate, **asked) == "ConstraintViolationException"
    organizations.enable_aws_service_access(ServicePrincipal=service)
    own = {"AccountId": ACCOUNT, "ServicePrincipal": service}
    assert code(delegate, **own) == "ConstraintViolationException"
    delegate(**asked)
    remove = organizations.remove_account_from_organization
    assert code(remove, AccountId=account) == "ConstraintViolationException"


def test_the_management_account_stays(organizations: Any, code: Any) -> None:
    for call in (organizations.close_account, organizations.remove_account_from_organization):
        assert code(call, AccountId=ACCOUNT) == "ConstraintViolationException"
