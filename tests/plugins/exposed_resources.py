"""Weak resources of every kind that Acme lacks: so that every call matters to some finding."""

import io
import json
import zipfile

from ringwall.emulator.acme.team import HOME, Team, join_account, make_session
from ringwall.emulator.app import Emulator

OPEN = {"open": "yes"}
SHOWN = dict.fromkeys(
    ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), False
)
TAGS = [{"Key": "open", "Value": "yes"}]
CREDENTIALS = {"AccessKeyId": "demo", "SecretAccessKey": "not-a-secret"}


def write_policy(action: str, resource: str) -> str:
    """Return a policy that lets anyone in."""
    statement = {
        "Sid": "open",
        "Effect": "Allow",
        "Principal": "*",
        "Action": action,
        "Resource": resource,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def expose_resources(app: Emulator, account_id: str) -> None:
    """Add them to an account of Acme."""
    root = Team(app, "", "management", make_session(app, CREDENTIALS))
    team = join_account(root, account_id, "dev")
    for add in (
        _vault, _table, _repository, _file_system, _bus, _key, _function, _image, _snapshots,
        _topic_and_queue, _bucket, _secret, _domain, _ways_to_roles,
    ):  # fmt: skip
        add(team)
    app.trail.clear()
    app.calls.clear()


def _vault(team: Team) -> None:
    backup = team.client("backup")
    backup.create_backup_vault(BackupVaultName="open", BackupVaultTags=OPEN)
    backup.put_backup_vault_access_policy(
        BackupVaultName="open", Policy=write_policy("backup:CopyIntoBackupVault", "*")
    )


def _table(team: Team) -> None:
    dynamodb = team.client("dynamodb")
    made = dynamodb.create_table(
        TableName="open",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        Tags=TAGS,
    )
    arn = made["TableDescription"]["TableArn"]
    dynamodb.put_resource_policy(ResourceArn=arn, Policy=write_policy("dynamodb:GetItem", arn))


def _repository(team: Team) -> None:
    ecr = team.client("ecr")
    ecr.create_repository(repositoryName="open", tags=TAGS)
    ecr.set_repository_policy(
        repositoryName="open", policyText=write_policy("ecr:BatchGetImage", "*")
    )


def _file_system(team: Team) -> None:
    efs = team.client("efs")
    made = efs.create_file_system(CreationToken="open", Tags=TAGS)["FileSystemId"]
    arn = team.arn("elasticfilesystem", HOME, f"file-system/{made}")
    policy = write_policy("elasticfilesystem:ClientMount", arn)
    efs.put_file_system_policy(FileSystemId=made, Policy=policy)


def _bus(team: Team) -> None:
    team.client("events").put_permission(
        EventBusName="default",
        Policy=write_policy(
            "events:PutEvents",
            team.arn("events", HOME, "event-bus/default"),
        ),
    )


def _key(team: Team) -> None:
    kms = team.client("kms")
    own = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{team.account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    policy = json.loads(write_policy("kms:Decrypt", "*"))
    policy["Statement"].append(own)
    key = kms.create_key(Policy=json.dumps(policy), Tags=[{"TagKey": "open", "TagValue": "yes"}])[
        "KeyMetadata"
    ]["KeyId"]
    kms.enable_key_rotation(KeyId=key)


def _function(team: Team) -> None:
    client = team.client("lambda")
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", "")
    role = team.client("iam").get_role(RoleName="lambda-provisioner")["Role"]["Arn"]
    client.create_function(
        FunctionName="open",
        Runtime="python3.12",
        Role=role,
        Handler="index.handler",
        Code={"ZipFile": code.getvalue()},
        Tags=OPEN,
    )
    client.create_function_url_config(FunctionName="open", AuthType="AWS_IAM")
    client.add_permission(
        FunctionName="open", StatementId="all", Action="lambda:InvokeFunction", Principal="*"
    )
    client.publish_version(FunctionName="open")
    client.create_alias(FunctionName="open", Name="live", FunctionVersion="1")
    client.add_permission(
        FunctionName="open", Qualifier="live", StatementId="all",
        Action="lambda:InvokeFunction", Principal="*",
    )  # fmt: skip
    client.publish_layer_version(LayerName="open", Content={"ZipFile": code.getvalue()})
    client.add_layer_version_permission(
        LayerName="open", VersionNumber=1, StatementId="all",
        Action="lambda:GetLayerVersion", Principal="*",
    )  # fmt: skip


def _image(team: Team) -> None:
    ec2 = team.client("ec2")
    instance = ec2.describe_instances()["Reservations"][0]["Instances"][0]["InstanceId"]
    ec2.disable_image_block_public_access()
    image = ec2.create_image(InstanceId=instance, Name="open")["ImageId"]
    ec2.modify_image_attribute(
        ImageId=image, LaunchPermission={"Add": [{"Group": "all"}]}, OperationType="add",
        UserGroups=["all"],
    )  # fmt: skip


def _snapshots(team: Team) -> None:
    rds = team.client("rds")
    instance = rds.describe_db_instances()["DBInstances"][0]["DBInstanceIdentifier"]
    rds.create_db_snapshot(DBSnapshotIdentifier="open", DBInstanceIdentifier=instance)
    rds.modify_db_snapshot_attribute(
        DBSnapshotIdentifier="open", AttributeName="restore", ValuesToAdd=["all"]
    )
    subnets = team.client("ec2").describe_subnets()["Subnets"]
    rds.create_db_subnet_group(
        DBSubnetGroupName="open",
        DBSubnetGroupDescription="-",
        SubnetIds=[subnet["SubnetId"] for subnet in subnets],
    )
    rds.create_db_cluster(
        DBClusterIdentifier="open", Engine="aurora-mysql", MasterUsername="admin",
        MasterUserPassword="not-a-secret", DBSubnetGroupName="open",
    )  # fmt: skip
    rds.create_db_cluster_snapshot(
        DBClusterSnapshotIdentifier="open-cluster", DBClusterIdentifier="open"
    )
    rds.modify_db_cluster_snapshot_attribute(
        DBClusterSnapshotIdentifier="open-cluster", AttributeName="restore", ValuesToAdd=["all"]
    )


def _topic_and_queue(team: Team) -> None:
    topic = team.arn("sns", HOME, "open")
    team.client("sns").create_topic(
        Name="open", Attributes={"Policy": write_policy("sns:Publish", topic)}, Tags=TAGS
    )
    queue = team.arn("sqs", HOME, "open")
    team.client("sqs").create_queue(
        QueueName="open", Attributes={"Policy": write_policy("sqs:SendMessage", queue)}, tags=OPEN
    )


def _bucket(team: Team) -> None:
    s3 = team.client("s3")
    s3.create_bucket(Bucket="acme-dev-open", ObjectOwnership="ObjectWriter")
    s3.put_bucket_acl(Bucket="acme-dev-open", ACL="public-read")
    s3.delete_public_access_block(Bucket="acme-dev-open")
    delegation = json.loads(write_policy("s3:*", "arn:aws:s3:::acme-dev-open/*"))
    delegation["Statement"][0]["Condition"] = {
        "StringEquals": {"s3:DataAccessPointAccount": team.account_id}
    }
    s3.put_bucket_policy(Bucket="acme-dev-open", Policy=json.dumps(delegation))
    s3.put_bucket_tagging(Bucket="acme-dev-open", Tagging={"TagSet": TAGS})
    point = {"AccountId": team.account_id, "Name": "open"}
    control = team.client("s3control")
    control.create_access_point(
        **point, Bucket="acme-dev-open", PublicAccessBlockConfiguration=SHOWN
    )
    arn = team.arn("s3", HOME, "accesspoint/open/object/*")
    control.put_access_point_policy(**point, Policy=write_policy("s3:GetObject", arn))


def _secret(team: Team) -> None:
    client = team.client("secretsmanager")
    client.create_secret(Name="open", SecretString="not-a-secret", Tags=TAGS)
    policy = write_policy("secretsmanager:GetSecretValue", "*")
    client.put_resource_policy(SecretId="open", ResourcePolicy=policy)


def _domain(team: Team) -> None:
    arn = team.arn("es", HOME, "domain/open/*")
    team.client("opensearch").create_domain(
        DomainName="open", EngineVersion="OpenSearch_2.11", TagList=TAGS,
        AccessPolicies=write_policy("es:ESHttpGet", arn),
    )  # fmt: skip


def _ways_to_roles(team: Team) -> None:
    """Make users who can become administrators through an instance, a project and a function."""
    iam = team.client("iam")
    for service in ("ec2", "codebuild"):
        trust = {
            "Effect": "Allow",
            "Principal": {"Service": f"{service}.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        iam.create_role(RoleName=f"{service}-boss", AssumeRolePolicyDocument=document)
        iam.attach_role_policy(
            RoleName=f"{service}-boss", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess"
        )
    iam.create_instance_profile(InstanceProfileName="ec2-boss")
    iam.add_role_to_instance_profile(InstanceProfileName="ec2-boss", RoleName="ec2-boss")
    ec2 = team.client("ec2")
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    ec2.run_instances(
        ImageId=ec2.describe_instances()["Reservations"][0]["Instances"][0]["ImageId"],
        MinCount=1, MaxCount=1, SubnetId=subnet, IamInstanceProfile={"Name": "ec2-boss"},
    )  # fmt: skip
    team.client("codebuild").create_project(
        name="open", source={"type": "S3", "location": "acme-dev-open/code.zip"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER", "image": "aws/codebuild/standard:7.0",
            "computeType": "BUILD_GENERAL1_SMALL",
        },
        serviceRole=f"arn:aws:iam::{team.account_id}:role/codebuild-boss",
    )  # fmt: skip
    for user, actions in {
        "operator": ["ssm:SendCommand"],
        "builder": ["codebuild:StartBuild"],
        "coder": ["lambda:UpdateFunctionCode", "lambda:InvokeFunction"],
    }.items():
        iam.create_user(UserName=user)
        grant = {"Effect": "Allow", "Action": actions, "Resource": "*"}
        iam.put_user_policy(
            UserName=user, PolicyName="own",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [grant]}),
        )  # fmt: skip
