"""Calls of EC2 and load balancers: what their records have."""

from collections.abc import Mapping
from typing import Any

_EC2 = {"requestId": "{uuid}", "_return": True}
_KEY_ARN = "arn:aws:kms:{region}:{account}:key/{key}"


def _permission(port: int, **ranges: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"groups": {}, "ipRanges": {}, "ipv6Ranges": {}, "prefixListIds": {}}
    ports = {"ipProtocol": "tcp", "fromPort": port, "toPort": port}
    return {"items": [ports | empty | ranges]}


_WORLD = {"ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}}
_SNAPSHOT = {"snapshotId": "{snapshot}"}
_INSTANCE_SET = {"items": [{"instanceId": "{instance}"}]}

NETWORK_CALLS: Mapping[str, Mapping[str, Any]] = {
    "ec2:RunInstances": {
        "request": {
            "instancesSet": {"items": [{"imageId": "{image}", "minCount": 1, "maxCount": 1}]},
            "instanceType": "{size}", "subnetId": "{subnet}", "blockDeviceMapping": {},
            "monitoring": {"enabled": False}, "disableApiTermination": False,
            "iamInstanceProfile": {"name": "{role}"},
        },
        "response": {
            "requestId": "{uuid}", "reservationId": "{new_reservation}", "ownerId": "{account}",
            "instancesSet": {"items": [{
                "instanceId": "{new_instance}", "imageId": "{image}", "instanceType": "{size}",
                "instanceState": {"code": 0, "name": "pending"}, "subnetId": "{subnet}",
            }]},
        },
    },
    "ec2:TerminateInstances": {
        "request": {"instancesSet": _INSTANCE_SET},
        "response": {"requestId": "{uuid}", "instancesSet": {"items": [{
            "instanceId": "{instance}", "currentState": {"code": 32, "name": "shutting-down"}}]}},
    },
    "ec2:StopInstances": {
        "request": {"instancesSet": _INSTANCE_SET, "force": False},
        "response": {"requestId": "{uuid}", "instancesSet": _INSTANCE_SET},
    },
    "ec2:StartInstances": {
        "request": {"instancesSet": _INSTANCE_SET},
        "response": {"requestId": "{uuid}", "instancesSet": _INSTANCE_SET},
    },
    "ec2:CreateTags": {
        "request": {
            "resourcesSet": {"items": [{"resourceId": "{instance}"}]},
            "tagSet": {"items": [{"key": "team", "value": "{word}"}]},
        },
        "response": _EC2,
    },
    "ec2:CreateVpc": {
        "request": {"cidrBlock": "10.{octet}.0.0/16", "instanceTenancy": "default"},
        "response": {"requestId": "{uuid}", "vpc": {"vpcId": "{new_vpc}", "state": "pending"}},
    },
    "ec2:CreateSubnet": {
        "request": {"vpcId": "{new_vpc}", "cidrBlock": "10.{octet}.1.0/24"},
        "response": {"requestId": "{uuid}", "subnet": {"subnetId": "{new_subnet}"}},
    },
    "ec2:CreateInternetGateway": {
        "request": {}, "response": {"requestId": "{uuid}", "internetGateway": {
            "internetGatewayId": "{new_gateway}"}},
    },
    "ec2:AttachInternetGateway": {
        "request": {"internetGatewayId": "{new_gateway}", "vpcId": "{new_vpc}"}, "response": _EC2,
    },
    "ec2:CreateRouteTable": {
        "request": {"vpcId": "{new_vpc}"},
        "response": {"requestId": "{uuid}", "routeTable": {"routeTableId": "{new_table}"}},
    },
    "ec2:CreateRoute": {
        "request": {
            "routeTableId": "{new_table}", "destinationCidrBlock": "0.0.0.0/0",
            "gatewayId": "{new_gateway}",
        },
        "response": _EC2,
    },
    "ec2:AssociateRouteTable": {
        "request": {"routeTableId": "{new_table}", "subnetId": "{new_subnet}"},
        "response": {"requestId": "{uuid}", "associationId": "{new_association}"},
    },
    "ec2:CreateNatGateway": {
        "request": {"CreateNatGatewayRequest": {
            "SubnetId": "{new_subnet}", "AllocationId": "{allocation}"}},
        "response": {"CreateNatGatewayResponse": {"natGateway": {"natGatewayId": "nat-{hex17}"}}},
    },
    "ec2:AllocateAddress": {
        "request": {"domain": "vpc"},
        "response": {"requestId": "{uuid}", "publicIp": "52.28.{octet}.7",
                     "allocationId": "{new_allocation}"},
    },
    "ec2:CreateFlowLogs": {
        "request": {"CreateFlowLogsRequest": {
            "ResourceType": "VPC", "ResourceId": {"tag": 1, "content": "{new_vpc}"},
            "TrafficType": "ALL", "LogDestinationType": "s3"}},
        "response": {"CreateFlowLogsResponse": {"flowLogIdSet": {"item": "{new_flow_log}"}}},
    },
    "ec2:DeleteFlowLogs": {
        "request": {"DeleteFlowLogsRequest": {"FlowLogId": {"tag": 1, "content": "{flow_log}"}}},
        "response": {"DeleteFlowLogsResponse": {"unsuccessful": "", "requestId": "{uuid}"}},
    },
    "ec2:DeleteVpc": {"request": {"vpcId": "{vpc}"}, "response": _EC2},
    "ec2:DeleteSubnet": {"request": {"subnetId": "{subnet}"}, "response": _EC2},
    "ec2:DeleteSecurityGroup": {"request": {"groupId": "{group}"}, "response": _EC2},
    "ec2:CreateSecurityGroup": {
        "request": {
            "groupName": "{new_word}", "groupDescription": "load balancer", "vpcId": "{vpc}",
        },
        "response": {"requestId": "{uuid}", "_return": True, "groupId": "{new_group}"},
    },
    "ec2:AuthorizeSecurityGroupIngress": {
        "request": {"groupId": "{group}", "ipPermissions": _permission(
            5432, groups={"items": [{"groupId": "{group_2}"}]})},
        "response": _EC2,
    },
    "ec2:AuthorizeSecurityGroupIngress.world": {
        "request": {"groupId": "{new_group}", "ipPermissions": _permission(443, **_WORLD)},
        "response": _EC2,
    },
    "ec2:AuthorizeSecurityGroupIngress.office": {
        "request": {"groupId": "{group}", "ipPermissions": _permission(
            22, ipRanges={"items": [{"cidrIp": "{office}/32"}]})},
        "response": _EC2,
    },
    "ec2:RevokeSecurityGroupIngress": {
        "request": {"groupId": "{group}", "ipPermissions": _permission(
            22, ipRanges={"items": [{"cidrIp": "{office}/32"}]})},
        "response": _EC2,
    },
    "ec2:CreateNetworkAclEntry": {
        "request": {
            "networkAclId": "{network_acl}", "ruleNumber": 100, "egress": False,
            "ruleAction": "allow", "aclProtocol": "6", "cidrBlock": "10.0.0.0/8",
            "portRange": {"from": 443, "to": 443}, "icmpTypeCode": {},
        },
        "response": _EC2,
    },
    "ec2:CreateVolume": {
        "request": {"size": "100", "zone": "{region}a", "volumeType": "gp3", "encrypted": True},
        "response": {"requestId": "{uuid}", "volumeId": "{new_volume}", "status": "creating"},
    },
    "ec2:AttachVolume": {
        "request": {"volumeId": "{volume}", "instanceId": "{instance}", "device": "/dev/sdf",
                    "deleteOnTermination": False},
        "response": {"requestId": "{uuid}", "status": "attaching"},
    },
    "ec2:CreateSnapshot": {
        "request": {"volumeId": "{volume}", "description": "backup"},
        "response": {"requestId": "{uuid}", "snapshotId": "{new_snapshot}", "status": "pending"},
    },
    "ec2:CopySnapshot": {
        "request": {
            "sourceRegion": "{region}", "sourceSnapshotId": "{snapshot}",
            "description": "copy for the backup account", "encrypted": True, "kmsKeyId": _KEY_ARN,
        },
        "response": {"requestId": "{uuid}", "snapshotId": "{new_snapshot}"},
    },
    "ec2:ModifySnapshotAttribute": {
        "request": _SNAPSHOT | {
            "attributeType": "CREATE_VOLUME_PERMISSION",
            "createVolumePermission": {"add": {"items": [{"userId": "{shared_with}"}]}},
        },
        "response": _EC2,
    },
    "ec2:DeleteSnapshot": {"request": _SNAPSHOT, "response": _EC2},
    "ec2:CreateImage": {
        "request": {"instanceId": "{instance}", "name": "{new_image}", "noReboot": True},
        "response": {"requestId": "{uuid}", "imageId": "{new_image}"},
    },
    "ec2:ModifyImageAttribute": {
        "request": {
            "imageId": "{image}", "attributeType": "launchPermission",
            "launchPermission": {"add": {"items": [{"userId": "{shared_with}"}]}},
        },
        "response": _EC2,
    },
    "ec2:CreateLaunchTemplateVersion": {
        "request": {"CreateLaunchTemplateVersionRequest": {
            "LaunchTemplateId": "{template}", "LaunchTemplateData": {"ImageId": "{image}"}}},
        "response": {"CreateLaunchTemplateVersionResponse": {"requestId": "{uuid}"}},
    },
    "ec2:CreateNetworkInterface": {
        "request": {"subnetId": "{subnet}", "description": "AWS Lambda VPC ENI", "groupSet": {}},
        "response": {"requestId": "{uuid}", "networkInterface": {
            "networkInterfaceId": "{new_interface}", "subnetId": "{subnet}"}},
    },
    "ec2:DeleteNetworkInterface": {"request": {"networkInterfaceId": "{interface}"},
    "response": _EC2},
    "ec2-instance-connect:SendSSHPublicKey": {
        "request": {
            "instanceId": "{instance}", "instanceOSUser": "ec2-user",
            "sSHPublicKey": "ssh-ed25519 synthetic",
        },
        "response": {"requestId": "{uuid}", "success": True},
    },
    "autoscaling:UpdateAutoScalingGroup": {
        "request": {"autoScalingGroupName": "{word}", "desiredCapacity": 6}
    },
    "elb:CreateLoadBalancer": {
        "request": {
            "name": "{new_word}", "scheme": "internet-facing", "type": "application",
            "securityGroups": ["{new_group}"], "subnets": ["{subnet}", "{subnet_2}"],
        },
        "response": {"loadBalancers": [{"loadBalancerName": "{new_word}"}]},
    },
    "elb:RegisterTargets": {"request": {"targets": [{"id": "{instance}"}]}, "response": {}},
    "elb:ModifyListener": {"request": {"port": 443, "protocol": "HTTPS"}, "response": {}},
    "ec2:GetPasswordData": {"request": {"instanceId": "{instance}"}},
    "ec2:ModifyInstanceAttribute": {
        "request": {"instanceId": "{instance}", "instanceType": {"value": "m6i.xlarge"}},
        "response": _EC2,
    },
    "ec2:DetachVolume": {
        "request": {"volumeId": "{volume}", "instanceId": "{instance}", "force": False},
        "response": {"requestId": "{uuid}", "status": "detaching"},
    },
}  # fmt: skip
