from typing import Any

import pytest
from security_accounts import add_account, make_accounts


@pytest.fixture
def team(client: Any) -> tuple[Any, str, str]:
    """Return the administrator's client, its graph and an account that is no member yet."""
    admin, dev = make_accounts(client, "security", "dev")
    client("detective").enable_organization_admin_account(AccountId=admin)
    above = client("detective", admin)
    return above, above.list_graphs()["GraphList"][0]["Arn"], dev


def test_account_has_one_graph(client: Any, refusal: Any) -> None:
    detective = client("detective")
    assert detective.list_graphs()["GraphList"] == []
    arn = detective.create_graph(Tags={"a": "b"})["GraphArn"]
    assert detective.create_graph()["GraphArn"] == arn
    assert detective.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"a": "b"}
    detective.update_datasource_packages(GraphArn=arn, DatasourcePackages=["EKS_AUDIT"])
    packages = detective.list_datasource_packages(GraphArn=arn)["DatasourcePackages"]
    states = {name: p["DatasourcePackageIngestState"] for name, p in packages.items()}
    assert states["EKS_AUDIT"] == states["DETECTIVE_CORE"] == "STARTED"
    assert states["ASFF_SECURITYHUB_FINDING"] == "DISABLED"
    detective.delete_graph(GraphArn=arn)
    assert refusal(detective.delete_graph, GraphArn=arn)[0] == "ResourceNotFoundException"


def test_administrator_has_the_graph_of_the_organization(
    client: Any, refusal: Any, team: Any
) -> None:
    above, graph, dev = team
    management = client("detective")
    (found,) = management.list_organization_admin_accounts()["Administrators"]
    assert found["GraphArn"] == graph
    call = management.enable_organization_admin_account
    assert refusal(call, AccountId=dev)[0] == "ValidationException"
    below = client("detective", dev)
    assert refusal(below.list_organization_admin_accounts)[0] == "AccessDeniedException"
    assert refusal(below.disable_organization_admin_account)[0] == "AccessDeniedException"
    management.disable_organization_admin_account()
    assert above.list_graphs()["GraphList"] == []
    call = management.disable_organization_admin_account
    assert refusal(call)[0] == "ValidationException"


def test_members_are_made_and_deleted(refusal: Any, team: Any) -> None:
    above, graph, dev = team
    accounts = [{"AccountId": a, "EmailAddress": "dev@example.com"} for a in (dev, "999999999999")]
    answer = above.create_members(GraphArn=graph, Accounts=accounts)
    assert [(m["AccountId"], m["Status"]) for m in answer["Members"]] == [(dev, "ENABLED")]
    assert [a["AccountId"] for a in answer["UnprocessedAccounts"]] == ["999999999999"]
    found = above.get_members(GraphArn=graph, AccountIds=[dev, "999999999999"])
    assert len(found["MemberDetails"]) == len(found["UnprocessedAccounts"]) == 1
    answer = above.delete_members(GraphArn=graph, AccountIds=[dev, dev])
    assert answer["AccountIds"] == [dev]
    assert above.list_members(GraphArn=graph)["MemberDetails"] == []
    wrong = f"{graph}0"
    assert refusal(above.list_members, GraphArn=wrong)[0] == "ResourceNotFoundException"


def test_new_accounts_become_members_by_themselves(client: Any, refusal: Any, team: Any) -> None:
    above, graph, dev = team
    above.update_organization_configuration(GraphArn=graph, AutoEnable=True)
    assert above.describe_organization_configuration(GraphArn=graph)["AutoEnable"] is True
    late = add_account(client, "late")
    found = above.list_members(GraphArn=graph)["MemberDetails"]
    assert [member["AccountId"] for member in found] == [late]
    below = client("detective", dev)
    own = below.create_graph()["GraphArn"]
    call = below.describe_organization_configuration
    assert refusal(call, GraphArn=own)[0] == "AccessDeniedException"
