"""Which rules a job is about."""

from pathlib import Path

import pytest

from ringwall.catalog.loader import load_detections, load_playbooks, load_rules
from ringwall.jobs.rule_choice import choose_detections, choose_rules, name_playbooks
from ringwall.model.errors import BadInput


def test_all_controls_where_nothing_is_named() -> None:
    chosen = choose_rules()
    assert chosen == load_rules()
    assert list(chosen) == sorted(chosen)


def test_patterns_add_up_and_a_layer_narrows() -> None:
    chosen = choose_rules(patterns=("kms.*", "s3.bucket_is_versioned"))
    assert {id_.partition(".")[0] for id_ in chosen} == {"kms", "s3"}
    assert "s3.bucket_is_versioned" in chosen
    assert "s3.bucket_requires_tls" not in chosen
    narrowed = choose_rules(patterns=("kms.*", "s3.bucket_is_versioned"), layer="response")
    assert list(narrowed) == ["s3.bucket_is_versioned"]
    with pytest.raises(BadInput, match=r"no rule is left: --rule kms\.\* takes \d+, --layer acc"):
        choose_rules(patterns=("kms.*",), layer="accounts")


def test_a_severity_is_the_mildest_and_narrows() -> None:
    assert {rule.severity for rule in choose_rules(severity="high").values()} == {
        "high",
        "critical",
    }
    with pytest.raises(BadInput, match="--severity critical takes none of them"):
        choose_rules(patterns=("kms.key_rotates",), severity="critical")


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [("kms.key_rotate", "kms.key_rotates"), ("KMS.key_rotates", "kms.key_rot")],
)
def test_a_misspelt_rule_is_answered_with_the_one_that_is_meant(pattern: str, meant: str) -> None:
    with pytest.raises(BadInput, match=f"did you mean {meant}"):
        choose_rules(patterns=(pattern,))


@pytest.mark.parametrize("pattern", ["s3.nothing", "S3.*", "", "kms"])
def test_a_pattern_that_matches_no_rule_is_bad_input(pattern: str) -> None:
    with pytest.raises(BadInput, match="no rule matches"):
        choose_rules(patterns=("kms.*", pattern))


def test_rules_of_ones_own_are_among_them(tmp_path: Path) -> None:
    folder = tmp_path / "kms" / "controls"
    folder.mkdir(parents=True)
    text = load_rules()["kms.key_rotates"].path.read_text()
    (folder / "key_is_ours.sql").write_text(text)
    assert list(choose_rules((tmp_path,), ("kms.key_is_ours",))) == ["kms.key_is_ours"]
    with pytest.raises(BadInput):
        choose_rules(patterns=("kms.key_is_ours",))


def test_playbooks_are_of_rules() -> None:
    rules = load_rules()
    playbooks = name_playbooks()
    assert playbooks.keys() <= rules.keys()
    assert set(playbooks.values()) == set(load_playbooks())
    assert playbooks["kms.key_rotates"] == "kms.rotate_key"


def test_detections_are_chosen_by_patterns() -> None:
    assert choose_detections() == load_detections()
    chosen = choose_detections(patterns=("iam.root_*", "cloudtrail.trail_is_stopped"))
    assert {"iam.root_signs_in", "cloudtrail.trail_is_stopped"} <= chosen.keys()
    assert {rule.service for rule in chosen.values()} == {"iam", "cloudtrail"}
    with pytest.raises(BadInput, match=r"no detection matches s3[^,]*$"):
        choose_detections(patterns=("s3.bucket_is_versioned",))
