"""A cluster of EKS that lets a role and nodes in."""

from typing import Any

from policy_texts import make_service_role
from response_world import ResponseWorld

ARN = "arn:aws:eks:eu-west-1:123456789012:cluster/shop"
NAME = {"clusterName": "shop"}
ROLE = "arn:aws:iam::123456789012:role/team/admin"
ACTOR = "arn:aws:sts::123456789012:assumed-role/admin/eve"
VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


def make_cluster(response_world: ResponseWorld) -> Any:
    """Return a client of EKS, where a cluster lets a role and nodes in."""
    world = response_world.world
    client = world.client("eks")
    role = make_service_role(world.client("iam"), "eks", "eks")
    client.create_cluster(
        name="shop",
        roleArn=role,
        resourcesVpcConfig={"subnetIds": []},
        accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"},
    )
    client.create_access_entry(
        **NAME, principalArn=ROLE, kubernetesGroups=["ops", "dev"], tags={"team": "a"}
    )
    given = {**NAME, "principalArn": ROLE}
    client.associate_access_policy(**given, policyArn=ADMIN, accessScope={"type": "cluster"})
    scope = {"type": "namespace", "namespaces": ["web", "shop"]}
    client.associate_access_policy(**given, policyArn=VIEW, accessScope=scope)
    nodes = "arn:aws:iam::123456789012:role/nodes"
    client.create_access_entry(**NAME, principalArn=nodes, type="EC2_LINUX")
    return client


def make_threat(world: ResponseWorld, resource: str = ARN, **more: Any) -> Any:
    return world.threat("cluster", resource, **{"actor": ACTOR, **more})
