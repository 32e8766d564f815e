"""A service of ECS, its network and tasks."""

from typing import Any

from policy_texts import make_service_role
from response_world import ResponseWorld


def make_task_network(response_world: ResponseWorld) -> dict[str, Any]:
    """Return the network of a service, in whose VPC there is a quarantine group."""
    ec2 = response_world.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="web", Description="web", VpcId=vpc)["GroupId"]
    made = {"subnets": [subnet], "securityGroups": [group], "assignPublicIp": "ENABLED"}
    return {"vpc": vpc, "awsvpcConfiguration": made}


def make_service(response_world: ResponseWorld, network: dict[str, Any]) -> Any:
    """Return a client of ECS, where a service has a task."""
    world = response_world.world
    role = make_service_role(world.client("iam"), "task", "ecs-tasks")
    client = world.client("ecs")
    client.create_cluster(clusterName="shop")
    client.register_task_definition(
        family="web",
        taskRoleArn=role,
        requiresCompatibilities=["FARGATE"],
        cpu="256",
        memory="512",
        networkMode="awsvpc",
        containerDefinitions=[{"name": "web", "image": "nginx", "memory": 128}],
    )
    client.create_service(
        cluster="shop",
        serviceName="web",
        taskDefinition="web",
        desiredCount=2,
        launchType="FARGATE",
        networkConfiguration=configure(network),
    )
    return client


def configure(network: dict[str, Any]) -> dict[str, Any]:
    return {"awsvpcConfiguration": network["awsvpcConfiguration"]}


def run(ecs: Any, network: dict[str, Any], **more: Any) -> str:
    asked = {"cluster": "shop", "taskDefinition": "web", "launchType": "FARGATE"}
    found = ecs.run_task(**asked, networkConfiguration=configure(network), **more)
    return str(found["tasks"][0]["taskArn"])


def make_threat(world: ResponseWorld, task: str) -> Any:
    return world.threat("task", task)
