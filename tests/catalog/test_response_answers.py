"""Which detections playbooks answer: the grave ones all do, and no pattern is of nothing."""

from fnmatch import fnmatchcase

import pytest

from ringwall.catalog.loader import load_detections, load_responses
from ringwall.model.response_playbook import ResponsePlaybook

RULES = load_detections()
PLAYBOOKS = load_responses()
UNANSWERED = {
    # A load balancer or firewall saw it: nothing says which machine is behind it.
    "elasticloadbalancingv2.instance_metadata_is_asked_for",
    "elasticloadbalancingv2.secret_files_are_served",
    "elasticloadbalancingv2.server_files_are_read",
    "elasticloadbalancingv2.web_shell_is_used",
    "networkfirewall.listed_host_is_reached",
    # Who acted is of another account, or nobody got in.
    "ec2.foreign_credentials_come_through_vpc_endpoint",
    "signin.passwords_are_sprayed",
}
"""Grave detections that name nothing which could be contained."""


def test_what_is_grave_is_answered() -> None:
    grave = [one.id for one in RULES.values() if one.severity in ("high", "critical")]
    quiet = {id_ for id_ in grave if not any(book.takes(id_) for book in PLAYBOOKS.values())}
    assert sorted(quiet - UNANSWERED) == [], "name it in a playbook's answers=, or here with why"
    assert sorted(UNANSWERED - quiet) == [], "a playbook answers it now"


@pytest.mark.parametrize("playbook", PLAYBOOKS.values(), ids=PLAYBOOKS.keys())
def test_each_pattern_is_of_a_detection(playbook: ResponsePlaybook) -> None:
    ours = [one for one in playbook.answers if not one.startswith("guardduty.")]
    stale = [one for one in ours if not any(fnmatchcase(rule, one) for rule in RULES)]
    assert stale == [], "no detection has such an id"
