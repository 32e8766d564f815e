"""Containing an attacker in an EKS cluster: access taken and given again, commands quoted."""

import shlex
from datetime import UTC, datetime
from typing import Any

import pytest
from entered_cluster import ARN, NAME, make_cluster, make_threat
from policy_texts import make_service_role
from response_world import ResponseWorld, list_operations

ID = "eks.contain_cluster"
OTHER = "arn:aws:iam::999999999999:role/other"


@pytest.fixture
def eks(response_world: ResponseWorld) -> Any:
    """Return a client of EKS, where a cluster lets a role and nodes in."""
    return make_cluster(response_world)


def look(world: ResponseWorld) -> Any:
    """Return who may enter, and how the cluster is reached, without what is made anew."""
    client = world.client("eks")
    cluster = client.describe_cluster(name="shop")["cluster"]
    pods = client.list_pod_identity_associations(**NAME)["associations"]
    return (
        {name: cluster[name] for name in ("resourcesVpcConfig", "logging")},
        sorted(show_entry(client, one) for one in client.list_access_entries(**NAME)[
            "accessEntries"]),
        sorted((one["namespace"], one["serviceAccount"]) for one in pods),
    )  # fmt: skip


def show_entry(client: Any, principal: str) -> str:
    which = {**NAME, "principalArn": principal}
    entry = client.describe_access_entry(**which)["accessEntry"]
    policies = client.list_associated_access_policies(**which)["associatedAccessPolicies"]
    shown = sorted(f"{one['policyArn']} {one['accessScope']}" for one in policies)
    groups = sorted(entry["kubernetesGroups"])
    return f"{principal} {groups} {entry['username']} {entry['tags']} {shown}"


def entries_of(eks: Any) -> list[str]:
    return [one.rpartition("/")[2] for one in eks.list_access_entries(**NAME)["accessEntries"]]


def test_who_acted_is_shut_out_and_let_in_again(response_world: ResponseWorld, eks: Any) -> None:
    before = look(response_world)
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    assert entries_of(eks) == ["nodes"]
    groups = eks.describe_cluster(name="shop")["cluster"]["logging"]["clusterLogging"]
    assert {"types": ["audit", "authenticator"], "enabled": True} in groups
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_entries_that_were_made_since_go_too(response_world: ResponseWorld, eks: Any) -> None:
    first = int(datetime.now(UTC).timestamp() * 1000)
    eks.create_access_entry(**NAME, principalArn=OTHER, username="mallory")
    before = look(response_world)
    threat = make_threat(response_world, actor="", first_at=first)
    report = response_world.respond(ID, threat)
    assert sorted(entries_of(eks)) == ["admin", "nodes"]
    response_world.undo(report.run.id)
    assert look(response_world) == before
    kept = response_world.plan(ID, threat, entries="actor")
    assert "eks.delete_access_entry" not in list_operations(kept)


def test_the_endpoint_is_closed(response_world: ResponseWorld, eks: Any) -> None:
    before = look(response_world)
    threat = make_threat(response_world, rule="eks.endpoint_is_opened_to_everyone")
    report = response_world.respond(ID, threat)
    found = eks.describe_cluster(name="shop")["cluster"]["resourcesVpcConfig"]
    assert (found["endpointPublicAccess"], found["endpointPrivateAccess"]) == (False, True)
    response_world.undo(report.run.id)
    assert look(response_world) == before
    report = response_world.respond(ID, threat, addresses="198.51.100.0/24")
    found = eks.describe_cluster(name="shop")["cluster"]["resourcesVpcConfig"]
    assert found["publicAccessCidrs"] == ["198.51.100.0/24"]
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_the_role_of_pods_is_taken(response_world: ResponseWorld, eks: Any) -> None:
    role = make_service_role(response_world.client("iam"), "pods", "pods.eks")
    place = {"namespace": "web", "serviceAccount": "front"}
    eks.create_pod_identity_association(**NAME, **place, roleArn=role)
    eks.create_pod_identity_association(**NAME, **place | {"serviceAccount": "back"}, roleArn=role)
    before = look(response_world)
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat, service_account="web/front")
    left = eks.list_pod_identity_associations(**NAME)["associations"]
    assert [one["serviceAccount"] for one in left] == ["back"]
    told = [step.what for step in response_world.plan(ID, threat).steps]
    assert any("web/back" in what for what in told)
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_what_is_done_in_kubernetes_is_told_with_names_quoted(
    response_world: ResponseWorld, eks: Any
) -> None:
    assert eks.list_clusters()["clusters"] == ["shop"]
    threat = make_threat(response_world, "shop/web/pods/front-1.a", region="eu-west-1")
    told = [step.what for step in response_world.plan(ID, threat).steps]
    label = next(what for what in told if what.startswith("Label"))
    words = shlex.split(label.partition(": ")[2])
    assert words[:6] == ["kubectl", "label", "--overwrite", "--namespace", "web", "pod"]
    apply = next(what for what in told if what.startswith("Deny"))
    assert '"policyTypes": ["Ingress", "Egress"]' in shlex.split(apply.partition(": ")[2])[1]
    assert any("kubectl cordon" in what for what in told)
    evil = make_threat(response_world, "shop/web/pods/$(rm -rf ~)", region="eu-west-1")
    assert "rm -rf" not in " ".join(step.what for step in response_world.plan(ID, evil).steps)


def test_a_cluster_that_knows_by_itself_is_left_to_a_person(
    response_world: ResponseWorld, eks: Any
) -> None:
    role = eks.describe_cluster(name="shop")["cluster"]["roleArn"]
    eks.create_cluster(
        name="old",
        roleArn=role,
        resourcesVpcConfig={"subnetIds": []},
        accessConfig={"authenticationMode": "CONFIG_MAP"},
    )
    threat = make_threat(response_world, ARN.replace("shop", "old"))
    planned = response_world.plan(ID, threat)
    assert list_operations(planned) == ["eks.update_cluster_config"]
    assert "aws-auth" in planned.steps[0].what


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        ("arn:aws:ecs:eu-west-1:123456789012:cluster/shop", "is no EKS cluster"),
        ("shop;rm", "is no EKS cluster"),
        ("shop\n", "is no EKS cluster"),
        (ARN.replace("123456789012", "999999999999"), "respond there"),
        (ARN.replace("shop", "gone"), "no such cluster any more"),
    ],
)
def test_what_is_no_cluster_of_ours_is_left_to_a_person(
    response_world: ResponseWorld, resource: str, told: str
) -> None:
    threat = make_threat(response_world, resource, account_id="123456789012", region="eu-west-1")
    planned = response_world.plan(ID, threat)
    assert planned.changes == ()
    assert told in planned.steps[0].what


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(response_world: ResponseWorld, eks: Any) -> None:
    assert eks.list_clusters()["clusters"] == ["shop"]
    threat = make_threat(response_world)
    response_world.die_everywhere(ID, threat, lambda: look(response_world), endpoint="private")
