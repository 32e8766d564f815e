"""The tasks of a service are told apart from others."""

from typing import Any


def test_tasks_of_a_service_are_listed_alone(client: Any, refusal: Any) -> None:
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
    run = {
        "cluster": "c",
        "taskDefinition": "f",
        "launchType": "FARGATE",
        "networkConfiguration": network,
    }
    for name in ("shop", "other"):
        ecs.create_service(**run, serviceName=name, desiredCount=1)
    own = ecs.run_task(**run, group="service:shop")["tasks"][0]["taskArn"]
    alone = ecs.run_task(**run)["tasks"][0]["taskArn"]
    assert set(ecs.list_tasks(cluster="c")["taskArns"]) == {own, alone}
    assert ecs.list_tasks(cluster="c", serviceName="shop")["taskArns"] == [own]
    assert ecs.list_tasks(cluster="c", serviceName="other")["taskArns"] == []
    asked = {"cluster": "c", "serviceName": "none"}
    assert refusal(ecs.list_tasks, **asked)[0] == "ServiceNotFoundException"
    exec_task = ecs.run_task(**run, enableExecuteCommand=True)["tasks"][0]["taskArn"]
    found = ecs.describe_tasks(cluster="c", tasks=[own, exec_task])["tasks"]
    assert [task.get("enableExecuteCommand", False) for task in found] == [False, True]
