"""Resources that anyone may use, each planted in an account as its team would: for playbooks."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from exposed_resources import SHOWN, write_policy
from policy_texts import make_service_role

Plant = Callable[[Any], str]
"""Plants a weakness in an estate and returns the resource's ARN."""
Case = tuple[str, Plant, int]
"""Rule, how its weakness comes about, and how many Changes mend it."""
ACCOUNT, REGION = "123456789012", "eu-west-1"


def arn(service: str, name: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{name}"


def open_topic(estate: Any) -> str:
    topic = arn("sns", "open")
    policy = write_policy("sns:Publish", topic)
    estate.client("sns").create_topic(Name="open", Attributes={"Policy": policy})
    return topic


def open_queue(estate: Any) -> str:
    queue = arn("sqs", "open")
    policy = write_policy("sqs:SendMessage", queue)
    estate.client("sqs").create_queue(QueueName="open", Attributes={"Policy": policy})
    return queue


def open_secret(estate: Any) -> str:
    client = estate.client("secretsmanager")
    made = client.create_secret(Name="open", SecretString="not-a-secret")
    policy = write_policy("secretsmanager:GetSecretValue", "*")
    client.put_resource_policy(SecretId="open", ResourcePolicy=policy)
    return str(made["ARN"])


def open_key(estate: Any) -> str:
    policy = json.loads(write_policy("kms:Decrypt", "*"))
    own = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    policy["Statement"].append(
        {"Effect": "Allow", "Principal": own, "Action": "kms:*", "Resource": "*"}
    )
    made = estate.client("kms").create_key(Policy=json.dumps(policy))
    return str(made["KeyMetadata"]["Arn"])


def open_repository(estate: Any) -> str:
    ecr = estate.client("ecr")
    made = ecr.create_repository(repositoryName="team/open")
    statement = json.loads(write_policy("ecr:BatchGetImage", "*"))
    del statement["Statement"][0]["Resource"]
    ecr.set_repository_policy(repositoryName="team/open", policyText=json.dumps(statement))
    return str(made["repository"]["repositoryArn"])


def open_file_system(estate: Any) -> str:
    efs = estate.client("efs")
    made = efs.create_file_system(CreationToken="open")
    policy = write_policy("elasticfilesystem:ClientMount", made["FileSystemArn"])
    efs.put_file_system_policy(FileSystemId=made["FileSystemId"], Policy=policy)
    return str(made["FileSystemArn"])


def open_bus(estate: Any) -> str:
    bus = arn("events", "event-bus/default")
    policy = write_policy("events:PutEvents", bus)
    estate.client("events").put_permission(EventBusName="default", Policy=policy)
    return bus


def open_vault(estate: Any) -> str:
    backup = estate.client("backup")
    made = backup.create_backup_vault(BackupVaultName="open")
    policy = write_policy("backup:CopyIntoBackupVault", "*")
    backup.put_backup_vault_access_policy(BackupVaultName="open", Policy=policy)
    return str(made["BackupVaultArn"])


def open_table(estate: Any) -> str:
    dynamodb = estate.client("dynamodb")
    made = dynamodb.create_table(
        TableName="open",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    table = str(made["TableDescription"]["TableArn"])
    policy = write_policy("dynamodb:GetItem", table)
    dynamodb.put_resource_policy(ResourceArn=table, Policy=policy)
    return table


def open_domain(estate: Any) -> str:
    domain = arn("es", "domain/open")
    estate.client("opensearch").create_domain(
        DomainName="open",
        EngineVersion="OpenSearch_2.11",
        AccessPolicies=write_policy("es:ESHttpGet", f"{domain}/*"),
    )
    return domain


def open_role(estate: Any) -> str:
    policy = json.loads(write_policy("sts:AssumeRole", "*"))
    del policy["Statement"][0]["Resource"]
    service = {"AWS": ["*", "arn:aws:iam::222222222222:root"], "Service": "ec2.amazonaws.com"}
    policy["Statement"].append(
        {"Effect": "Allow", "Principal": service, "Action": "sts:AssumeRole"}
    )
    made = estate.client("iam").create_role(
        RoleName="open", Path="/team/", AssumeRolePolicyDocument=json.dumps(policy)
    )
    return str(made["Role"]["Arn"])


def open_access_point(estate: Any) -> str:
    s3, control = estate.client("s3"), estate.client("s3control")
    s3.create_bucket(Bucket="open", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.delete_public_access_block(Bucket="open")
    point = {"AccountId": ACCOUNT, "Name": "shop"}
    control.create_access_point(**point, Bucket="open", PublicAccessBlockConfiguration=SHOWN)
    resource = arn("s3", "accesspoint/shop")
    policy = write_policy("s3:GetObject", f"{resource}/object/*")
    control.put_access_point_policy(**point, Policy=policy)
    return resource


def make_code() -> bytes:
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", "")
    return code.getvalue()


def make_function(estate: Any) -> Any:
    client = estate.client("lambda")
    role = make_service_role(estate.client("iam"), "open", "lambda")
    client.create_function(
        FunctionName="open",
        Runtime="python3.12",
        Role=role,
        Handler="index.handler",
        Code={"ZipFile": make_code()},
    )
    return client


def open_function(estate: Any) -> str:
    client = make_function(estate)
    everyone = {"FunctionName": "open", "Action": "lambda:InvokeFunction", "Principal": "*"}
    client.add_permission(**everyone, StatementId="all")
    client.add_permission(**everyone, StatementId="url", InvokedViaFunctionUrl=True)
    client.add_permission(
        FunctionName="open",
        StatementId="url-type",
        Action="lambda:InvokeFunctionUrl",
        Principal="*",
        FunctionUrlAuthType="NONE",
    )
    client.add_permission(
        FunctionName="open",
        StatementId="known",
        Action="lambda:InvokeFunction",
        Principal=ACCOUNT,
    )
    return arn("lambda", "function:open")


def open_alias(estate: Any) -> str:
    client = make_function(estate)
    client.publish_version(FunctionName="open")
    client.create_alias(FunctionName="open", Name="live", FunctionVersion="1")
    client.add_permission(
        FunctionName="open",
        Qualifier="live",
        StatementId="all",
        Action="lambda:InvokeFunction",
        Principal="*",
    )
    return arn("lambda", "function:open:live")


def open_layer(estate: Any) -> str:
    client = estate.client("lambda")
    client.publish_layer_version(LayerName="open", Content={"ZipFile": make_code()})
    client.add_layer_version_permission(
        LayerName="open",
        VersionNumber=1,
        StatementId="all",
        Action="lambda:GetLayerVersion",
        Principal="*",
    )
    return arn("lambda", "layer:open:1")


def open_image(estate: Any) -> str:
    ec2 = estate.client("ec2")
    run = ec2.run_instances(ImageId="ami-0123456789abcdef0", MinCount=1, MaxCount=1)
    image = ec2.create_image(InstanceId=run["Instances"][0]["InstanceId"], Name="open")["ImageId"]
    ec2.disable_image_block_public_access()
    ec2.modify_image_attribute(
        ImageId=image, Attribute="launchPermission", OperationType="add", UserGroups=["all"]
    )
    return f"arn:aws:ec2:{REGION}::image/{image}"


def open_database_snapshot(estate: Any) -> str:
    rds = estate.client("rds")
    rds.create_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t3.micro",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="root",
        MasterUserPassword="not-a-secret",
    )
    made = rds.create_db_snapshot(DBSnapshotIdentifier="open", DBInstanceIdentifier="orders")
    rds.modify_db_snapshot_attribute(
        DBSnapshotIdentifier="open",
        AttributeName="restore",
        ValuesToAdd=["all", "222222222222"],
    )
    return str(made["DBSnapshot"]["DBSnapshotArn"])


def open_cluster_snapshot(estate: Any) -> str:
    rds = estate.client("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="orders",
        Engine="aurora-mysql",
        MasterUsername="root",
        MasterUserPassword="not-a-secret",
    )
    made = rds.create_db_cluster_snapshot(
        DBClusterSnapshotIdentifier="open", DBClusterIdentifier="orders"
    )
    rds.modify_db_cluster_snapshot_attribute(
        DBClusterSnapshotIdentifier="open", AttributeName="restore", ValuesToAdd=["all"]
    )
    return str(made["DBClusterSnapshot"]["DBClusterSnapshotArn"])


def open_document(estate: Any) -> str:
    ssm = estate.client("ssm")
    step = {"action": "aws:runShellScript", "name": "x", "inputs": {"runCommand": ["true"]}}
    content = {"schemaVersion": "2.2", "description": "-", "mainSteps": [step]}
    ssm.create_document(Name="open", DocumentType="Command", Content=json.dumps(content))
    ssm.modify_document_permission(Name="open", PermissionType="Share", AccountIdsToAdd=["all"])
    return arn("ssm", "document/open")


CASES: list[Case] = [
    ("sns.topic_policy_is_not_public", open_topic, 1),
    ("sqs.queue_policy_is_not_public", open_queue, 1),
    ("secretsmanager.secret_policy_is_not_public", open_secret, 1),
    ("kms.key_policy_is_not_public", open_key, 1),
    ("ecr.repository_policy_is_not_public", open_repository, 1),
    ("efs.file_system_policy_is_not_public", open_file_system, 1),
    ("events.event_bus_policy_is_not_public", open_bus, 1),
    ("backup.vault_policy_is_not_public", open_vault, 1),
    ("dynamodb.table_policy_is_not_public", open_table, 1),
    ("opensearchservice.domain_policy_is_not_public", open_domain, 1),
    ("iam.role_trust_is_not_public", open_role, 1),
    ("s3.access_point_policy_is_not_public", open_access_point, 1),
    ("lambda.function_policy_is_not_public", open_function, 3),
    ("lambda.alias_policy_is_not_public", open_alias, 1),
    ("lambda.layer_version_policy_is_not_public", open_layer, 1),
    ("ec2.image_is_not_public", open_image, 1),
    ("rds.snapshot_is_not_public", open_database_snapshot, 1),
    ("rds.snapshot_is_not_public", open_cluster_snapshot, 1),
    ("ssm.document_is_not_public", open_document, 1),
]
