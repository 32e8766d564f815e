"""A command opens a session in a container of a task that was started for it."""

from typing import Any


def test_a_command_needs_a_task_that_takes_it(client: Any, refusal: Any) -> None:
    ecs = client("ecs")
    ecs.create_cluster(clusterName="c")
    ecs.register_task_definition(
        family="f",
        requiresCompatibilities=["FARGATE"],
        cpu="256",
        memory="512",
        networkMode="awsvpc",
        containerDefinitions=[{"name": "web", "image": "nginx", "memory": 128}],
    )
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    network = {"awsvpcConfiguration": {"subnets": [subnet], "securityGroups": []}}
    asked = {
        "networkConfiguration": network,
        "cluster": "c",
        "taskDefinition": "f",
        "launchType": "FARGATE",
    }
    open_task = ecs.run_task(**asked, enableExecuteCommand=True)["tasks"][0]["taskArn"]
    closed_task = ecs.run_task(**asked)["tasks"][0]["taskArn"]
    command = {"cluster": "c", "command": "/bin/sh", "interactive": True}
    found = ecs.execute_command(**command, task=open_task)
    assert found["containerName"] == "web"
    assert found["session"]["streamUrl"].startswith("wss://ssmmessages.")
    for wrong in (
        {**command, "task": closed_task},
        {**command, "task": open_task, "container": "db"},
        {**command, "task": open_task, "interactive": False},
        {**command, "task": "0" * 32},
    ):
        assert refusal(ecs.execute_command, **wrong)[0] == "InvalidParameterException"
