from typing import Any

import pytest

ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
ROLE = "arn:aws:iam::123456789012:role/team/admin"
ENTRY = {"clusterName": "shop", "principalArn": ROLE}


@pytest.fixture
def eks(client: Any) -> Any:
    made = client("eks")
    made.create_cluster(name="shop", roleArn=ROLE, resourcesVpcConfig={"subnetIds": ["subnet-1"]})
    return made


def test_entry_lets_a_principal_in_until_it_is_deleted(eks: Any, refusal: Any) -> None:
    made = eks.create_access_entry(kubernetesGroups=["ops"], **ENTRY)["accessEntry"]
    assert made["username"] == "arn:aws:sts::123456789012:assumed-role/admin/{{SessionName}}"
    assert ":access-entry/shop/role/123456789012/admin/" in made["accessEntryArn"]
    assert refusal(eks.create_access_entry, **ENTRY) == ("ResourceInUseException", 409)
    eks.update_access_entry(kubernetesGroups=[], **ENTRY)
    assert eks.describe_access_entry(**ENTRY)["accessEntry"]["kubernetesGroups"] == []
    assert eks.list_access_entries(clusterName="shop")["accessEntries"] == [ROLE]
    eks.delete_access_entry(**ENTRY)
    assert refusal(eks.describe_access_entry, **ENTRY) == ("ResourceNotFoundException", 404)
    assert eks.list_access_entries(clusterName="shop")["accessEntries"] == []
    code, _ = refusal(eks.list_access_entries, clusterName="none")
    assert code == "ResourceNotFoundException"


def test_policies_are_given_and_taken(eks: Any, refusal: Any) -> None:
    eks.create_access_entry(**ENTRY)
    known = [p["arn"] for p in eks.list_access_policies()["accessPolicies"]]
    assert ADMIN in known
    give = ENTRY | {"policyArn": ADMIN, "accessScope": {"type": "cluster"}}
    eks.associate_access_policy(**give)
    shown = eks.list_associated_access_policies(**ENTRY)["associatedAccessPolicies"]
    assert [s["policyArn"] for s in shown] == [ADMIN]
    found = eks.list_access_entries(clusterName="shop", associatedPolicyArn=ADMIN)
    assert found["accessEntries"] == [ROLE]
    eks.disassociate_access_policy(policyArn=ADMIN, **ENTRY)
    assert eks.list_associated_access_policies(**ENTRY)["associatedAccessPolicies"] == []
    for wrong in ({"policyArn": f"{ADMIN}x"}, {"accessScope": {"type": "namespace"}}):
        assert refusal(eks.associate_access_policy, **give | wrong)[0] == (
            "InvalidParameterException"
        )


def test_nodes_have_neither_groups_nor_policies(eks: Any, refusal: Any) -> None:
    code, _ = refusal(eks.create_access_entry, type="EC2_LINUX", username="a", **ENTRY)
    assert code == "InvalidParameterException"
    eks.create_access_entry(type="EC2_LINUX", **ENTRY)
    give = ENTRY | {"policyArn": ADMIN, "accessScope": {"type": "cluster"}}
    assert refusal(eks.associate_access_policy, **give)[0] == "InvalidRequestException"


def test_pods_have_a_role_until_it_is_taken(eks: Any, refusal: Any) -> None:
    place = {"clusterName": "shop", "namespace": "web", "serviceAccount": "front"}
    made = eks.create_pod_identity_association(roleArn=ROLE, **place)["association"]
    code, _ = refusal(eks.create_pod_identity_association, roleArn=ROLE, **place)
    assert code == "ResourceInUseException"
    name = {"clusterName": "shop", "associationId": made["associationId"]}
    eks.update_pod_identity_association(roleArn=f"{ROLE}2", **name)
    shown = eks.describe_pod_identity_association(**name)["association"]
    assert shown["roleArn"] == f"{ROLE}2"
    listed = eks.list_pod_identity_associations(clusterName="shop", namespace="web")
    assert [a["serviceAccount"] for a in listed["associations"]] == ["front"]
    eks.delete_pod_identity_association(**name)
    code, _ = refusal(eks.describe_pod_identity_association, **name)
    assert code == "ResourceNotFoundException"
