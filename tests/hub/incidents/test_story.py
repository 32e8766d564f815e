"""Known attacks and known noise, each with the incidents that they must make."""

from collections.abc import Callable

import incident_stories as stories
import pytest

from ringwall.hub.incidents.group import group_hits
from ringwall.hub.incidents.story import Story, tell_story, to_milliseconds, to_moment
from ringwall.model.detection import Hit

MakeHit = Callable[..., Hit]


def _tell(hits: list[Hit], **options: object) -> list[Story]:
    return [
        tell_story(group.id, group.hits, stories.RULES, **options)  # type: ignore[arg-type]
        for group in group_hits(hits)
    ]


def test_a_leaked_key_is_told_from_tor_to_another_account() -> None:
    (story,) = _tell(stories.leaked_key())
    incident = story.incident
    assert incident.title == (
        "Access key of user ann: initial access, persistence, discovery, then exfiltration "
        "in 2 accounts"
    )
    assert (incident.severity, incident.account_id) == ("critical", stories.MAIN)
    assert incident.accounts == (stories.MAIN, stories.OTHER)
    assert incident.sequences == ("AttackSequence:IAM/CompromisedCredentials",)
    assert story.steps[0] == (
        f"Deactivate the access key (account {stories.MAIN}): aws iam update-access-key "
        f"--user-name ann --access-key-id {stories.KEY} --status Inactive"
    )
    assert [moment.stage for moment in story.moments] == [
        "initial access", "discovery", "persistence", "exfiltration",
    ]  # fmt: skip


def test_an_escalation_ends_in_a_bucket() -> None:
    (story,) = _tell(stories.escalation(), crown={stories.PAYROLL + "/2026/january.csv"})
    incident = story.incident
    assert incident.title.startswith("Session cli of role admin: persistence, defense evasion")
    assert incident.severity == "critical"
    assert set(incident.sequences) == {
        "AttackSequence:IAM/CompromisedCredentials",
        "AttackSequence:S3/CompromisedData",
    }
    assert any("acme-payroll" in reason.text for reason in story.reasons)
    assert "Revoke the active sessions of the role admin" in " ".join(story.steps)


def test_ransomware_over_two_accounts_is_one_incident() -> None:
    (story,) = _tell(stories.ransomware())
    incident = story.incident
    assert incident.title == (
        "Session cli of role deploy: lateral movement, then impact in 2 accounts"
    )
    assert (incident.severity, incident.score) == ("critical", 100)
    assert set(incident.accounts) == {stories.MAIN, stories.OTHER}
    assert "AttackSequence:S3/CompromisedData" in incident.sequences


def test_a_miner_is_one_instance_in_queries_and_in_traffic() -> None:
    (story,) = _tell(stories.mining())
    incident = story.incident
    assert incident.title == f"Instance {stories.MINER}: command and control, then impact"
    assert incident.sequences == ("AttackSequence:EC2/CompromisedInstanceGroup",)
    assert incident.severity == "critical"
    assert story.steps[0].startswith(f"Move the instance {stories.MINER} into a quarantine")


def test_people_behind_one_address_have_nothing_to_do_with_each_other() -> None:
    told = _tell([*stories.office_noise(), *stories.leaked_key()])
    assert len(told) == 9
    assert {story.incident.severity for story in told} == {"critical", "medium"}
    assert [len(story.moments) for story in told if story.incident.severity == "critical"] == [4]


def test_a_slow_attack_of_three_days_is_one_incident() -> None:
    (story,) = _tell(stories.slow_attack())
    incident = story.incident
    assert incident.last_at - incident.first_at == 66 * 3_600_000
    assert incident.severity == "critical"
    # No day of it has enough signals: the sequence is not claimed.
    assert incident.sequences == ()


def test_a_late_bridge_makes_one_story_of_two(hit: MakeHit) -> None:
    bob = f"arn:aws:iam::{stories.MAIN}:user/bob"
    apart = [hit("iam.access_key_made"), hit("ec2.snapshot_shared", 3, actor=bob)]
    assert len(_tell(apart)) == 2
    (story,) = _tell([*apart, hit("iam.admin_attached", 2, resource=bob)])
    assert story.incident.stages == ("persistence", "exfiltration")
    assert story.incident.title == "User ann: persistence, then exfiltration"


def test_a_feed_that_repeats_tells_the_same() -> None:
    hits = stories.leaked_key()
    assert _tell(hits * 3) == _tell(hits)


def test_what_a_rule_does_not_say_is_shown_as_not_known(hit: MakeHit) -> None:
    (story,) = _tell([hit("odd.behavior"), hit("sigma.unheard_of", 1)])
    assert [moment.stage for moment in story.moments] == [None, None]
    assert story.incident.stages == ()
    assert story.incident.title == "User ann: sigma.unheard_of, and 1 more"
    assert story.moments[1].words.title == "sigma.unheard_of"


def test_one_rule_is_told_by_its_title(hit: MakeHit) -> None:
    (story,) = _tell([hit("cloudtrail.trail_stopped", actor="", address=stories.STRANGER)])
    assert story.incident.title == "Somebody from 198.51.100.23: CloudTrail trail was stopped"
    assert story.incident.severity == "high"


def test_a_hit_of_which_little_is_known_is_told(hit: MakeHit) -> None:
    (story,) = _tell([hit("x", actor="", account_id="", region="")])
    assert (story.incident.title, story.incident.account_id) == ("Somebody: x", "")


@pytest.mark.parametrize("milliseconds", [0, 1, 1_769_900_000_123])
def test_times_go_there_and_back(milliseconds: int) -> None:
    assert to_milliseconds(to_moment(milliseconds)) == milliseconds
