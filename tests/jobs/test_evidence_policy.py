"""The policy of responses, as far as evidence goes by it."""

from pathlib import Path

import pytest

from ringwall.jobs.evidence_policy import read_policy
from ringwall.model.errors import BadInput
from ringwall.model.response_policy import ResponsePolicy

TEXT = """
[evidence]
account = "123456789012"
region = "eu-west-1"
bucket = "acme-evidence"
lock_mode = "COMPLIANCE"
"""


def test_a_policy_says_where_evidence_is_kept(tmp_path: Path) -> None:
    (tmp_path / "response.toml").write_text(TEXT)
    policy = read_policy(tmp_path / "response.toml")
    assert policy.evidence
    assert (policy.evidence.bucket, policy.evidence.lock_mode) == ("acme-evidence", "COMPLIANCE")
    assert policy.evidence.signing_key_arn == ""


def test_without_a_file_nothing_is_said() -> None:
    assert read_policy(None) == ResponsePolicy()


@pytest.mark.parametrize(
    "text", ["[evidence]\naccount = 1\n", "x = 1\n", "[", "\udcff", "#" * (1 << 21)]
)
def test_what_is_no_policy_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "response.toml").write_text(text, errors="surrogateescape")
    with pytest.raises(BadInput, match=r"response\.toml"):
        read_policy(tmp_path / "response.toml")
    with pytest.raises(BadInput, match="cannot be read"):
        read_policy(tmp_path / "nowhere.toml")
