import json
from typing import Any

import pytest


@pytest.fixture
def iam(client: Any) -> Any:
    return client("iam")


def attach_key(iam: Any) -> None:
    iam.create_access_key(UserName="u")


def attach_password(iam: Any) -> None:
    iam.create_login_profile(UserName="u", Password="Not-a-secret-1!")


def attach_group(iam: Any) -> None:
    iam.create_group(GroupName="g")
    iam.add_user_to_group(GroupName="g", UserName="u")


def attach_device(iam: Any) -> None:
    made = iam.create_virtual_mfa_device(VirtualMFADeviceName="d")["VirtualMFADevice"]
    iam.enable_mfa_device(
        UserName="u",
        SerialNumber=made["SerialNumber"],
        AuthenticationCode1="123456",
        AuthenticationCode2="654321",
    )


@pytest.mark.parametrize(
    "attach", [attach_key, attach_password, attach_group, attach_device], ids=lambda f: f.__name__
)
def test_a_user_who_has_something_stays(iam: Any, code: Any, attach: Any) -> None:
    iam.create_user(UserName="u")
    attach(iam)
    assert code(iam.delete_user, UserName="u") == "DeleteConflict"
    iam.create_user(UserName="bare")
    iam.delete_user(UserName="bare")


def test_a_group_that_has_something_stays(iam: Any, code: Any, write: Any) -> None:
    iam.create_group(GroupName="g")
    iam.put_group_policy(GroupName="g", PolicyName="p", PolicyDocument=write())
    assert code(iam.delete_group, GroupName="g") == "DeleteConflict"
    iam.delete_group_policy(GroupName="g", PolicyName="p")
    iam.create_user(UserName="u")
    iam.add_user_to_group(GroupName="g", UserName="u")
    assert code(iam.delete_group, GroupName="g") == "DeleteConflict"
    iam.remove_user_from_group(GroupName="g", UserName="u")
    iam.delete_group(GroupName="g")


def test_a_policy_in_use_stays(iam: Any, code: Any, write: Any) -> None:
    arn = iam.create_policy(PolicyName="p", PolicyDocument=write())["Policy"]["Arn"]
    iam.create_user(UserName="u", PermissionsBoundary=arn)
    assert code(iam.delete_policy, PolicyArn=arn) == "DeleteConflict"
    iam.delete_user_permissions_boundary(UserName="u")
    iam.attach_user_policy(UserName="u", PolicyArn=arn)
    assert code(iam.delete_policy, PolicyArn=arn) == "DeleteConflict"
    iam.detach_user_policy(UserName="u", PolicyArn=arn)
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=write("Deny"))
    assert code(iam.delete_policy, PolicyArn=arn) == "DeleteConflict"
    iam.delete_policy_version(PolicyArn=arn, VersionId="v2")
    iam.delete_policy(PolicyArn=arn)


def test_ten_policies_are_attached_to_a_role(iam: Any, code: Any, write: Any, trust: str) -> None:
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust)
    arns = [
        iam.create_policy(PolicyName=f"p{number}", PolicyDocument=write())["Policy"]["Arn"]
        for number in range(11)
    ]
    for arn in arns[:10]:
        iam.attach_role_policy(RoleName="r", PolicyArn=arn)
    iam.attach_role_policy(RoleName="r", PolicyArn=arns[0])
    asked = {"RoleName": "r", "PolicyArn": arns[10]}
    assert code(iam.attach_role_policy, **asked) == "LimitExceeded"


def test_policies_have_a_size_without_white_space(
    iam: Any, code: Any, write: Any, trust: str
) -> None:
    def make(size: int) -> str:
        return str(write(Resource=[f"arn:aws:s3:::bucket-{n:04}" for n in range(size // 27)]))

    spread = json.dumps(json.loads(make(6000)), indent=40)
    assert len(spread) > 12_000
    iam.create_policy(PolicyName="p", PolicyDocument=spread)
    asked = {"PolicyName": "q", "PolicyDocument": make(6500)}
    assert code(iam.create_policy, **asked) == "LimitExceeded"
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust)
    iam.put_role_policy(RoleName="r", PolicyName="a", PolicyDocument=make(6000))
    iam.put_role_policy(RoleName="r", PolicyName="a", PolicyDocument=make(9000))
    asked = {"RoleName": "r", "PolicyName": "b", "PolicyDocument": make(3000)}
    assert code(iam.put_role_policy, **asked) == "LimitExceeded"
    iam.create_user(UserName="u")
    asked = {"UserName": "u", "PolicyName": "b", "PolicyDocument": make(3000)}
    assert code(iam.put_user_policy, **asked) == "LimitExceeded"


def test_a_trust_policy_names_who_is_there(iam: Any, code: Any, write: Any) -> None:
    def make(name: str) -> dict[str, str]:
        principal = {"AWS": f"arn:aws:iam::123456789012:role/{name}"}
        text = write(Action="sts:AssumeRole", Principal=principal, Resource=None)
        return {"RoleName": "r", "AssumeRolePolicyDocument": text}

    assert code(iam.create_role, **make("nobody")) == "MalformedPolicyDocument"
    iam.create_role(
        **make("nobody")
        | make("nobody")
        | {"RoleName": "ops"}
        | {
            "AssumeRolePolicyDocument": write(
                Action="sts:AssumeRole", Principal={"AWS": "123456789012"}, Resource=None
            )
        }
    )
    iam.create_role(**make("ops"))


def test_a_trust_policy_has_a_size(iam: Any, code: Any, write: Any) -> None:
    text = write(Action="sts:AssumeRole", Principal={"AWS": ["123456789012"] * 200}, Resource=None)
    asked = {"RoleName": "r", "AssumeRolePolicyDocument": text}
    assert code(iam.create_role, **asked) == "LimitExceeded"


def test_an_alias_is_one_for_all_accounts(iam: Any, code: Any, client: Any, member: str) -> None:
    iam.create_account_alias(AccountAlias="acme")
    other = client("iam", member)
    assert code(other.create_account_alias, AccountAlias="acme") == "EntityAlreadyExists"
    other.create_account_alias(AccountAlias="acme-dev")
