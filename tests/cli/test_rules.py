"""`ringwall rules`: list, show, check and write rules, as a user sees them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ringwall.catalog.loader import load_detections, load_rules
from ringwall.cli.main import run

Say = Callable[..., tuple[int, str, str]]
RULE = "s3.bucket_policy_is_not_public"


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Say:
    """Return a function that runs the program in an empty folder: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)

    def ask(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            run(["rules", *words])
        code = ended.value.code
        assert isinstance(code, int)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return ask


def test_list_has_every_rule_with_its_title(say: Say) -> None:
    code, out, _ = say("list", "--format", "json")
    listed = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [row["rule"] for row in listed] == sorted((*load_rules(), *load_detections()))
    assert {row["title"] for row in listed} >= {"Bucket should not be public"}


def test_list_can_be_narrowed(say: Say) -> None:
    _, out, _ = say("list", "--service", "kms", "--severity", "critical", "--kind", "control")
    head, *lines = out.splitlines()
    assert head.split() == ["rule", "kind", "severity", "layer", "title"]
    assert [line.split()[0] for line in lines] == ["kms.key_policy_is_not_public"]
    _, out, _ = say("--layer", "accounts", "--format", "json")
    assert {json.loads(line)["layer"] for line in out.splitlines()} == {"accounts"}


def test_a_service_without_rules_is_refused(say: Say) -> None:
    code, out, err = say("list", "--service", "s4")
    assert (code, out) == (64, "")
    assert "no rules of service s4; there are accessanalyzer, account, " in err


def test_choices_that_leave_no_rule_are_refused(say: Say) -> None:
    code, out, err = say("list", "--service", "s3", "--layer", "identity")
    assert (code, out) == (64, "")
    assert "--service s3 takes none of them" in err


def test_show_tells_a_rule_from_its_title_to_its_query(say: Say) -> None:
    code, out, _ = say("show", RULE)
    assert code == 0
    assert out.startswith(f"{RULE}: Bucket should not be public\ncritical, layer data\n")
    for part in (
        "\nwhy: ",
        "\nfix: ",
        "\nplaybooks: s3.block_bucket_public_access\n",
        "\nrequired by: ",
        "https://docs.",
    ):
        assert part in out
    assert '\nfamily: policy_is_not_public (table = "s3_bucket", scope = "true")\n' in out
    assert "from estate.s3_bucket r" in out


def test_show_says_why_no_playbook_fixes_a_rule(say: Say) -> None:
    _, out, _ = say("show", "rds.instance_is_encrypted")
    assert "\nplaybooks: none. A database cannot be encrypted in place: it takes" in out


def test_show_names_the_playbook_of_a_rule_of_its_own(say: Say) -> None:
    _, out, _ = say("show", "rds.instance_is_protected_from_deletion")
    assert "\nplaybooks: rds.protect_from_deletion\n" in out
    assert "family:" not in out


@pytest.mark.parametrize("verb", ["show", "check"])
def test_a_misspelt_rule_gets_a_hint(say: Say, verb: str) -> None:
    code, _, err = say(verb, "s3.bucket_policy_is_public")
    assert code == 64
    assert "no rule s3.bucket_policy_is_public; similar: s3.bucket_policy_is_not_public" in err
    code, _, err = say(verb, "xyz")
    assert "`ringwall rules list` shows all" in err


def test_check_runs_the_examples_of_the_rules_that_are_named(say: Say) -> None:
    code, out, err = say("check", RULE, "ec2.ssh_is_not_open")
    assert (code, out) == (0, "")
    assert "2 rules passed, 0 failed" in err


def test_check_names_each_rule_that_fails_and_goes_on(say: Say, tmp_path: Path) -> None:
    assert say("new", "s3.bucket_is_good")[0] == 0
    assert say("new", "sqs.queue_is_good", "--family", "policy_is_not_public")[0] == 0
    own = tmp_path / "rules" / "s3" / "controls" / "bucket_is_good.sql"
    own.write_text(own.read_text().replace('expect = "fail"', 'expect = "pass"'))
    member = tmp_path / "rules" / "sqs" / "controls" / "queue_is_good.sql"
    member.write_text(member.read_text().replace("severity", "row = {nam = 1}\nseverity"))
    code, _, err = say("check", "s3.bucket_is_good", "sqs.queue_is_good", RULE, "--rules", "rules")
    assert code == 64
    assert "bucket_is_good.sql:13: expected pass, got fail" in err
    assert "queue_is_good.sql:3: " in err
    assert "sqs_queue has no column nam" in err
    assert "1 rule passed, 2 failed" in err


def test_check_names_what_is_wrong_before_what_is_left_to_be_written(
    say: Say, tmp_path: Path
) -> None:
    for name in ("bucket_is_good", "bucket_is_mine"):
        assert say("new", f"s3.{name}")[0] == 0
    own = tmp_path / "rules" / "s3" / "controls" / "bucket_is_mine.sql"
    own.write_text(own.read_text().replace('expect = "fail"', 'expect = "pass"'))
    code, _, err = say("check", "s3.bucket_is_good", "s3.bucket_is_mine", "--rules", "rules")
    assert code == 64
    wrong, *left, _ = err.splitlines()
    assert "bucket_is_mine.sql:13: expected pass, got fail" in wrong
    assert ["to be written" in line for line in left] == [True, True]


def test_the_address_of_all_of_aws_s_pages_is_no_placeholder(say: Say) -> None:
    _, out, _ = say("new", "s3.bucket_is_good")
    path = Path(out.strip())
    path.write_text(
        re.sub(
            r'^url = ".*"',
            'url = "https://docs.aws.amazon.com/"',
            path.read_text(),
            flags=re.MULTILINE,
        )
    )
    assert (
        "to be written: why, fix, query" in say("check", "s3.bucket_is_good", "--rules", "rules")[2]
    )


def test_new_writes_a_control_that_runs_and_says_what_is_next(say: Say) -> None:
    code, out, err = say("new", "sns.topic_is_good", "--layer", "data", "--severity", "high")
    path = Path(out.strip())
    assert (code, path) == (0, Path("rules/sns/controls/topic_is_good.sql"))
    assert "ringwall rules check sns.topic_is_good --rules rules" in err
    text = path.read_text()
    assert 'title = "Topic should be good"\nlayer = "data"\nseverity = "high"\n' in text
    code, _, err = say("check", "sns.topic_is_good", "--rules", "rules")
    assert code == 0
    assert "topic_is_good.sql: to be written: why, fix, url, query, examples\n" in err
    path.write_text(re.sub(r'^(why|url) = ".*"', r'\1 = "x"', text, flags=re.MULTILINE))
    _, _, err = say("check", "sns.topic_is_good", "--rules", "rules")
    assert "topic_is_good.sql: to be written: fix, query, examples\n" in err


def test_new_chooses_the_table_that_the_claim_begins_with(say: Say) -> None:
    _, out, _ = say("new", "s3.bucket_is_good")
    assert "from estate.s3_bucket t" in Path(out.strip()).read_text()
    _, out, _ = say("new", "s3.everything_is_good")
    assert "from estate.s3_access_point t" in Path(out.strip()).read_text()
    _, out, _ = say("new", "zoo.cluster_is_good", "--table", "estate.ecs_task_definition")
    assert "from estate.ecs_task_definition t" in Path(out.strip()).read_text()


def test_new_needs_no_table_where_the_family_has_its_own(say: Say) -> None:
    code, out, _ = say("new", "zoo.telnet_is_not_open", "--family", "ports_are_not_open")
    assert code == 0
    assert "ports = [9]\n" in Path(out.strip()).read_text()
    _, _, err = say("check", "zoo.telnet_is_not_open", "--rules", "rules")
    assert "to be written: why, fix, url, ports, what\n" in err


def test_new_chooses_a_table_that_the_family_can_be_about(say: Say) -> None:
    _, out, _ = say("new", "ec2.x_is_not_public", "--family", "policy_is_not_public")
    assert 'table = "ec2_image"\n' in Path(out.strip()).read_text()


def test_new_writes_to_the_folder_that_is_named(say: Say, tmp_path: Path) -> None:
    _, out, err = say("new", "s3.bucket_is_good", "--to", str(tmp_path / "mine"))
    assert Path(out.strip()) == tmp_path / "mine" / "s3" / "controls" / "bucket_is_good.sql"
    assert f"--rules {tmp_path / 'mine'}" in err


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("Bad-Name",), "Bad-Name: a rule's id is service.claim in snake_case"),
        (("s3",), "s3: a rule's id is service.claim"),
        (("s3.../../x",), "a rule's id is service.claim"),
        (("zoo.cluster_is_good",), "no table of zoo; choose one with --table"),
        (("s3.bucket_is_good", "--table", "s4_bucket"), "shows all; did you mean s3_bucket?"),
        ((RULE,), f"{RULE} is a rule already, in "),
        (
            ("zoo.x_is_good", "--family", "policy_is_not_public", "--table", "ec2_vpc"),
            "policy_is_not_public needs a table with a policy or share, which ec2_vpc has not",
        ),
        (
            ("ec2.x_is_good", "--family", "requires_source_of_services"),
            "no table of ec2 that requires_source_of_services can be about; choose one",
        ),
        (
            ("ec2.x_is_good", "--family", "ports_are_not_open", "--table", "ec2_vpc"),
            "ports_are_not_open has tables of its own; leave --table out",
        ),
        (
            ("s3.bucket_is_good", "--family", "x"),
            "no family x; there are activity_raises_alarm, ",
        ),
    ],
    ids=[
        "capitals",
        "no claim",
        "path",
        "no table",
        "misspelt table",
        "taken",
        "no policy",
        "none with a policy",
        "no table needed",
        "no such family",
    ],
)
def test_new_refuses_what_it_cannot_write(
    say: Say, tmp_path: Path, words: tuple[str, ...], complaint: str
) -> None:
    code, out, err = say("new", *words)
    assert (code, out) == (64, "")
    assert complaint in err
    assert list(tmp_path.iterdir()) == []


