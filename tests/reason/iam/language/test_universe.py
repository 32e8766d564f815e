"""The actions of AWS as its service authorization reference has them."""

import json
import time
from importlib.resources import files

import pytest

from ringwall.reason.iam.language.universe import (
    ResourceType,
    Universe,
    load_universe,
    never_has_key,
    read_template,
)


def test_the_file_is_small_and_loads_fast() -> None:
    text = (
        files("ringwall.reason.iam.language").joinpath("universe.json").read_text(encoding="utf-8")
    )
    assert len(text.encode()) < 1_500_000
    start = time.process_time()
    universe = Universe(text)
    assert "s3" in universe.services
    assert time.process_time() - start < 0.05


def test_every_service_and_action_can_be_read() -> None:
    universe = load_universe()
    assert len(universe.actions) >= 22_000
    assert len(set(universe.actions)) == len(universe.actions)
    assert list(universe.actions) == sorted(universe.actions)
    for service in universe.services.values():
        assert service.name
        for action in service.actions.values():
            assert action.levels
            assert set(action.keys) <= set(service.keys)
            for kind in action.types:
                assert kind.arn.startswith("arn:")
                assert set(kind.keys) <= set(service.keys)


def test_an_action_has_its_level_keys_and_resource_types() -> None:
    universe = load_universe()
    get = universe.find("S3:getobject")
    assert get is not None
    assert (get.name, get.levels) == ("s3:GetObject", ("Read",))
    assert "s3:ExistingObjectTag/<key>" in get.keys
    run = universe.find("ec2:RunInstances")
    assert run is not None
    required = {kind.name for kind in run.types if kind.is_required}
    assert {"image", "instance", "subnet", "volume"} & required >= {"image", "instance"}
    assert universe.find("s3:NoSuchAction") is None
    assert universe.find("nothing:Get") is None


def test_patterns_expand_to_actions() -> None:
    universe = load_universe()
    assert universe.expand("iam:PassRol?") == ("iam:passrole",)
    assert "s3:getobject" in universe.expand("*:getobject")
    assert set(universe.expand("s3:get*")) == {
        a for a in universe.actions if a.startswith("s3:get")
    }
    assert universe.expand("*") == universe.actions
    assert universe.expand("s3:nothing*") == ()


def test_services_under_resource_control_policies_are_known() -> None:
    assert {"s3", "sts", "kms", "sqs", "secretsmanager"} <= load_universe().rcp_services
    assert "ec2" not in load_universe().rcp_services


def make_type(name: str, arn: str) -> ResourceType:
    return ResourceType(name, f"arn:${{Partition}}:{arn}", is_required=True, keys=())


BUCKET = make_type("bucket", "s3:::${BucketName}")
OBJECT = make_type("object", "s3:::${BucketName}/${ObjectName}")
QUEUE = make_type("queue", "sqs:${Region}:${Account}:${QueueName}")
TABLE = make_type("table", "dynamodb:${Region}:${Account}:table/fixed")


@pytest.mark.parametrize(
    ("kind", "arn", "matches", "begins"),
    [
        (BUCKET, "arn:aws:s3:::b", True, True),
        (BUCKET, "arn:aws-cn:s3:::b", True, True),
        # A name may have slashes: an object's ARN looks like a bucket's.
        (BUCKET, "arn:aws:s3:::b/k", True, True),
        (OBJECT, "arn:aws:s3:::b", False, False),
        (OBJECT, "arn:aws:s3:::b/k/l", True, True),
        (QUEUE, "arn:aws:sqs:us-east-1:111122223333:q", True, True),
        (QUEUE, "arn:aws:sqs:us-east-1:111122223333:", False, False),
        (QUEUE, "arn:aws:sns:us-east-1:111122223333:q", False, False),
        (QUEUE, "arn:aws:sqs:us-east-1:1:q:part", False, True),
        (QUEUE, "prefix arn:aws:sqs:us-east-1:111122223333:q", False, False),
    ],
)
def test_an_arn_is_of_a_resource_type(
    kind: ResourceType, arn: str, *, matches: bool, begins: bool
) -> None:
    assert kind.matches(arn) == matches
    assert kind.begins(arn) == begins


