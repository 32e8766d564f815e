"""The file of a detection: what is read of it, and what its errors name."""

from datetime import timedelta
from pathlib import Path

import pytest

from ringwall.catalog.detectionfile import describe_window, load_judge, read_detection
from ringwall.catalog.loader import load_detections
from ringwall.model.errors import BadInput, BadRule

HEADER = """title = "Bucket was opened"
severity = "high"
why = "Because."
fix = "Close it."
false_positives = "None."
"""
EXAMPLES = """
[[example]]
cloudtrail = [{event_name = "A"}]
expect = "hit"

[[example]]
cloudtrail = [{event_name = "B"}]
expect = "quiet"
"""
CODE = '''"""Counts."""

HEADER = """
{header}key = "principal_arn"
"""
SQL = """
select 1"""
'''


def write(folder: Path, text: str, name: str = "bucket_opens.sql") -> Path:
    path = folder / "s3" / "detections" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_detection_is_read_with_its_lines(tmp_path: Path) -> None:
    more = 'window = "90m"\nattacks = ["T1537"]\nconfidence = 55\ntrial = true\ncontext = true\n'
    rule = read_detection(write(tmp_path, f"/*\n{HEADER}{more}{EXAMPLES}*/\nselect 1\n"))
    assert (rule.id, rule.severity, rule.window) == (
        "s3.bucket_opens",
        "high",
        timedelta(hours=1.5),
    )
    assert (rule.attacks, rule.confidence) == (("T1537",), 55)
    assert (rule.is_trial, rule.is_context) == (True, True)
    assert [(each.expect, each.line) for each in rule.examples] == [("hit", 13), ("quiet", 17)]
    assert rule.locate_sql(0).endswith("bucket_opens.sql:21")
    assert not rule.is_code


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ("layr = 1\n", r"sql:7: unknown header key 'layr'"),
        ('layer = "data"\n', r"sql:7: unknown header key 'layer'"),
        ('window = "1 hour"\n', r'sql:7: write window as "30m"'),
        ('window = "91d"\n', r"sql:7: write window as .* at most 90 days"),
        ("window = 60\n", r"sql:7: write window as"),
        ('attacks = ["1537"]\n', r'sql:7: write attacks as \["T1098'),
        ("confidence = 101\n", r"sql:7: write confidence as 1 to 100"),
        ("confidence = true\n", r"sql:7: write confidence as 1 to 100"),
        ("trial = 1\n", r"sql:7: write trial as true or false"),
        ("context = 1\n", r"sql:7: write context as true or false"),
        ('key = "principal_arn"\n', r"sql:7: unknown header key 'key'"),
        ('family = "nobody"\n', r"sql:7: no family 'nobody'"),
        ('family = "policy_is_not_public"\n', r"policy_is_not_public is a family of controls"),
        (EXAMPLES.replace("quiet", "pass"), r"sql:12: expect is one of hit, quiet"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, more: str, complaint: str) -> None:
    with pytest.raises(BadRule, match=complaint):
        read_detection(write(tmp_path, f"/*\n{HEADER}{more}*/\nselect 1\n"))


def test_words_that_are_missing_are_named(tmp_path: Path) -> None:
    text = HEADER.replace('false_positives = "None."\n', "")
    with pytest.raises(BadRule, match=r"the header needs false_positives"):
        read_detection(write(tmp_path, f"/*\n{text}*/\nselect 1\n"))


def test_python_is_read_without_being_run(tmp_path: Path) -> None:
    text = CODE.format(header=HEADER) + "raise SystemExit\n"
    rule = read_detection(write(tmp_path, text, "bucket_opens.py"))
    assert (rule.key, rule.sql, rule.sql_line) == ("principal_arn", "\nselect 1", 11)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("x = ", r"py:1: no Python"),
        ("SQL = 'select 1'", r"py:1: a detection in Python has HEADER ="),
        (CODE.format(header=HEADER + "x = 1\n"), r"py:9: unknown header key 'x'"),
        (CODE.format(header=HEADER).replace("key =", "#"), r"the header needs key"),
        (CODE.format(header="title =\n"), r"py:4: broken header"),
    ],
)
def test_what_is_wrong_in_python_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(BadRule, match=complaint):
        read_detection(write(tmp_path, text, "bucket_opens.py"))


def test_the_python_of_a_user_never_runs(tmp_path: Path) -> None:
    path = write(tmp_path, CODE.format(header=HEADER), "bucket_opens.py")
    for read in (lambda: load_judge(read_detection(path)), lambda: load_detections(tmp_path)):
        with pytest.raises(BadRule, match=r"only the catalog has detections in Python"):
            read()


def test_a_users_detection_joins_ours(tmp_path: Path) -> None:
    write(tmp_path, f"/*\n{HEADER}*/\nselect 1\n")
    assert {"s3.bucket_opens", "iam.root_signs_in"} <= load_detections(tmp_path).keys()


def test_an_id_is_taken_once(tmp_path: Path) -> None:
    write(tmp_path / "a", f"/*\n{HEADER}*/\nselect 1\n")
    write(tmp_path / "b", f"/*\n{HEADER}*/\nselect 1\n")
    with pytest.raises(BadInput, match=r"detection s3\.bucket_opens is already in"):
        load_detections(tmp_path / "a", tmp_path / "b")
    write(tmp_path / "c", f"/*\n{HEADER}*/\nselect 1\n", "bucket_is_versioned.sql")
    with pytest.raises(BadInput, match=r"s3\.bucket_is_versioned is a control already"):
        load_detections(tmp_path / "c")


@pytest.mark.parametrize("said", ["30m", "1h", "14d", "none"])
def test_a_window_is_said_as_a_header_has_it(said: str) -> None:
    lengths = {"30m": 30, "1h": 60, "14d": 14 * 24 * 60, "none": 0}
    assert describe_window(timedelta(minutes=lengths[said])) == said
