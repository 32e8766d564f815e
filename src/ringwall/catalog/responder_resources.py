"""Resources of the templates of responders: what a function of theirs needs, each by itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ringwall.catalog.managed_policies import USUAL_MOST, split_policies
from ringwall.model.table import Row

PARTITION, ACCOUNT, REGION = "${AWS::Partition}", "${AWS::AccountId}", "${AWS::Region}"
LOG_DAYS = 365


@dataclass(frozen=True)
class ResponderCode:
    """How the functions are run."""

    runtime: str
    architecture: str
    handler: str
    callback_handler: str = ""
    """The handler of callbacks; '' where there are none."""
    concurrency: int = 5
    """How many findings are answered at a time; it is reserved."""


@dataclass(frozen=True)
class FunctionPlan:
    """A function of the package: its names, what it is given, and how long it may take.

    `part` begins the logical names of its log and its role.
    """

    name: str
    description: str
    handler: str
    seconds: int
    megabytes: int
    concurrency: int
    environment: Row = field(default_factory=dict)
    part: str = ""


def name_table(name: str) -> str:
    """Return the ARN of a table here."""
    return f"arn:{PARTITION}:dynamodb:{REGION}:{ACCOUNT}:table/{name}"


def name_log(function: str) -> str:
    """Return the ARN of the log group of a function here."""
    return f"arn:{PARTITION}:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/{function}"


def ask_text(description: str) -> Row:
    """Return a parameter that must be given."""
    return {"Type": "String", "MinLength": 2, "Description": description}


def find_arn(name: str) -> Row:
    """Return the ARN of a resource of the template."""
    return {"Fn::GetAtt": [name, "Arn"]}


def make_function(code: ResponderCode, plan: FunctionPlan) -> dict[str, Row]:
    """Return a function and its log, by their logical names."""
    log = {
        "Type": "AWS::Logs::LogGroup",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {"LogGroupName": f"/aws/lambda/{plan.name}", "RetentionInDays": LOG_DAYS},
    }
    function: Row = {
        "Type": "AWS::Lambda::Function",
        "DependsOn": [f"{plan.part}Log"],
        "Properties": {
            "FunctionName": plan.name,
            "Description": plan.description,
            "Role": find_arn(f"{plan.part}Role"),
            "Runtime": code.runtime,
            "Architectures": [code.architecture],
            "Handler": plan.handler,
            "Code": {"S3Bucket": {"Ref": "CodeBucket"}, "S3Key": {"Ref": "CodeKey"}},
            "Timeout": plan.seconds,
            "MemorySize": plan.megabytes,
            "ReservedConcurrentExecutions": plan.concurrency,
            "Environment": {"Variables": plan.environment},
        },
    }
    return {f"{plan.part}Log": log, f"{plan.part}Function": function}


def trust_lambda() -> Row:
    """Return the statement by which Lambda assumes a role."""
    return {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }


def make_role(name: str, trust: Row, statements: Iterable[Row], part: str = "") -> dict[str, Row]:
    """Return a role and its managed policies; ValueError where they are more than a role has."""
    documents = split_policies(statements)
    if len(documents) > USUAL_MOST:
        raise ValueError(f"{name} needs {len(documents)} policies: choose fewer playbooks")
    policies = {
        f"{part}Policy{number}": {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {
                "ManagedPolicyName": f"{name}-{number}",
                "PolicyDocument": substitute(document),
            },
        }
        for number, document in enumerate(documents, 1)
    }
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "RoleName": name,
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            "ManagedPolicyArns": [{"Ref": policy} for policy in policies],
        },
    }
    return {**policies, f"{part}Role": role}


def substitute(value: Any) -> Any:
    """Return a document in which CloudFormation fills in what a text says with `${...}`."""
    if isinstance(value, Mapping):
        return {name: substitute(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [substitute(member) for member in value]
    return {"Fn::Sub": value} if isinstance(value, str) and "${" in value else value


def make_rule(name: str, rule_name: str, description: str, match: Row) -> Iterator[tuple[str, Row]]:
    """Yield a rule that invokes the responder, and what lets it; `match` is when it does."""
    yield (
        f"{name}Rule",
        {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "Name": rule_name,
                "Description": description,
                **match,
                "Targets": [{"Id": "responder", "Arn": find_arn("Function")}],
            },
        },
    )
    yield (
        f"{name}Permission",
        {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "FunctionName": {"Ref": "Function"},
                "Action": "lambda:InvokeFunction",
                "Principal": "events.amazonaws.com",
                "SourceArn": find_arn(f"{name}Rule"),
                "SourceAccount": {"Ref": "AWS::AccountId"},
            },
        },
    )
