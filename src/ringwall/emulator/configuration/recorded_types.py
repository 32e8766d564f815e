"""The types of resources that Config records here, and which call of their service tells of them.

https://docs.aws.amazon.com/config/latest/developerguide/resource-config-reference.html
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RecordedType:
    """How resources of a type are found, and what of them is their id, name and ARN."""

    service: str
    operation: str
    path: str
    """Where the resources are in the answer: `Reservations[].Instances[]`."""
    identifier: str
    arn: str = ""
    """The member that has the ARN, or what the ARN ends with, with `{}` for the id."""
    name: str = ""
    detail: str = ""
    """The call that tells of one resource, where the list has its name or id alone:
    `DescribeKey/KeyId/KeyMetadata`."""
    is_global: bool = False
    parameters: tuple[tuple[str, str], ...] = ()


def _ec2(operation: str, path: str, identifier: str, kind: str) -> RecordedType:
    return RecordedType("ec2", operation, path, identifier, f"{kind}/{{}}")


RECORDED: Mapping[str, RecordedType] = {
    "AWS::CloudTrail::Trail": RecordedType(
        "cloudtrail", "DescribeTrails", "trailList[]", "Name", "TrailARN", "Name"
    ),
    "AWS::DynamoDB::Table": RecordedType(
        "dynamodb",
        "ListTables",
        "TableNames[]",
        "TableName",
        "TableArn",
        "TableName",
        "DescribeTable/TableName/Table",
    ),
    "AWS::EC2::EIP": _ec2("DescribeAddresses", "Addresses[]", "AllocationId", "eip-allocation"),
    "AWS::EC2::FlowLog": _ec2("DescribeFlowLogs", "FlowLogs[]", "FlowLogId", "vpc-flow-log"),
    "AWS::EC2::Instance": _ec2(
        "DescribeInstances", "Reservations[].Instances[]", "InstanceId", "instance"
    ),
    "AWS::EC2::InternetGateway": _ec2(
        "DescribeInternetGateways", "InternetGateways[]", "InternetGatewayId", "internet-gateway"
    ),
    "AWS::EC2::NatGateway": _ec2(
        "DescribeNatGateways", "NatGateways[]", "NatGatewayId", "natgateway"
    ),
    "AWS::EC2::NetworkAcl": _ec2(
        "DescribeNetworkAcls", "NetworkAcls[]", "NetworkAclId", "network-acl"
    ),
    "AWS::EC2::NetworkInterface": _ec2(
        "DescribeNetworkInterfaces",
        "NetworkInterfaces[]",
        "NetworkInterfaceId",
        "network-interface",
    ),
    "AWS::EC2::RouteTable": _ec2(
        "DescribeRouteTables", "RouteTables[]", "RouteTableId", "route-table"
    ),
    "AWS::EC2::SecurityGroup": RecordedType(
        "ec2",
        "DescribeSecurityGroups",
        "SecurityGroups[]",
        "GroupId",
        "security-group/{}",
        "GroupName",
    ),
    "AWS::EC2::Subnet": _ec2("DescribeSubnets", "Subnets[]", "SubnetId", "subnet"),
    "AWS::EC2::VPC": _ec2("DescribeVpcs", "Vpcs[]", "VpcId", "vpc"),
    "AWS::EC2::VPCEndpoint": _ec2(
        "DescribeVpcEndpoints", "VpcEndpoints[]", "VpcEndpointId", "vpc-endpoint"
    ),
    "AWS::EC2::Volume": _ec2("DescribeVolumes", "Volumes[]", "VolumeId", "volume"),
    "AWS::EFS::FileSystem": RecordedType(
        "efs", "DescribeFileSystems", "FileSystems[]", "FileSystemId", "FileSystemArn", "Name"
    ),
    "AWS::IAM::Group": RecordedType(
        "iam", "ListGroups", "Groups[]", "GroupId", "Arn", "GroupName", is_global=True
    ),
    "AWS::IAM::Policy": RecordedType(
        "iam",
        "ListPolicies",
        "Policies[]",
        "PolicyId",
        "Arn",
        "PolicyName",
        is_global=True,
        parameters=(("Scope", "Local"),),
    ),
    "AWS::IAM::Role": RecordedType(
        "iam", "ListRoles", "Roles[]", "RoleId", "Arn", "RoleName", is_global=True
    ),
    "AWS::IAM::User": RecordedType(
        "iam", "ListUsers", "Users[]", "UserId", "Arn", "UserName", is_global=True
    ),
    "AWS::KMS::Key": RecordedType(
        "kms", "ListKeys", "Keys[].KeyId", "KeyId", "Arn", "", "DescribeKey/KeyId/KeyMetadata"
    ),
    "AWS::Lambda::Function": RecordedType(
        "lambda", "ListFunctions", "Functions[]", "FunctionName", "FunctionArn", "FunctionName"
    ),
    "AWS::RDS::DBCluster": RecordedType(
        "rds",
        "DescribeDBClusters",
        "DBClusters[]",
        "DbClusterResourceId",
        "DBClusterArn",
        "DBClusterIdentifier",
    ),
    "AWS::RDS::DBInstance": RecordedType(
        "rds",
        "DescribeDBInstances",
        "DBInstances[]",
        "DbiResourceId",
        "DBInstanceArn",
        "DBInstanceIdentifier",
    ),
    "AWS::S3::Bucket": RecordedType(
        "s3", "ListBuckets", "Buckets[]", "Name", "arn:{partition}:s3:::{}"
    ),
    "AWS::SNS::Topic": RecordedType("sns", "ListTopics", "Topics[]", "TopicArn", "TopicArn"),
    "AWS::SecretsManager::Secret": RecordedType(
        "secretsmanager", "ListSecrets", "SecretList[]", "ARN", "ARN", "Name"
    ),
}
"""Types by their names in CloudFormation."""
