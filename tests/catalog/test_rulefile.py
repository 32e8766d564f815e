"""One rule file: what it says, and the line where it is wrong."""

from pathlib import Path

import pytest

from ringwall.catalog.header import MAX_BYTES
from ringwall.catalog.rulefile import read_rule
from ringwall.model.errors import BadRule

HEADER = """title = "A claim"
layer = "data"
severity = "high"
why = "because"
fix = "do it"
"""
EXAMPLE = """
[[example]]
s3_bucket = [{arn = "a"}]
expect = "pass"
"""


def _file(folder: Path, text: str | bytes, kind: str = "controls") -> Path:
    path = folder / "s3" / kind / "claim.sql"
    path.parent.mkdir(parents=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_rule_is_read_with_its_lines(tmp_path: Path) -> None:
    path = _file(tmp_path, f'/*\n{HEADER}url = "https://x"\n{EXAMPLE}*/\nselect 1\n')
    rule = read_rule(path)
    assert (rule.id, rule.layer, rule.severity) == (
        "s3.claim",
        "data",
        "high",
    )
    assert (rule.sql, rule.sql_line) == ("select 1\n", 13)
    (example,) = rule.examples
    assert (example.line, example.expect, example.tables) == (
        9,
        "pass",
        {"s3_bucket": ({"arn": "a"},)},
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("select 1", r"claim\.sql:1: no header"),
        ("/*\ntitle = \n*/\nselect 1", r"claim\.sql:2: broken header"),
        (f"/*\n{HEADER}titel = 1\n*/", r"claim\.sql:7: unknown header key 'titel'"),
        (f"/*\n{HEADER}*/".replace('why = "because"\n', ""), r'claim\.sql:2: .* needs why = "..."'),
        (f"/*\n{HEADER}*/".replace("because", " "), r"needs why"),
        (f"/*\n{HEADER}*/".replace('"data"', '"dta"'), r"claim\.sql:3: layer 'dta' is not one of"),
        (f"/*\n{HEADER}*/".replace('"high"', '"top"'), r"claim\.sql:4: severity 'top' is not"),
        (f"/*\n{HEADER}{EXAMPLE}*/".replace("pass", "hit"), r"claim\.sql:8: expect is one of pass"),
        (
            f"/*\n{HEADER}{EXAMPLE}*/".replace("[{", "{").replace("}]", "}"),
            r"claim\.sql:8: s3_bucket is a list of rows",
        ),
        (b"/*\n\xff*/", r"claim\.sql:1: cannot read"),
        ("/*\n" + " " * MAX_BYTES, r"at most \d+ bytes"),
    ],
)
def test_a_broken_file_names_the_line(tmp_path: Path, text: str | bytes, complaint: str) -> None:
    with pytest.raises(BadRule, match=complaint):
        read_rule(_file(tmp_path, text))


def test_a_missing_file_is_a_broken_rule(tmp_path: Path) -> None:
    with pytest.raises(BadRule, match="cannot read the rule"):
        read_rule(tmp_path / "s3" / "controls" / "gone.sql")