def test_something_in_a_resource_begins_with_its_arn() -> None:
    assert TABLE.begins("arn:aws:dynamodb:us-east-1:1:table/fixed/index/i")
    assert not TABLE.matches("arn:aws:dynamodb:us-east-1:1:table/fixed/index/i")


def test_a_template_has_no_other_special_characters() -> None:
    template = read_template("arn:aws:s3:::a.b${X}*")
    assert template.fullmatch("arn:aws:s3:::a.bc*")
    assert not template.fullmatch("arn:aws:s3:::aXbc*")
    assert not template.fullmatch("arn:aws:s3:::a.bcc")


SMALL = (
    {"version": "1", "rcp_services": ["a"], "levels": {"R": "Read", "T": "Tagging"}},
    {
        "prefix": "a",
        "name": "Service A",
        "keys": {"a:k": "String", "a:n": "Numeric"},
        "types": [{"name": "thing", "arn": "arn:${P}:a:::${T}", "keys": "1"}],
        "actions": "Get|RT|0|0!:0\nList|R||",
    },
)


def test_a_service_is_read_from_its_line() -> None:
    universe = Universe("\n".join(json.dumps(x, separators=(",", ":")) for x in SMALL))
    service = universe.services["a"]
    assert universe.version == "1"
    assert universe.rcp_services == {"a"}
    assert (service.name, dict(service.keys)) == ("Service A", {"a:k": "String", "a:n": "Numeric"})
    assert service.action_names == ("a:Get", "a:List")
    get = service.actions["a:get"]
    assert (get.name, get.levels, get.keys) == ("a:Get", ("Read", "Tagging"), ("a:k",))
    (kind,) = get.types
    # The keys of an action on a type are its own and the type's.
    assert (kind.name, kind.arn, kind.is_required) == ("thing", "arn:${P}:a:::${T}", True)
    assert kind.keys == ("a:k", "a:n")
    assert service.actions["a:list"].types == ()
    assert universe.actions == ("a:get", "a:list")
    assert universe.expand("A:?IST") == ("a:list",)
    assert universe.expand("b:*") == ()


@pytest.mark.parametrize(
    ("action", "key", "expected"),
    [
        ("iam:attachuserpolicy", "iam:passedtoservice", True),
        ("iam:passrole", "iam:passedtoservice", False),
        ("s3:getobject", "s3:prefix", True),
        ("s3:listbucket", "s3:prefix", False),
        ("s3:listbucket", "s3:existingobjecttag/team", True),
        ("s3:getobject", "s3:existingobjecttag/team", False),
        ("kms:listkeys", "kms:encryptioncontext:a", True),
        ("kms:decrypt", "kms:encryptioncontext:a", False),
        ("sts:getcalleridentity", "sts:externalid", True),
        ("dynamodb:listtables", "dynamodb:leadingkeys", True),
        ("s3:getobject", "aws:requesttag/team", True),
        ("ec2:createtags", "aws:requesttag/team", False),
        # A key that begins as one does that the action has, and the other way round.
        ("kms:encrypt", "kms:multiregionkeytype", False),
        ("events:publishevents", "events:metadata/a", False),
    ],
)
def test_an_action_has_the_keys_of_the_reference_and_no_others(
    action: str, key: str, *, expected: bool
) -> None:
    assert never_has_key(action, key) is expected


@pytest.mark.parametrize(
    ("action", "key"),
    [
        # Most actions have it, and the reference leaves it out of one.
        ("kms:listretirablegrants", "kms:viaservice"),
        ("s3:listallmybuckets", "s3:resourceaccount"),
        # No action has it.
        ("ec2:describeinstances", "ec2:sourceinstancearn"),
        # AWS documents it elsewhere.
        ("lambda:invokefunction", "lambda:eventsourcetoken"),
        ("iam:passrole", "aws:sourceip"),
        ("iam:passrole", "aws:resourcetag/team"),
        ("iam:passrole", "saml:aud"),
        ("iam:passrole", "iam:nosuchkey"),
        ("iam:nosuchaction", "iam:passedtoservice"),
        ("nothing:get", "nothing:key"),
        ("", "iam:passedtoservice"),
    ],
)
def test_where_the_reference_says_nothing_a_key_may_be_there(action: str, key: str) -> None:
    assert not never_has_key(action, key)
