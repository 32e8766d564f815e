"""A week at Acme with attacks in it, from its log buckets to the incidents: the end of the demo."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from recorded_events import RecordedEvents

from ringwall.emulator.acme.history import NETWORK_BUCKET, AcmeHistory
from ringwall.emulator.acme.storage import TRAIL_BUCKET
from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.jobs.detect import DetectRequest, run_detect
from ringwall.jobs.incidents import IncidentsRequest, list_incidents, show_incident
from ringwall.jobs.logs import ingest_logs, list_logs


@dataclass(frozen=True)
class WatchedAcme:
    """Where the logs were judged, and what the stories of all incidents name."""

    home: Path
    stories: tuple[Any, ...]

    def names(self, *wanted: str) -> bool:
        """Whether the story of some incident names all of these."""
        return any(all(word in str(story) for word in wanted) for story in self.stories)


@pytest.fixture(scope="module")
def watched(acme_history: AcmeHistory, tmp_path_factory: pytest.TempPathFactory) -> WatchedAcme:
    folder = tmp_path_factory.mktemp("logs")
    save_buckets(acme_history, folder)
    home = folder / "home"
    found = ingest_logs(home, [folder / "logs"], RecordedEvents())
    assert found.faults == ()
    with run_detect(home, DetectRequest(), RecordedEvents()) as result:
        assert result.failed == []
    shown = list_incidents(home, IncidentsRequest(shows_all=True)).shown
    return WatchedAcme(home, tuple(show_incident(home, incident.id) for incident in shown))


def save_buckets(history: AcmeHistory, folder: Path) -> None:
    with history.app.mounted():
        backend: Any = moto_backends("s3")
        for name in (TRAIL_BUCKET, NETWORK_BUCKET):
            partition, account = backend.bucket_accounts[name]
            for key, kept in backend[account][partition].buckets[name].keys.items():
                path = folder / "logs" / name / key
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(kept.value)


def test_calls_traffic_and_queries_are_in_the_logs(watched: WatchedAcme) -> None:
    rows = {row["table"]: row["rows"] for row in list_logs(watched.home).rows}
    assert rows.keys() == {"logs.cloudtrail", "logs.dns_query", "logs.vpc_flow"}
    assert min(rows.values()) > 100


@pytest.mark.parametrize(
    "wanted",
    [
        ("sts.key_is_tried_out", "dana.lee"),
        ("iam.new_user_gets_administrator", "svc-metrics", "ec2.gpu_instances_are_launched"),
        ("cloudtrail.trail_leaves_events_out", "guardduty.detector_is_disabled"),
        ("iam.policy_allows_everything", "backup-svc"),
        ("route53resolver.data_leaves_in_names", "cdn-metrics.example"),
        ("ec2.instance_calls_regularly", "198.51.100.99"),
        ("ec2.instance_scans_ports",),
    ],
    ids=[
        "leaked key",
        "mining",
        "blinded detection",
        "own policy",
        "DNS tunnel",
        "beacon",
        "port scan",
    ],
)
def test_an_attack_is_one_incident_with_a_timeline(
    watched: WatchedAcme, wanted: tuple[str, ...]
) -> None:
    assert watched.names(*wanted)
