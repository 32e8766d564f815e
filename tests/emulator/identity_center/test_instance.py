from typing import Any

Center = Any
"""conftest.py declares it."""
SERVICE = "sso.amazonaws.com"


def test_members_see_no_instance(client: Any, center: Center, refusal: Any) -> None:
    sso = client("sso-admin", center.member)
    assert sso.list_instances()["Instances"] == []
    code = refusal(sso.list_permission_sets, InstanceArn=center.instance)[0]
    assert code == "AccessDeniedException"
    code = refusal(client("identitystore", center.member).list_users, IdentityStoreId=center.store)
    assert code[0] == "AccessDeniedException"


def test_a_delegated_administrator_manages_members(
    client: Any, center: Center, refusal: Any
) -> None:
    client("organizations").register_delegated_administrator(
        AccountId=center.member, ServicePrincipal=SERVICE
    )
    sso = client("sso-admin", center.member)
    assert [found["InstanceArn"] for found in sso.list_instances()["Instances"]]
    sso.create_account_assignment(**center.assignment())
    assert client("identitystore", center.member).list_users(IdentityStoreId=center.store)["Users"]
    owner = center.assignment("123456789012")
    assert refusal(sso.create_account_assignment, **owner)[0] == "AccessDeniedException"


def test_the_instance_is_in_one_region(client: Any, center: Center, refusal: Any) -> None:
    sso = client("sso-admin", region="eu-west-1")
    assert sso.list_instances()["Instances"] == []
    code = refusal(sso.list_permission_sets, InstanceArn=center.instance)[0]
    assert code == "ResourceNotFoundException"
