"""How resources were set up over time."""

from typing import Any

from evidence_world import EvidenceWorld, find_item

from ringwall.respond.evidence.sources.history import READS, keep_history


class Recorder:
    """A reader of an account where AWS Config has two items of each resource."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.asked: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def items(self, operation: str, _path: str, **parameters: Any) -> Any:
        assert operation in READS
        self.asked.append(parameters)
        return [{"configurationItems": [{"version": "2"}, {"version": "1"}]}]


def test_a_history_is_kept_by_the_id_that_config_knows(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    recorder = Recorder(world.response.world.sessions.reader(world.account_id, "eu-west-1"))
    collector = world.collector(readers=lambda *_: recorder)
    place = (world.account_id, "eu-west-1")
    keep_history(collector, place, "AWS::EC2::Volume", "vol-1")
    item = find_item(collector.items, "configuration history of vol-1")
    assert (item.kind, item.status) == ("log", "kept")
    assert recorder.asked[0]["resourceType"] == "AWS::EC2::Volume"
    assert b'"version": "1"' in world.content(item)


def test_where_config_does_not_record_there_is_none(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    collector = world.collector()
    keep_history(collector, (world.account_id, "eu-west-1"), "AWS::EC2::Volume", "vol-1")
    assert [item.status for item in collector.items] == ["none"]
