"""Credentials that Acme's teams left in plain sight, and how prod does it in their place.

All values are made up, and none has the form of a real one.
"""

import base64
from typing import Any

from ringwall.emulator.acme.identity import grant, make_role
from ringwall.emulator.acme.team import HOME, Team, make_tags

AGENT = "#!/bin/sh\nexport BUILD_TOKEN=made-up-4711\n/opt/agent/start\n"
"""What dev's build agent starts with."""
SHOP = "#!/bin/sh\nexport BUILD_TOKEN=$(aws secretsmanager get-secret-value --secret-id build)\n"
"""What prod's instances start with: a command that reads a secret, and no secret."""
_DATABASE = "postgres://app:" + "made-up-4711@db.staging.acme.example:5432/app"


def leave_in_dev(team: Team) -> None:
    """Leave a token in a build, a password in a parameter and a key in a container."""
    logs = grant(
        ("logs:CreateLogStream", "logs:PutLogEvents"), team.arn("logs", "*", "log-group:*")
    )
    make_role(team, "demo-build", {"Service": "codebuild.amazonaws.com"}, {}, logs)
    variables = [
        {"name": "NPM_TOKEN", "value": "made-up-4711"},
        {"name": "SONAR_TOKEN", "value": "demo:sonar", "type": "SECRETS_MANAGER"},
    ]
    team.client("codebuild").create_project(
        name="demo-build",
        source={"type": "S3", "location": "acme-dev-builds/demo.zip"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/standard:7.0",
            "computeType": "BUILD_GENERAL1_SMALL",
            "environmentVariables": variables,
        },
        serviceRole=team.arn("iam", "", "role/demo-build"),
        tags=_small_tags(team, "demo-build"),
    )
    _put_parameter(team, "/demo/db/password", "made-up-4711", "String")
    _register(team, "demo-worker", environment=[{"name": "MAPS_API_KEY", "value": "made-up-4711"}])


def leave_in_staging(team: Team) -> None:
    """Leave the password of a database in a launch template."""
    script = f"#!/bin/sh\nexport DATABASE_URL={_DATABASE}\n/opt/app/start\n"
    public = {"DeviceIndex": 0, "AssociatePublicIpAddress": True}
    _make_launch_template(team, "eu-west-1", "app", script, NetworkInterfaces=[public])


def name_in_prod(team: Team) -> None:
    """Have the same in prod, where what is secret is only named."""
    _put_parameter(team, "/shop/log/level", "info", "String")
    _put_parameter(team, "/shop/db/password", "made-up-4711", "SecureString")
    secret = team.arn("secretsmanager", HOME, "secret:orders/db")
    _register(
        team,
        "shop-worker",
        environment=[{"name": "DB_SECRET_NAME", "value": "orders/db"}],
        secrets=[{"name": "DB_PASSWORD", "valueFrom": secret}],
    )
    disk = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 20, "Encrypted": True}}
    required = {"HttpTokens": "required"}
    _make_launch_template(
        team, HOME, "web", SHOP, MetadataOptions=required, BlockDeviceMappings=[disk]
    )


def _put_parameter(team: Team, name: str, value: str, kind: Any) -> None:
    team.client("ssm").put_parameter(Name=name, Value=value, Type=kind, Tags=make_tags(name, team))


def _register(team: Team, family: str, **container: Any) -> None:
    team.client("ecs").register_task_definition(
        family=family,
        containerDefinitions=[{"name": "app", "image": "shop:1", "memory": 256, **container}],
        tags=_small_tags(team, family),
    )


def _make_launch_template(team: Team, region: str, name: str, script: str, **more: Any) -> None:
    team.client("ec2", region).create_launch_template(
        LaunchTemplateName=name,
        LaunchTemplateData={
            "InstanceType": "t3.small",
            **more,
            "UserData": base64.b64encode(script.encode()).decode(),
        },
        TagSpecifications=[{"ResourceType": "launch-template", "Tags": make_tags(name, team)}],
    )


def _small_tags(team: Team, name: str) -> list[Any]:
    return [{"key": tag["Key"], "value": tag["Value"]} for tag in make_tags(name, team)]