def test_new_never_overwrites(say: Say) -> None:
    _, out, _ = say("new", "s3.bucket_is_good")
    Path(out.strip()).write_text("mine")
    code, _, err = say("new", "s3.bucket_is_good")
    assert code == 64
    assert "exists already; nothing was written" in err
    assert Path(out.strip()).read_text() == "mine"


def test_show_explains_a_family(say: Say) -> None:
    code, out, _ = say("show", "setting_has_value")
    assert code == 0
    assert "setting_has_value: Does a setting have the value that it should have?" in out
    assert "  table: The table of the resources.\n" in out
    assert "  value: The value that the setting should have. Default: true.\n" in out
    assert "from estate.$table r" in out


def test_a_column_is_for_families_about_a_setting(say: Say) -> None:
    for words in ((), ("--family", "policy_is_not_public")):
        code, _, err = say("new", "s3.bucket_is_good", "--column", "acl", *words)
        assert code == 64
        assert "--column is for a family that asks about a setting" in err


def test_new_writes_a_detection_that_runs_and_says_what_is_next(say: Say) -> None:
    code, out, err = say("new", "s3.bucket_is_opened", "--kind", "detection", "--severity", "high")
    path = Path(out.strip())
    assert (code, path) == (0, Path("rules/s3/detections/bucket_is_opened.sql"))
    assert "ringwall rules check s3.bucket_is_opened --rules rules" in err
    assert 'title = "Bucket was opened"\nseverity = "high"\n' in path.read_text()
    code, _, err = say("check", "s3.bucket_is_opened", "--rules", "rules")
    assert code == 0
    left = "to be written: why, fix, false_positives, url, query, examples"
    assert f"bucket_is_opened.sql: {left}\n" in err
    assert say("new", "s3.x", "--kind", "detection", "--table", "s3_bucket")[0] == 64
    assert "family of detections" in say("new", "s3.x", "--family", "operation_succeeds")[2]


def test_a_detection_is_listed_shown_and_checked(say: Say) -> None:
    _, out, _ = say("list", "--kind", "detection", "--service", "iam", "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert {row["kind"] for row in rows} == {"detection"}
    code, out, _ = say("show", "kms.key_store_is_disconnected")
    assert code == 0
    assert out.startswith(
        "kms.key_store_is_disconnected: Custom key store was disconnected or deleted\n"
        "high, a detection\n"
    )
    for part in ("\nfalse positives: ", "\nfamily: operation_succeeds (", "\nwindow: none\n"):
        assert part in out
    code, _, err = say("check", "kms.key_store_is_disconnected")
    assert (code, "1 rule passed, 0 failed" in err) == (0, True)
