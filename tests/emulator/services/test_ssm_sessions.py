"""Sessions with managed instances: started, listed, ended."""

import json
from collections.abc import Callable
from typing import Any

Client = Callable[..., Any]
CORE = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"


def make_node(client: Client) -> str:
    iam = client("iam")
    iam.create_role(RoleName="managed", AssumeRolePolicyDocument="{}")
    iam.attach_role_policy(RoleName="managed", PolicyArn=CORE)
    iam.create_instance_profile(InstanceProfileName="managed")
    iam.add_role_to_instance_profile(InstanceProfileName="managed", RoleName="managed")
    profile = {"Name": "managed"}
    found = client("ec2").run_instances(
        ImageId="ami-12345678", MinCount=1, MaxCount=1, IamInstanceProfile=profile
    )
    own: str = found["Instances"][0]["InstanceId"]
    return own


def test_a_session_is_started_listed_and_ended(client: Client, refusal: Any) -> None:
    ssm, node = client("ssm"), make_node(client)
    assert ssm.get_connection_status(Target=node)["Status"] == "connected"
    made = ssm.start_session(Target=node, Reason="case 1")
    own = made["SessionId"]
    assert own.startswith("operator-")
    assert own in made["StreamUrl"]
    (found,) = ssm.describe_sessions(State="Active")["Sessions"]
    assert (found["Target"], found["Status"], found["Reason"]) == (node, "Connected", "case 1")
    assert found["Owner"] == "arn:aws:iam::123456789012:user/operator"
    assert ssm.resume_session(SessionId=own)["TokenValue"] != made["TokenValue"]
    assert ssm.terminate_session(SessionId=own)["SessionId"] == own
    assert ssm.describe_sessions(State="Active")["Sessions"] == []
    target = [{"key": "Target", "value": node}]
    (ended,) = ssm.describe_sessions(State="History", Filters=target)["Sessions"]
    assert ended["Status"] == "Terminated"
    assert refusal(ssm.resume_session, SessionId=own)[0] == "DoesNotExistException"
    started = [{"key": "InvokedAfter", "value": "2020-01-01"}]
    asked = {"State": "History", "Filters": started}
    assert refusal(ssm.describe_sessions, **asked)[0] == "InvalidFilterKey"


def test_sessions_need_a_document_and_an_instance_that_is_connected(
    client: Client, refusal: Any
) -> None:
    ssm, node = client("ssm"), make_node(client)
    start = ssm.start_session
    preferences = {"schemaVersion": "1.0", "sessionType": "Standard_Stream", "inputs": {}}
    ssm.create_document(
        Name="SSM-SessionManagerRunShell",
        Content=json.dumps(preferences),
        DocumentType="Session",
    )
    start(Target=node)
    start(Target=node, DocumentName="AWS-StartPortForwardingSession")
    start(Target=node, DocumentName="AWS-StartSSHSession")
    for name in ("gone", "AWS-RunShellScript"):
        assert refusal(start, Target=node, DocumentName=name) == ("InvalidDocument", 400)
    client("ec2").stop_instances(InstanceIds=[node])
    assert refusal(start, Target=node) == ("TargetNotConnected", 400)
    assert ssm.get_connection_status(Target=node)["Status"] == "notconnected"
