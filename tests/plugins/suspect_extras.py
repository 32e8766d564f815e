"""What an isolation may find beside a suspect instance: a capture of memory, a vault."""

import json

from policy_texts import allow, write
from response_world import REGION, make_settings
from suspect_instance import SuspectEstate


def prepare_memory(estate: SuspectEstate) -> str:
    """Have ready what a capture takes; return the group that leads to the endpoints."""
    world = estate.world
    ec2 = world.client("ec2")
    made = ec2.create_security_group(
        GroupName="ringwall-quarantine-capture", Description="x", VpcId=estate.facts["vpc"]
    )
    group = str(made["GroupId"])
    every = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    ec2.revoke_security_group_egress(GroupId=group, IpPermissions=[every])
    peer = {"CidrIp": "10.7.0.0/16"}
    way = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [peer]}
    ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[way])
    step = {"runCommand": ["capture {{ CaseId }}"], "timeoutSeconds": "600"}
    content = {
        "schemaVersion": "2.2",
        "description": "x",
        "parameters": {"CaseId": {"type": "String"}},
        "mainSteps": [{"action": "aws:runShellScript", "name": "run", "inputs": step}],
    }
    world.client("ssm").create_document(
        Name="ringwall-capture-memory", DocumentType="Command", Content=json.dumps(content)
    )
    world.client("iam").attach_role_policy(
        RoleName="app", PolicyArn="arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    )
    world.world.emulator.answer_commands(estate.instance, "done")
    return group


def make_vault(estate: SuspectEstate) -> str:
    """Have an account that keeps evidence; return its id."""
    from ringwall.model.threat import EvidencePlace  # noqa: PLC0415 - few tests need it

    world = estate.world
    world.world.make_organization()
    account = world.world.make_account("evidence", "evidence@example.com")
    who = {"AWS": [f"arn:aws:iam::{one}:root" for one in (account, world.account_id)]}
    policy = write(allow("kms:*", Principal=who))
    kms = world.world.enter(account, "kms")
    key = kms.create_key(Policy=policy)["KeyMetadata"]["Arn"]
    place = EvidencePlace(account, REGION, "evidence", key, "GOVERNANCE", 400)
    world.settings = make_settings({"evidence": place})
    return account
