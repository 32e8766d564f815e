from typing import Any


def test_ipam_has_two_scopes_and_its_own_region(client: Any, refusal: Any) -> None:
    ec2 = client("ec2")
    made = ec2.create_ipam(OperatingRegions=[{"RegionName": "eu-west-1"}])["Ipam"]
    assert [r["RegionName"] for r in made["OperatingRegions"]] == ["us-east-1", "eu-west-1"]
    scopes = {s["IpamScopeType"]: s for s in ec2.describe_ipam_scopes()["IpamScopes"]}
    assert scopes["private"]["IpamScopeId"] == made["PrivateDefaultScopeId"]
    name = {"IpamId": made["IpamId"]}
    ec2.modify_ipam(RemoveOperatingRegions=[{"RegionName": "eu-west-1"}], Tier="free", **name)
    (shown,) = ec2.describe_ipams()["Ipams"]
    assert (len(shown["OperatingRegions"]), shown["Tier"]) == (1, "free")
    own = [{"RegionName": "us-east-1"}]
    code, _ = refusal(ec2.modify_ipam, RemoveOperatingRegions=own, **name)
    assert code == "InvalidParameterValue"
    scope = ec2.create_ipam_scope(**name)["IpamScope"]["IpamScopeId"]
    ec2.create_ipam_pool(IpamScopeId=scope, AddressFamily="ipv4")
    assert refusal(ec2.delete_ipam_scope, IpamScopeId=scope)[0] == "DependencyViolation"
    assert refusal(ec2.delete_ipam, **name)[0] == "DependencyViolation"
    ec2.delete_ipam(Cascade=True, **name)
    assert ec2.describe_ipam_pools()["IpamPools"] == []
    assert refusal(ec2.describe_ipams, IpamIds=[made["IpamId"]])[0] == "InvalidIpamId.NotFound"


def test_one_account_plans_for_the_organization(client: Any, member: str, refusal: Any) -> None:
    ec2 = client("ec2")
    name = {"DelegatedAdminAccountId": member}
    ec2.enable_ipam_organization_admin_account(**name)
    other = {"DelegatedAdminAccountId": "111122223333"}
    for call in (
        ec2.enable_ipam_organization_admin_account,
        ec2.disable_ipam_organization_admin_account,
    ):
        assert refusal(call, **other)[0] == "InvalidParameterValue"
    assert ec2.disable_ipam_organization_admin_account(**name)["Success"] is True
