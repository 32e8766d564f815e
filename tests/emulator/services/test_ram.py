from typing import Any

SUBNET = "arn:aws:ec2:us-east-1:123456789012:subnet/subnet-1"
GROUP = "arn:aws:route53resolver:us-east-1:123456789012:firewall-rule-group/rslvr-frg-1"


def test_share_grows_and_shrinks(client: Any, member: str, refusal: Any) -> None:
    ram, other = client("ram"), client("ram", member)
    share = ram.create_resource_share(name="hub", resourceArns=[GROUP])["resourceShare"]
    name = {"resourceShareArn": share["resourceShareArn"]}

    def shared() -> list[str]:
        found = other.list_resources(resourceOwner="OTHER-ACCOUNTS")["resources"]
        return [item["arn"] for item in found]

    assert shared() == []
    ram.associate_resource_share(principals=[member], resourceArns=[SUBNET], **name)
    assert shared() == [GROUP, SUBNET]
    assert [p["id"] for p in ram.list_principals(resourceOwner="SELF")["principals"]] == [member]
    ram.disassociate_resource_share(resourceArns=[GROUP], **name)
    (left,) = ram.list_resources(resourceOwner="SELF")["resources"]
    assert (left["arn"], left["type"]) == (SUBNET, "ec2:Subnet")
    unknown = {"resourceShareArn": f"{share['resourceShareArn']}0"}
    assert refusal(ram.associate_resource_share, **unknown)[0] == "UnknownResourceException"
    assert other.get_resource_share_invitations()["resourceShareInvitations"] == []


def test_organization_and_unit_stand_for_their_accounts(client: Any, member: str) -> None:
    organizations, ram = client("organizations"), client("ram")
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root, Name="Workloads")
    unit = unit["OrganizationalUnit"]
    everyone = organizations.describe_organization()["Organization"]["Arn"]

    def is_shared_with(principal: str) -> bool:
        share = ram.create_resource_share(
            name="hub", resourceArns=[SUBNET], principals=[principal]
        )["resourceShare"]["resourceShareArn"]
        found = client("ram", member).list_resources(resourceOwner="OTHER-ACCOUNTS")["resources"]
        ram.delete_resource_share(resourceShareArn=share)
        return bool(found)

    assert is_shared_with(everyone)
    assert not is_shared_with(unit["Arn"])
    organizations.move_account(
        AccountId=member, SourceParentId=root, DestinationParentId=unit["Id"]
    )
    assert is_shared_with(unit["Arn"])


def test_share_of_the_organization_takes_nobody_else(
    client: Any, member: str, refusal: Any
) -> None:
    given = {"name": "hub", "allowExternalPrincipals": False}
    ram = client("ram")
    code, _ = refusal(ram.create_resource_share, principals=["111122223333"], **given)
    assert code == "OperationNotPermittedException"
    ram.create_resource_share(principals=[member], **given)
