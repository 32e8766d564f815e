"""Archive rules: which access from outside they cover, until when, and which files are refused."""

from datetime import date
from pathlib import Path

import pytest

from ringwall.model.errors import BadInput
from ringwall.reason.iam.evaluation.requester import read_requester
from ringwall.reason.iam.organization.model import Resource
from ringwall.reason.iam.relation.archive import MAX_BYTES, ArchiveRule, find_rule, read_archive
from ringwall.reason.iam.relation.external import Exposure
from ringwall.reason.iam.relation.outsiders import Outsider

TODAY = date(2026, 6, 15)
SITE = Resource("arn:aws:s3:::acme-website", "111111111111", "eu-west-1", "s3_bucket")
VENDOR = "AWS:arn:aws:iam::999999999999:root"
RULE = '[[archive]]\nresource = "*"\nprincipal = "*"\nreason = "known"\n'


def access(principal: str = "*", *actions: str) -> Exposure:
    outsider = Outsider(principal, read_requester("*"), "public")
    return Exposure(SITE, outsider, actions or ("s3:GetObject",), "always")


@pytest.mark.parametrize(
    ("resource", "principal", "actions", "expected"),
    [
        ("*", "*", (), True),
        ("arn:aws:s3:::acme-*", "AWS:*:root", (), True),
        ("arn:aws:s3:::acme-website", VENDOR, ("s3:Get*",), True),
        ("arn:aws:s3:::other", "*", (), False),
        ("arn:aws:s3:::ACME-website", "*", (), False),
        ("*", "Service:*", (), False),
        # Every action of the access must fit one pattern.
        ("*", "*", ("s3:getobject", "s3:LISTBUCKET"), True),
        ("*", "*", ("s3:GetObject",), False),
        ("*", "*", ("s3:Put*",), False),
    ],
)
def test_a_rule_covers_what_all_its_patterns_fit(
    resource: str, principal: str, actions: tuple[str, ...], *, expected: bool
) -> None:
    rule = ArchiveRule(resource, principal, "known", actions)
    found = access(VENDOR, "s3:GetObject", *(["s3:ListBucket"] if len(actions) != 1 else []))
    if actions == ("s3:GetObject",):
        found = access(VENDOR, "s3:GetObject", "s3:ListBucket")
    assert rule.covers(found, TODAY) is expected


@pytest.mark.parametrize(
    ("expires", "expected"),
    [(None, True), (TODAY, True), (date(2026, 6, 14), False), (date(2026, 6, 16), True)],
)
def test_a_rule_counts_through_the_day_on_which_it_expires(
    expires: date | None, *, expected: bool
) -> None:
    assert ArchiveRule("*", "*", "known", (), expires).covers(access(), TODAY) is expected


def test_the_first_rule_that_covers_an_access_archives_it() -> None:
    past = ArchiveRule("*", "*", "past", (), date(2020, 1, 1))
    first, second = ArchiveRule("*", "*", "first"), ArchiveRule("*", "*", "second")
    assert find_rule([past, first, second], access(), TODAY) is first
    assert find_rule([past], access(), TODAY) is None
    assert find_rule([], access(), TODAY) is None


def test_rules_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "archive.toml"
    more = 'actions = ["s3:Get*"]\nexpires = 2027-06-30\n'
    path.write_text(f"{RULE}{more}{RULE.replace('known', 'second')}", encoding="utf-8")
    assert read_archive(path) == (
        ArchiveRule("*", "*", "known", ("s3:Get*",), date(2027, 6, 30)),
        ArchiveRule("*", "*", "second"),
    )
    path.write_text("", encoding="utf-8")
    assert read_archive(path) == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"archive = 1\n", r"only \[\[archive\]\] tables are allowed"),
        (b"[[rule]]\n", r"only \[\[archive\]\] tables are allowed"),
        (f"{RULE}[other]\n".encode(), r"only \[\[archive\]\] tables are allowed"),
        (b"archive = [1]\n", "archive rule 1: the fields are resource, principal"),
        (f"{RULE}{RULE}typo = 1\n".encode(), "archive rule 2: the fields are"),
        (RULE.replace('reason = "known"', "").encode(), 'rule 1: reason = "..." is required'),
        (RULE.replace('"known"', '" "').encode(), 'rule 1: reason = "..." is required'),
        (RULE.replace('resource = "*"', "resource = 5").encode(), 'resource = "..." is required'),
        (f"{RULE}actions = 's3:Get*'\n".encode(), "actions must be a list of strings"),
        (f"{RULE}actions = [5]\n".encode(), "actions must be a list of strings"),
        (f"{RULE}expires = 'soon'\n".encode(), "expires must be a date, such as 2027-01-31"),
        (b"[[archive\n", "archive.toml: "),
        (b"\xff", "the file is not UTF-8 text"),
        (b"#" * (MAX_BYTES + 1), "the file is larger than 1 MB"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "archive.toml"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=message):
        read_archive(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        read_archive(tmp_path / "gone.toml")
