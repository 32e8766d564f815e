import time
from importlib.resources import files

from ringwall.reason.iam.language.universe import Universe, load_universe


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
