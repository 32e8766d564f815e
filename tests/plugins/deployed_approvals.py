"""The responder and its callbacks as their template deploys them, on an emulator that enforces.

GuardDuty finds an instance, Slack is served on this machine, and people press its buttons.
"""

import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from callback_bench import press, sign_slack
from deployed_template import TemplateDeployer
from function_world import FunctionWorld
from vendor_servers import SlackServer, Vendor, serve

from ringwall.catalog.responder_template import NAME
from ringwall.emulator.published_events import publish
from ringwall.jobs.respond_package import build_package
from ringwall.jobs.respond_template import make_template

OWNER, REGION = "123456789012", "us-east-1"
PLAYBOOK = "ec2.isolate_instance"
CALLBACK = f"{NAME}-callback"
SIGNING = "signing-secret-1"
POLICY = """
[approval]
none = "one"
config = "one"
availability = "one"
irreversible = "one"

[[people]]
principal = "ann@example.com"
slack = "U0ANN"
approves = true

[[people]]
principal = "bob@example.com"
slack = "U0BOB"
approves = true

[[people]]
principal = "eve@example.com"
slack = "U0EVE"

[[rules]]
name = "isolate"
playbook = "ec2.isolate_instance"
findings = ["guardduty.*:EC2/*"]
options = { snapshots = "no" }

[[channels]]
type = "slack"
name = "soc"
channel = "{channel}"
url = "{url}/api"
token_secret_arn = "{token}"
signing_secret_arn = "{signing}#key"
"""


def make_finding(instance: str, **members: Any) -> dict[str, Any]:
    """Return a finding of GuardDuty about an instance, as its event has it."""
    detector = f"arn:aws:guardduty:{REGION}:{OWNER}:detector/{'0' * 32}"
    return {
        "schemaVersion": "2.0",
        "accountId": OWNER,
        "region": REGION,
        "partition": "aws",
        "id": "2" * 32,
        "arn": f"{detector}/finding/{'2' * 32}",
        "type": "CryptoCurrency:EC2/BitcoinTool.B",
        "resource": {
            "resourceType": "Instance",
            "instanceDetails": {"instanceId": instance},
        },
        "service": {
            "serviceName": "guardduty",
            "detectorId": "0" * 32,
            "eventFirstSeen": "2026-11-30T10:00:00.000Z",
            "eventLastSeen": "2026-11-30T10:30:00.000Z",
            "archived": False,
            "count": 1,
            "additionalInfo": {"value": "{}", "type": "default"},
        },
        "severity": 8,
        "createdAt": "2026-11-30T10:05:00.000Z",
        "updatedAt": "2026-11-30T10:35:00.000Z",
        "title": "An instance asks <https://evil.example|a domain> of miners.",
        "description": "An instance asks a domain of miners.",
        **members,
    }


def make_schedule() -> dict[str, Any]:
    """Return the event of a schedule."""
    return {
        "version": "0",
        "id": "3e1a2b3c-0000-4000-8000-123456789012",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": OWNER,
        "time": "2026-11-30T10:36:00Z",
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{OWNER}:rule/{NAME}-schedule"],
        "detail": {},
    }


