"""CloudTrail in the words of IAM: every name exists, and known differences are bridged."""

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest
from botocore.session import get_session

from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.usage.trail import load_trail

TRAIL = load_trail()
UNIVERSE = load_universe()
APPLICATION = "application-autoscaling"
TAGS = re.compile(r"<[^>]*>")
NAMED_ACTION = re.compile(
    r"(?:requires(?: permission for the)?|both use|operation uses|[Rr]equired permissions?:"
    r"|IAM action is|include the permission|uses the same IAM action as \w+|associated with this "
    r"API is|must have the)\s+\(?([a-z0-9-]+:[A-Z]\w+)"
)
FOLDER = files("ringwall.reason.iam.usage")
DATA: dict[str, Any] = tomllib.loads(FOLDER.joinpath("trail.toml").read_text(encoding="utf-8"))


def test_every_prefix_is_one_of_iam() -> None:
    named = {name for names in DATA["sources"].values() for name in names}
    sections = ("events", "methods", "data_events", "left_out", "never")
    named |= {name for section in sections for name in DATA[section]}
    named |= set(DATA["pass_role"]["not_by"])
    assert named <= set(UNIVERSE.services)


def test_every_action_exists() -> None:
    for section in ("events", "methods"):
        for prefix, renamed in DATA[section].items():
            for event, names in renamed.items():
                for name in names:
                    assert UNIVERSE.find(f"{prefix}:{name}"), f"{prefix}:{event}"
    for rule in DATA["also"]:
        assert all(map(UNIVERSE.find, rule["actions"]))
    for section in ("data_events", "left_out", "never"):
        for prefix, names in DATA[section].items():
            for name in names:
                assert UNIVERSE.expand(f"{prefix}:{name}"), f"{prefix}:{name}"


def test_every_event_that_asks_for_more_is_known() -> None:
    for event in (event for rule in DATA["also"] for event in rule["events"]):
        source, _, name = event.partition(":")
        assert TRAIL.find_actions(f"{source}.amazonaws.com", name), event


def test_every_parameter_fills_a_variable() -> None:
    for key in DATA["parameters"]:
        service, _, variable = key.partition(":")
        actions = UNIVERSE.services[service].actions.values()
        templates = [type_.arn for action in actions for type_ in action.types]
        assert any(f"${{{variable}}}" in template for template in templates), key


def test_every_eventless_action_exists() -> None:
    for line in FOLDER.joinpath("eventless.txt").read_text(encoding="utf-8").splitlines():
        prefix, *names = line.split()
        assert prefix in UNIVERSE.services
        assert all(name == "*" or UNIVERSE.find(f"{prefix}:{name}") for name in names), prefix


@pytest.mark.parametrize(
    ("source", "name", "actions"),
    [
        ("ec2", "RunInstances", ["ec2:runinstances"]),
        ("monitoring", "PutMetricAlarm", ["cloudwatch:putmetricalarm"]),
        ("email", "SendEmail", ["ses:sendemail"]),
        ("s3", "ListObjects", ["s3:listbucket"]),
        ("s3", "HeadObject", ["s3:getobject"]),
        ("s3", "ListBuckets", ["s3:listallmybuckets"]),
        ("s3", "GetBucketCors", ["s3:getbucketcors"]),
        ("lambda", "Invoke", ["lambda:invokefunction"]),
        ("lambda", "UpdateFunctionCode20150331v2", ["lambda:updatefunctioncode"]),
        ("lambda", "GetFunction20150331", ["lambda:getfunction"]),
        ("cloudfront", "CreateDistribution2020_05_31", ["cloudfront:createdistribution"]),
        ("bedrock", "Converse", ["bedrock:invokemodel"]),
        ("bedrock", "InvokeModelWithBidirectionalStream", ["bedrock:invokemodel"]),
        ("bedrock", "StartAsyncInvoke", ["bedrock:invokemodel"]),
        ("access-analyzer", "GetFindingV2", ["access-analyzer:getfinding"]),
        ("iotsecuredtunneling", "OpenTunnel", ["iot:opentunnel"]),
        ("bedrock", "ConverseStream", ["bedrock:invokemodelwithresponsestream"]),
        ("application-insights", "ListApplications", ["applicationinsights:listapplications"]),
        ("s3", "GetStorageLensDashboardDataInternal", ["s3:getstoragelensdashboard"]),
        ("kms", "ReEncrypt", ["kms:reencryptfrom", "kms:reencryptto"]),
        ("autoscaling", "PutScalingPolicy", ["autoscaling:putscalingpolicy"]),
        ("autoscaling", "DescribeScalableTargets", [f"{APPLICATION}:describescalabletargets"]),
        ("apigateway", "CreateRestApi", ["apigateway:post"]),
        ("streams.dynamodb", "GetRecords", ["dynamodb:getrecords"]),
        ("tagging", "GetResources", ["tag:getresources"]),
        ("signin", "ConsoleLogin", []),
        ("s3", "NoSuchThing", []),
        ("nowhere", "Get", []),
    ],
)  # fmt: skip
def test_an_event_names_its_actions(source: str, name: str, actions: list[str]) -> None:
    assert list(TRAIL.find_actions(f"{source}.amazonaws.com", name)) == actions


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("s3:GetObject", "data_events"),
        ("s3:GetBucketObjectLockConfiguration", "management"),
        ("lambda:InvokeFunction", "data_events"),
        ("kms:Decrypt", "left_out"),
        ("logs:PutLogEvents", "never"),
        ("iam:CreateUser", "management"),
    ],
)
def test_it_is_known_which_events_tell_of_an_action(action: str, kind: str) -> None:
    assert TRAIL.logging_of(action) == kind


def test_actions_without_an_operation_have_no_event() -> None:
    assert TRAIL.is_eventless("s3:GetObjectVersion")
    assert TRAIL.is_eventless("a4b:CreateRoom")
    assert TRAIL.is_silent("a4b")
    assert not TRAIL.is_eventless("s3:GetObject")
    assert not TRAIL.is_eventless("s3:PutEncryptionConfiguration")
    assert not TRAIL.is_silent("s3")


@pytest.mark.parametrize(
    ("source", "service", "may_be"),
    [
        ("iam", "iam", True),
        ("iam", "s3", False),
        ("s3", "s3express", True),
        ("monitoring", "cloudwatch", True),
        ("iotsecuredtunneling", "iot", True),
        ("iotsecuredtunneling", "s3", False),
        ("nosuch", "iam", True),
    ],
)
def test_an_event_source_that_is_not_known_may_be_of_any_service(
    source: str, service: str, may_be: object
) -> None:
    assert TRAIL.may_be_of(f"{source}.amazonaws.com", service) is may_be


def test_the_operations_whose_documentation_names_their_action_are_known() -> None:
    """AWS says in the SDK's models: "requires permission for the `bedrock:InvokeModel` action"."""
    session = get_session()
    missing: list[str] = []
    for name in session.get_available_services():
        model = session.get_service_model(name)
        sources = [f"{host}.amazonaws.com" for host in (model.endpoint_prefix, name)]
        prefixes = {prefix for source in sources for prefix in TRAIL.find_prefixes(source)}
        for operation in model.operation_names:
            text = TAGS.sub("", model.operation_model(operation).documentation or "")
            named = {found for found in NAMED_ACTION.findall(text) if UNIVERSE.find(found)}
            own = {found for found in named if found.partition(":")[0] in prefixes}
            if own and not any(TRAIL.find_actions(source, operation) for source in sources):
                missing.append(f"{name}:{operation} {sorted(own)}")
    assert not missing
