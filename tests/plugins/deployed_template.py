"""A template of responders deployed resource by resource, where CloudFormation is not enforced."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PARTS = re.compile(r"\$\{([\w:.]+)\}")


@dataclass
class TemplateDeployer:
    """Makes what a template says, as an operator, and knows what each resource is called."""

    client: Callable[[str], Any]
    values: dict[str, Any]
    """What `Ref` stands for: parameters and pseudo parameters; what was made comes to it."""
    attributes: dict[str, Any] = field(default_factory=dict)
    """What `Fn::GetAtt` stands for: `Function.Arn`."""

    def deploy(self, template: Any) -> None:
        """Make all resources whose condition holds; what is not known here is an error."""
        resources = {
            name: one
            for name, one in template["Resources"].items()
            if one.get("Condition") != "WithSecurityHub"
        }
        assert {one["Type"] for one in resources.values()} <= MAKERS.keys()
        order = list(MAKERS)
        waiting = sorted(resources, key=lambda name: order.index(resources[name]["Type"]))
        while waiting:
            left = [name for name in waiting if not self.make(name, resources[name])]
            assert len(left) < len(waiting), f"they wait for each other: {left}"
            waiting = left

    def make(self, name: str, resource: Any) -> bool:
        """Whether a resource could be made; not while another one that it names is not."""
        try:
            given = self.fill(resource.get("Properties", {}))
        except KeyError:
            return False
        MAKERS[resource["Type"]](self, name, given)
        return True

    def fill(self, value: Any) -> Any:
        """Return a value with all references filled in."""
        if isinstance(value, list):
            return [self.fill(one) for one in value]
        if not isinstance(value, dict):
            return value
        if "Ref" in value:
            return self.values[value["Ref"]]
        if "Fn::GetAtt" in value:
            return self.attributes[".".join(value["Fn::GetAtt"])]
        if "Fn::Sub" in value:
            known = {**self.values, **self.attributes}
            return PARTS.sub(lambda found: str(known[found[1]]), value["Fn::Sub"])
        return {name: self.fill(member) for name, member in value.items()}


def make_key(here: TemplateDeployer, name: str, given: Any) -> None:
    policy = json.dumps(given.pop("KeyPolicy"))
    made = here.client("kms").create_key(**given, Policy=policy)["KeyMetadata"]
    here.attributes[f"{name}.Arn"] = made["Arn"]


def make_table(here: TemplateDeployer, name: str, given: Any) -> None:
    names = ("TableName", "BillingMode", "AttributeDefinitions", "KeySchema")
    here.client("dynamodb").create_table(**{one: given[one] for one in names})
    here.values[name] = given["TableName"]


def make_queue(here: TemplateDeployer, name: str, given: Any) -> None:
    url = here.client("sqs").create_queue(QueueName=given["QueueName"])["QueueUrl"]
    here.values[name] = url
    place = f"{here.values['AWS::Region']}:{here.values['AWS::AccountId']}"
    here.attributes[f"{name}.Arn"] = f"arn:aws:sqs:{place}:{given['QueueName']}"


def make_log(here: TemplateDeployer, _: str, given: Any) -> None:
    here.client("logs").create_log_group(logGroupName=given["LogGroupName"])


def make_policy(here: TemplateDeployer, name: str, given: Any) -> None:
    made = here.client("iam").create_policy(
        PolicyName=given["ManagedPolicyName"], PolicyDocument=json.dumps(given["PolicyDocument"])
    )
    here.values[name] = made["Policy"]["Arn"]


def make_role(here: TemplateDeployer, name: str, given: Any) -> None:
    iam = here.client("iam")
    trust = json.dumps(given["AssumeRolePolicyDocument"])
    made = iam.create_role(RoleName=given["RoleName"], AssumeRolePolicyDocument=trust)["Role"]
    for arn in given["ManagedPolicyArns"]:
        iam.attach_role_policy(RoleName=given["RoleName"], PolicyArn=arn)
    here.values[name], here.attributes[f"{name}.Arn"] = given["RoleName"], made["Arn"]


def make_function(here: TemplateDeployer, name: str, given: Any) -> None:
    given.pop("ReservedConcurrentExecutions")
    made = here.client("lambda").create_function(**given)
    here.values[name], here.attributes[f"{name}.Arn"] = given["FunctionName"], made["FunctionArn"]


def make_retries(here: TemplateDeployer, _: str, given: Any) -> None:
    given.pop("Qualifier")
    here.client("lambda").put_function_event_invoke_config(**{**given, "MaximumRetryAttempts": 0})


def make_rule(here: TemplateDeployer, name: str, given: Any) -> None:
    events, targets = here.client("events"), given.pop("Targets")
    if "EventPattern" in given:
        given["EventPattern"] = json.dumps(given["EventPattern"])
    else:
        given["State"] = "DISABLED"  # tests tick themselves
    here.attributes[f"{name}.Arn"] = events.put_rule(**given)["RuleArn"]
    events.put_targets(Rule=given["Name"], Targets=targets)


def make_url(here: TemplateDeployer, name: str, given: Any) -> None:
    function, mode = given["TargetFunctionArn"], given["InvokeMode"]
    made = here.client("lambda").create_function_url_config(
        FunctionName=function, AuthType=given["AuthType"], InvokeMode=mode
    )
    here.attributes[f"{name}.FunctionUrl"] = made["FunctionUrl"]


def make_permission(here: TemplateDeployer, name: str, given: Any) -> None:
    here.client("lambda").add_permission(StatementId=name, **given)


def make_bus_policy(here: TemplateDeployer, _: str, given: Any) -> None:
    statement = {"Sid": given["StatementId"], **given["Statement"]}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    here.client("events").put_permission(
        EventBusName=given["EventBusName"], Policy=json.dumps(policy)
    )


MAKERS: dict[str, Callable[[TemplateDeployer, str, Any], None]] = {
    "AWS::KMS::Key": make_key,
    "AWS::DynamoDB::Table": make_table,
    "AWS::SQS::Queue": make_queue,
    "AWS::Logs::LogGroup": make_log,
    "AWS::IAM::ManagedPolicy": make_policy,
    "AWS::IAM::Role": make_role,
    "AWS::Lambda::Function": make_function,
    "AWS::Lambda::Url": make_url,
    "AWS::Lambda::EventInvokeConfig": make_retries,
    "AWS::Events::Rule": make_rule,
    "AWS::Lambda::Permission": make_permission,
    "AWS::Events::EventBusPolicy": make_bus_policy,
}
"""How each type is made, in the order in which one needs another."""