@dataclass
class DeployedApprovals:
    """What was deployed, and the channel that it tells."""

    functions: FunctionWorld
    slack: SlackServer
    at_slack: Vendor
    instance: str
    group: str
    """The security group that the instance had."""
    presses: list[str] = field(default_factory=list)

    def find(self, **members: Any) -> None:
        """Let GuardDuty find something; its event is delivered before this returns."""
        finding = make_finding(self.instance, **members)
        state = self.functions.app.state
        publish(state, OWNER, REGION, "aws.guardduty", "GuardDuty Finding", finding)
        self.settle()

    def settle(self) -> None:
        """Let what EventBridge has to deliver be delivered."""
        self.functions.client("sts").get_caller_identity()

    def tick(self) -> Any:
        """Let the responder be invoked as its schedule does, and return what it answers."""
        return self.functions.invoke(NAME, make_schedule())

    def go_on(self, case: str) -> dict[str, Any]:
        """Name a case to the responder as an event of the bus does; return how it went."""
        names = {"source": "ringwall", "detail-type": "Ringwall Case", "detail": {"case": case}}
        (went,) = self.functions.invoke(NAME, make_schedule() | names)["Payload"]["cases"]
        return dict(went)

    def dead(self) -> list[Any]:
        """Return the events that failed for good."""
        return self.functions.messages(f"https://sqs.{REGION}.amazonaws.com/{OWNER}/{NAME}-failed")

    def variables(self) -> dict[str, str]:
        """Return the environment of the callbacks."""
        found = self.functions.client("lambda").get_function_configuration(FunctionName=CALLBACK)
        return dict(found["Environment"]["Variables"])

    def question(self) -> dict[str, Any]:
        """Return the message in Slack that asks."""
        return next(
            one
            for one in reversed(self.slack.messages)
            if "approval wanted" in one["blocks"][0]["text"]["text"]
        )

    def buttons(self) -> dict[str, str]:
        """Return the tokens of the question, by the words on its buttons."""
        elements = self.question()["blocks"][-1]["elements"]
        return {one["text"]["text"]: one["value"] for one in elements if "value" in one}

    def press(self, token: str, word: str = "approve", user: str = "U0ANN", **more: Any) -> bytes:
        """Return what Slack sends where somebody presses a button of the question."""
        message = self.question()
        given = {
            "trigger": f"{len(self.presses)}.1.2",
            "user": {"id": user},
            "message": {"ts": message["ts"], "blocks": message["blocks"]},
            "response_url": f"{self.at_slack.url}/actions/{message['ts']}",
            **more,
        }
        self.presses.append(user)
        return press(token, word, **given)

    def send(self, body: bytes, **more: Any) -> tuple[int, str]:
        """Send a callback to the function URL, signed now unless it is said; return the answer."""
        answer = self.functions.invoke(CALLBACK, make_request(body, **more))
        assert "FunctionError" not in answer, answer
        told = answer["Payload"]
        assert told["headers"]["x-content-type-options"] == "nosniff"
        return int(told["statusCode"]), str(told["body"])

    def is_isolated(self) -> bool:
        """Whether the instance has other security groups than it had."""
        found = self.functions.client("ec2").describe_instances(InstanceIds=[self.instance])
        one = found["Reservations"][0]["Instances"][0]
        return [group["GroupId"] for group in one["SecurityGroups"]] != [self.group]

    def items(self, pk: str) -> list[dict[str, Any]]:
        answer = self.functions.client("dynamodb").query(
            TableName=NAME,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": pk}},
        )
        return [
            {name: next(iter(value.values())) for name, value in item.items()}
            for item in answer["Items"]
        ]

    def case(self) -> str:
        (found,) = [item["sk"] for item in self.items("CASES") if item["sk"] != "SWITCH"]
        return str(found)

    def events(self) -> list[str]:
        """Return what happened in the case."""
        return [item["kind"] for item in self.items(f"CASE#{self.case()}")]

    def authors(self, kind: str) -> list[str]:
        events = self.items(f"CASE#{self.case()}")
        return [item["author"] for item in events if item["kind"] == kind]


def make_request(
    body: bytes, *, at: int = 0, secret: str = SIGNING, path: str = "/callbacks/soc", **more: Any
) -> dict[str, Any]:
    """Return an event of a function URL, payload format 2.0, as Slack's request makes it."""
    signed = sign_slack(body, at or int(time.time()), secret)
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-forwarded-proto": "https",
        **{name.lower(): value for name, value in signed.items()},
        **more.pop("headers", {}),
    }
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {
            "accountId": "anonymous",
            "http": {"method": more.pop("method", "POST"), "path": path, "protocol": "HTTP/1.1"},
            "timeEpoch": int(time.time() * 1000),
        },
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
        **more,
    }


@contextmanager
def deploy(functions: FunctionWorld, folder: Path) -> Iterator[DeployedApprovals]:
    """Deploy the template with callbacks, while the block runs."""
    slack = SlackServer()
    with serve(slack.answer) as vendor:
        client = functions.client
        secrets = client("secretsmanager")
        token = secrets.create_secret(Name="slack/token", SecretString=slack.TOKEN)["ARN"]
        text = json.dumps({"key": SIGNING})
        signing = secrets.create_secret(Name="slack/signing", SecretString=text)["ARN"]
        policy = folder / "response.toml"
        written = POLICY.replace("{channel}", slack.CHANNEL).replace("{url}", vendor.url)
        policy.write_text(written.replace("{token}", token).replace("{signing}", signing))
        _deploy_stack(functions, policy)
        vpc = client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = client("ec2").create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]
        group = client("ec2").create_security_group(GroupName="web", Description="w", VpcId=vpc)
        (made,) = client("ec2").run_instances(
            ImageId="ami-12c6146b",
            MinCount=1,
            MaxCount=1,
            SubnetId=subnet["SubnetId"],
            SecurityGroupIds=[group["GroupId"]],
        )["Instances"]
        yield DeployedApprovals(functions, slack, vendor, made["InstanceId"], group["GroupId"])


def _deploy_stack(functions: FunctionWorld, policy: Path) -> None:
    client = functions.client
    client("s3").create_bucket(Bucket="code")
    package = build_package([PLAYBOOK], policy).data
    client("s3").put_object(Bucket="code", Key="r.zip", Body=package)
    values = {
        "AWS::Partition": "aws",
        "AWS::Region": REGION,
        "AWS::AccountId": OWNER,
        "CodeBucket": "code",
        "CodeKey": "r.zip",
    }
    template = make_template([PLAYBOOK], callbacks=True, policy=policy)
    TemplateDeployer(client, values).deploy(template)
