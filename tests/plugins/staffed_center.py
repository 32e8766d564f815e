"""People of Identity Center who may enter a member account."""

from dataclasses import dataclass, replace

from policy_texts import allow, write
from response_world import ResponseWorld


@dataclass
class Staff:
    """Two people who may enter a member account by one permission set: ana twice, and bob."""

    account: str
    instance: str
    store: str
    ana: str
    bob: str
    group: str
    permission_set: str


def make_staff(response_world: ResponseWorld) -> Staff:
    world = response_world.world
    roots = world.make_organization()
    world.client("organizations").enable_policy_type(
        RootId=roots["root"], PolicyType="SERVICE_CONTROL_POLICY"
    )
    account = world.make_account("dev", "dev@example.com")
    world.enable_identity_center()
    response_world.settings = replace(
        response_world.settings, management_account_id=response_world.account_id
    )
    center, store = world.client("sso-admin"), world.client("identitystore")
    (instance,) = center.list_instances()["Instances"]
    arn, store_id = instance["InstanceArn"], instance["IdentityStoreId"]
    people = [
        store.create_user(
            IdentityStoreId=store_id,
            UserName=name,
            DisplayName=name,
            Name={"GivenName": name, "FamilyName": "Doe"},
        )["UserId"]
        for name in ("ana", "bob")
    ]
    group = store.create_group(IdentityStoreId=store_id, DisplayName="team")["GroupId"]
    for user in people:
        store.create_group_membership(
            IdentityStoreId=store_id, GroupId=group, MemberId={"UserId": user}
        )
    made = center.create_permission_set(InstanceArn=arn, Name="Reader")["PermissionSet"]
    center.put_inline_policy_to_permission_set(
        InstanceArn=arn,
        PermissionSetArn=made["PermissionSetArn"],
        InlinePolicy=write(allow("s3:ListAllMyBuckets")),
    )
    for kind, principal in (("USER", people[0]), ("GROUP", group)):
        center.create_account_assignment(
            InstanceArn=arn,
            TargetId=account,
            TargetType="AWS_ACCOUNT",
            PermissionSetArn=made["PermissionSetArn"],
            PrincipalType=kind,
            PrincipalId=principal,
        )
    return Staff(account, arn, store_id, people[0], people[1], group, made["PermissionSetArn"])
