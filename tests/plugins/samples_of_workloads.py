"""Samples of threats from what runs: tasks of ECS, clusters of EKS, managed instances, miners."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import entered_cluster
import mined_account
import running_tasks
from open_sessions import make_nodes
from policy_texts import make_service_role
from samples_of_instances import open_quarantine

Made = tuple[Any, Mapping[str, str]]
SCALABLE = {
    "ServiceNamespace": "ecs",
    "ScalableDimension": "ecs:service:DesiredCount",
    "ResourceId": "service/shop/web",
}


def scaled_task(world: Any) -> Made:
    network = running_tasks.make_task_network(world)
    ecs = running_tasks.make_service(world, network)
    scaling = world.client("application-autoscaling")
    scaling.register_scalable_target(**SCALABLE, MinCapacity=1, MaxCapacity=4)
    task = running_tasks.run(ecs, network, group="service:web")
    return running_tasks.make_threat(world, task), {}


def task_on_an_instance(world: Any) -> Made:
    network = running_tasks.make_task_network(world)
    ecs = running_tasks.make_service(world, network)
    ecs.register_task_definition(
        family="own", containerDefinitions=[{"name": "own", "image": "nginx", "memory": 128}]
    )
    instance = mined_account.launch(world.client("ec2"), "t3.micro")
    document = json.dumps({"instanceId": instance})
    ecs.register_container_instance(cluster="shop", instanceIdentityDocument=document)
    found = ecs.run_task(cluster="shop", taskDefinition="own", launchType="EC2")
    return running_tasks.make_threat(world, found["tasks"][0]["taskArn"]), {}


def isolated_task(world: Any) -> Made:
    network = running_tasks.make_task_network(world)
    ecs, ec2 = running_tasks.make_service(world, network), world.client("ec2")
    name = world.settings.quarantine_group
    made = ec2.create_security_group(GroupName=name, Description="q", VpcId=network["vpc"])
    found = ec2.describe_security_groups(GroupIds=[made["GroupId"]])["SecurityGroups"][0]
    rules = found["IpPermissionsEgress"]
    ec2.revoke_security_group_egress(GroupId=made["GroupId"], IpPermissions=rules)
    task = running_tasks.run(ecs, network, group="service:web")
    return running_tasks.make_threat(world, task), {"service": "quarantine", "stop": "no"}


def entered_cluster_alone(world: Any) -> Made:
    entered_cluster.make_cluster(world)
    return entered_cluster.make_threat(world), {"endpoint": "private"}


def cluster_with_pods(world: Any) -> Made:
    eks = entered_cluster.make_cluster(world)
    role = make_service_role(world.client("iam"), "pods", "pods.eks")
    place = {"namespace": "web", "serviceAccount": "front"}
    eks.create_pod_identity_association(clusterName="shop", **place, roleArn=role)
    return entered_cluster.make_threat(world), {"service_account": "web/front"}


def sessions_with_an_instance(world: Any) -> Made:
    nodes = make_nodes(world)
    return nodes.threat("instance", f"ec2 instance/{nodes.near}"), {}


def sessions_in_all_regions(world: Any) -> Made:
    nodes = make_nodes(world)
    world.settings = replace(world.settings, regions=())
    return nodes.threat("user", "iam user/eve"), {}


def mined_account_with_fleets(world: Any) -> Made:
    mine = mined_account.make_mine(world)
    ec2 = world.client("ec2")
    launched = {"ImageId": mined_account.IMAGE, "InstanceType": "t3.micro"}
    ec2.request_spot_fleet(
        SpotFleetRequestConfig={
            "IamFleetRole": f"arn:aws:iam::{world.account_id}:role/app",
            "TargetCapacity": 2,
            "Type": "maintain",
            "LaunchSpecifications": [launched],
        }
    )
    ec2.request_spot_instances(InstanceCount=1, Type="persistent", LaunchSpecification=launched)
    vpcs = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    open_quarantine(world, vpcs[0]["VpcId"])
    world.settings = replace(world.settings, regions=())
    return mine.threat(), {}


def member_without_launches(world: Any) -> Made:
    member = mined_account.make_mined_member(world)
    arn = f"arn:aws:organizations::{world.account_id}:account/o-1/{member}"
    return world.threat("account", arn, account_id=member), {"scp": "yes"}
