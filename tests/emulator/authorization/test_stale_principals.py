"""A trust policy is about the principal that it was written for, not about one made later."""

from typing import Any

from policy_texts import allow, trust_principal, write

Principals = Any
"""conftest.py declares it."""
OWNER = "123456789012"
ROLE = f"arn:aws:iam::{OWNER}:role/target"


def make_source(principals: Principals) -> tuple[str, str, str]:
    """Make a role that may assume the target, and return a session of it."""
    account = {"Principal": {"AWS": f"arn:aws:iam::{OWNER}:root"}}
    arn = principals.role("source", account, allow("sts:AssumeRole"))
    session: tuple[str, str, str] = principals.assume(arn)
    return session


def test_a_role_of_the_same_name_is_another_one(principals: Principals, refused: Any) -> None:
    iam = principals.client("iam")
    first = make_source(principals)
    target = trust_principal(f"arn:aws:iam::{OWNER}:role/source")
    iam.create_role(RoleName="target", AssumeRolePolicyDocument=target)
    assert principals.assume(ROLE, *first)
    iam.delete_role_policy(RoleName="source", PolicyName="own")
    iam.delete_role(RoleName="source")
    second = make_source(principals)
    sts = principals.client("sts", *second)
    refused(sts.assume_role, RoleArn=ROLE, RoleSessionName="two")
    iam.update_assume_role_policy(RoleName="target", PolicyDocument=target)
    assert principals.assume(ROLE, *second)


def test_a_user_of_the_same_name_is_another_one(principals: Principals, refused: Any) -> None:
    iam = principals.client("iam")
    may = allow("sts:AssumeRole")
    first = principals.user("kim", may)
    target = trust_principal(f"arn:aws:iam::{OWNER}:user/kim")
    iam.create_role(RoleName="target", AssumeRolePolicyDocument=target)
    assert principals.assume(ROLE, *first)
    iam.delete_access_key(UserName="kim", AccessKeyId=first[0])
    iam.delete_user_policy(UserName="kim", PolicyName="own")
    iam.delete_user(UserName="kim")
    second = principals.user("kim", may)
    sts = principals.client("sts", *second)
    refused(sts.assume_role, RoleArn=ROLE, RoleSessionName="two")


def test_the_policy_is_shown_as_it_was_written(principals: Principals) -> None:
    iam = principals.client("iam")
    statement = {**allow("sts:AssumeRole"), "Principal": {"Service": "ec2.amazonaws.com"}}
    del statement["Resource"]
    iam.create_role(RoleName="target", AssumeRolePolicyDocument=write(statement))
    found = iam.get_role(RoleName="target")["Role"]["AssumeRolePolicyDocument"]
    assert found["Statement"] == [statement]
