from typing import Any

AWS_POLICY = "arn:aws:iam::aws:policy/PowerUserAccess"
BOUNDARY = {
    "PermissionsBoundaryType": "PermissionsBoundaryPolicy",
    "PermissionsBoundaryArn": AWS_POLICY,
}
ALLOW = '{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}'
DOCUMENT = f'{{"Version": "2012-10-17", "Statement": [{ALLOW}]}}'


def find_details(iam: Any) -> tuple[dict[str, Any], dict[str, int]]:
    details = iam.get_account_authorization_details()
    (user,) = details["UserDetailList"]
    uses = {p["Arn"]: p["PermissionsBoundaryUsageCount"] for p in details["Policies"]}
    return user, uses


def test_a_user_is_created_with_its_boundary(client: Any) -> None:
    iam = client("iam")
    made = iam.create_user(UserName="a", PermissionsBoundary=AWS_POLICY)["User"]
    assert made["PermissionsBoundary"] == BOUNDARY
    assert iam.get_user(UserName="a")["User"]["PermissionsBoundary"] == BOUNDARY
    user, uses = find_details(iam)
    assert user["PermissionsBoundary"] == BOUNDARY
    assert uses == {AWS_POLICY: 1}
    assert "PermissionsBoundary" not in iam.create_user(UserName="b")["User"]


def test_a_boundary_is_set_and_removed(client: Any) -> None:
    iam = client("iam")
    iam.create_user(UserName="a")
    own = iam.create_policy(PolicyName="p", PolicyDocument=DOCUMENT)["Policy"]["Arn"]
    iam.put_user_permissions_boundary(UserName="a", PermissionsBoundary=own)
    user, uses = find_details(iam)
    assert user["PermissionsBoundary"]["PermissionsBoundaryArn"] == own
    assert uses == {own: 1}
    iam.delete_user_permissions_boundary(UserName="a")
    user, uses = find_details(iam)
    assert "PermissionsBoundary" not in user
    assert uses == {own: 0}
    assert "PermissionsBoundary" not in iam.get_user(UserName="a")["User"]


def test_what_there_is_not_is_refused(client: Any, refusal: Any) -> None:
    iam = client("iam")
    none = "arn:aws:iam::123456789012:policy/none"
    create, put = iam.create_user, iam.put_user_permissions_boundary
    assert refusal(create, UserName="a", PermissionsBoundary=none) == ("NoSuchEntity", 404)
    assert iam.list_users()["Users"] == []
    assert refusal(put, UserName="a", PermissionsBoundary=AWS_POLICY) == ("NoSuchEntity", 404)
    iam.create_user(UserName="a")
    assert refusal(put, UserName="a", PermissionsBoundary=none) == ("NoSuchEntity", 404)
    delete = iam.delete_user_permissions_boundary
    assert refusal(delete, UserName="b") == ("NoSuchEntity", 404)


def test_lists_have_no_boundaries_and_no_tags(client: Any) -> None:
    iam = client("iam")
    tags = [{"Key": "k", "Value": "v"}]
    iam.create_user(UserName="a", PermissionsBoundary=AWS_POLICY, Tags=tags)
    iam.create_group(GroupName="g")
    iam.add_user_to_group(GroupName="g", UserName="a")
    for (user,) in (iam.list_users()["Users"], iam.get_group(GroupName="g")["Users"]):
        assert user["UserName"] == "a"
        assert user.keys().isdisjoint({"PermissionsBoundary", "Tags"})
