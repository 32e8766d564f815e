from typing import Any

import pytest

from ringwall.emulator.app import Emulator

STRANGER = "111122223333"


@pytest.fixture
def subnet(client: Any, member: str) -> str:
    """Return the ARN of a subnet of the management account, which has a member."""
    assert member
    found = client("ec2").describe_subnets()["Subnets"][0]["SubnetId"]
    return f"arn:aws:ec2:us-east-1:123456789012:subnet/{found}"


def share(client: Any, subnet: str, *principals: str, **more: Any) -> str:
    made = client("ram").create_resource_share(
        name="network", resourceArns=[subnet], principals=[*principals], **more
    )
    arn: str = made["resourceShare"]["resourceShareArn"]
    return arn


def seen(client: Any, account: str) -> list[str]:
    found = client("ram", account).list_resources(resourceOwner="OTHER-ACCOUNTS")["resources"]
    return [resource["arn"] for resource in found]


def test_the_organization_shares_without_invitations(
    client: Any, member: str, subnet: str, refusal: Any
) -> None:
    organization = client("organizations").describe_organization()["Organization"]["Arn"]
    given = {"name": "x", "resourceArns": [subnet], "principals": [organization]}
    ram = client("ram")
    assert refusal(ram.create_resource_share, **given)[0] == "OperationNotPermittedException"
    ram.enable_sharing_with_aws_organization()
    share(client, subnet, organization)
    assert seen(client, member) == [subnet]
    (found,) = client("ram", member).get_resource_shares(resourceOwner="OTHER-ACCOUNTS")[
        "resourceShares"
    ]
    assert found["owningAccountId"] == "123456789012"
    (who,) = ram.list_principals(resourceOwner="SELF")["principals"]
    assert (who["id"], who["external"]) == (organization, False)
    assert client("ram", member).get_resource_share_invitations()["resourceShareInvitations"] == []
    trusted = client("organizations").list_aws_service_access_for_organization()
    assert "ram.amazonaws.com" in str(trusted["EnabledServicePrincipals"])


def test_other_accounts_are_invited(client: Any, member: str, subnet: str, refusal: Any) -> None:
    arn = share(client, subnet, member)
    assert seen(client, member) == []
    inside = client("ram", member)
    (asked,) = inside.get_resource_share_invitations()["resourceShareInvitations"]
    assert (asked["resourceShareArn"], asked["status"]) == (arn, "PENDING")
    named = {"resourceShareInvitationArn": asked["resourceShareInvitationArn"]}
    accept = client("ram").accept_resource_share_invitation
    assert refusal(accept, **named)[0] == "AccessDeniedException"
    own = asked["resourceShareInvitationArn"].replace(member, "123456789012")
    code = refusal(accept, resourceShareInvitationArn=own)[0]
    assert code == "ResourceShareInvitationArnNotFoundException"
    inside.accept_resource_share_invitation(**named)
    assert seen(client, member) == [subnet]
    code = refusal(inside.reject_resource_share_invitation, **named)[0]
    assert code == "ResourceShareInvitationAlreadyAcceptedException"


def test_a_closed_share_takes_no_strangers(client: Any, subnet: str, refusal: Any) -> None:
    client("ram").enable_sharing_with_aws_organization()
    given = {"name": "x", "principals": [STRANGER], "allowExternalPrincipals": False}
    code = refusal(client("ram").create_resource_share, **given)[0]
    assert code == "OperationNotPermittedException"
    arn = share(client, subnet, allowExternalPrincipals=False)
    named = {"resourceShareArn": arn, "principals": [STRANGER]}
    code = refusal(client("ram").associate_resource_share, **named)[0]
    assert code == "OperationNotPermittedException"


def test_shares_are_changed(
    client: Any, emulator: Emulator, member: str, subnet: str, refusal: Any
) -> None:
    ram = client("ram")
    ram.enable_sharing_with_aws_organization()
    arn = share(client, subnet)
    named = {"resourceShareArn": arn, "principals": [member]}
    (made,) = ram.associate_resource_share(**named)["resourceShareAssociations"]
    assert (made["status"], made["external"]) == ("ASSOCIATED", False)
    assert seen(client, member) == [subnet]
    ram.disassociate_resource_share(**named)
    assert seen(client, member) == []
    unknown = named | {"resourceShareArn": f"{arn}0"}
    assert refusal(ram.associate_resource_share, **unknown)[0] == "UnknownResourceException"
    assert emulator.guesses == []
