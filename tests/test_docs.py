"""Documented or failing: verbs, options, tables, columns, rules and header keys are in the docs."""

import fnmatch
import importlib.util
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import get_args

import pytest

from ringwall.apply.describe import RISK
from ringwall.catalog.loader import (
    load_fixing_writes,
    load_responses,
    load_rules,
    load_sections,
)
from ringwall.catalog.permissions import STAYS_ENCRYPTED, keep_encrypted
from ringwall.catalog.rulefile import OF_MEMBERS, OPTIONAL, REQUIRED
from ringwall.cli.main import VERBS
from ringwall.hub.formats import FORMATS
from ringwall.model.change import Blast
from ringwall.model.status import STATUSES
from ringwall.reason.iam.cases.access import read_case, run_case
from ringwall.reason.iam.language.universe import load_universe

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def pages() -> Mapping[str, Callable[[], str]]:
    """Return what writes each page that is made from the code."""
    spec = importlib.util.spec_from_file_location("write_docs", ROOT / "tools" / "write_docs.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Mapping[str, Callable[[], str]] = module.PAGES
    return found


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


WRITTEN = [
    "tables.md",
    "rules.md",
    "systems.md",
    "cli.md",
    "howto/credentials.md",
    "blueprint.md",
    "blueprint_policies.md",
    "schemas/blueprint.json",
    "playbooks/README.md",
    *(f"playbooks/{name}.md" for name in load_responses()),
]
LONG = "emulator_operations.md"
"""A page that takes longer: each model of a service is read for it."""


@pytest.mark.parametrize("page", [*WRITTEN, pytest.param(LONG, marks=pytest.mark.slow)])
def test_written_page_says_what_the_code_says(
    pages: Mapping[str, Callable[[], str]], page: str
) -> None:
    assert (DOCS / page).exists(), "run `make docs`"
    assert read(f"docs/{page}") == pages[page](), "run `make docs`"


def test_every_written_page_is_compared(pages: Mapping[str, Callable[[], str]]) -> None:
    assert pages.keys() == {*WRITTEN, LONG}


@pytest.mark.parametrize("verb", [name for name, _ in VERBS])
def test_verb_is_documented_by_hand_too(verb: str) -> None:
    pages = [read("README.md"), *(p.read_text() for p in (DOCS / "howto").glob("*.md"))]
    named = any(f"ringwall {verb}" in page for page in pages)
    assert named, f"add `ringwall {verb}` to the table of verbs in README.md"


def test_every_job_is_in_the_table_of_the_architecture() -> None:
    table = read("docs/architecture.md").partition("| in jobs/ |")[2].partition("\n\n")[0]
    jobs = {path.stem for path in (ROOT / "src" / "ringwall" / "jobs").glob("*.py")}
    parts = {"__init__", "connection", "events", "outcome"}
    missing = sorted(name for name in jobs - parts if f"`{name}`" not in table)
    assert not missing, f"add {missing} to the table of jobs in docs/architecture.md"


@pytest.mark.parametrize("key", [*REQUIRED, *OPTIONAL, *OF_MEMBERS, "expect"])
def test_header_key_is_documented(key: str) -> None:
    assert f"`{key}`" in read("docs/howto/write_a_rule.md")


@pytest.mark.parametrize("name", FORMATS)
def test_format_is_documented(name: str) -> None:
    assert re.search(rf"\b{name}\b", read("docs/formats.md"), re.IGNORECASE)


@pytest.mark.parametrize("status", STATUSES)
def test_coverage_status_is_documented(status: str) -> None:
    assert f"`{status}`" in read("docs/howto/read_the_unknown.md")


@pytest.mark.parametrize("blast", get_args(Blast))
def test_what_a_change_can_break_is_documented(blast: str) -> None:
    assert f"| {RISK[blast]} |" in read("docs/howto/fix_and_undo.md")
    assert f"| `{blast}` |" in read("docs/howto/fix_and_undo.md")


@pytest.mark.parametrize("variable", ["RINGWALL_HOME", "RINGWALL_DATABASE", "AWS_ENDPOINT_URL"])
def test_environment_variable_is_documented(variable: str) -> None:
    pages = [read("README.md"), *(p.read_text() for p in DOCS.rglob("*.md"))]
    assert any(variable in page for page in pages)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_page_stays_short(page: str) -> None:
    assert len(read(page).splitlines()) <= 120


def test_links_between_pages_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")]:
        # A pattern in a span of code may look like a link.
        text = re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_case_that_is_printed_does_as_it_says() -> None:
    blocks = re.findall(r"```json\n(.+?)```", read("docs/howto/access.md"), re.DOTALL)
    (text,) = (block for block in blocks if '"request"' in block)
    result = run_case(read_case(text.replace("\n", "")))
    assert result.case.expect == ("allowed",)
    assert result.is_as_expected


def shown_policy(name: str) -> set[str]:
    page = read("docs/howto/credentials.md")
    section = re.search(rf"<!-- begin {name}:(.*?)<!-- end {name} -->", page, re.DOTALL)
    assert section
    statements = []
    for block in re.findall(r"```json\n(.*?)```\n", section[1], re.DOTALL):
        policy = json.loads(block)
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
        assert len(json.dumps(policy, separators=(",", ":"))) <= 6_144
        statements += policy["Statement"]
    allowed = [one for one in statements if one["Effect"] == "Allow"]
    shut = [one for one in statements if one["Effect"] != "Allow"]
    assert shut == [one for one in keep_encrypted(allowed) if one not in allowed]
    assert {one["Resource"] for one in allowed} == {"*"}
    return {action for one in allowed for action in one["Action"]}


def test_the_policy_for_reading_only_reads_and_gives_no_secret() -> None:
    actions, universe = shown_policy("read"), load_universe()
    assert {"iam:GetAccountAuthorizationDetails", "s3:ListAllMyBuckets"} <= actions
    for name in actions:
        action = universe.find(name.lower())
        assert action
        assert action.name == name
        # IAM counts the making of its own report as a write of nothing.
        assert set(action.levels) <= {"List", "Read"} or name == "iam:GenerateCredentialReport", (
            name
        )
    assert not {name for name in actions if re.search("SecretValue|GetObject|Decrypt", name)}
    # Of parameters, the plain ones alone can be read.
    assert STAYS_ENCRYPTED in keep_encrypted([{"Action": sorted(actions)}])


COULD_GIVE_ACCESS = {
    # Policies are narrowed by them; whoever has the role could widen them.
    "backup:PutBackupVaultAccessPolicy",
    "dynamodb:PutResourcePolicy",
    "ecr:SetRepositoryPolicy",
    "elasticfilesystem:PutFileSystemPolicy",
    "events:PutPermission",
    "iam:UpdateAssumeRolePolicy",
    "kms:PutKeyPolicy",
    "s3:DeleteBucketPolicy",
    "s3:PutAccessPointPolicy",
    "s3:PutBucketPolicy",
    "secretsmanager:PutResourcePolicy",
    # Undo.
    "lambda:AddLayerVersionPermission",
    "lambda:AddPermission",
    # These give nobody access to anything.
    "iam:CreateServiceLinkedRole",
    "iam:DeleteAccountPasswordPolicy",
    "iam:DisableOrganizationsRootCredentialsManagement",
    "iam:DisableOrganizationsRootSessions",
    "iam:EnableOrganizationsRootCredentialsManagement",
    "iam:EnableOrganizationsRootSessions",
    "iam:UpdateAccessKey",
    "iam:UpdateAccountPasswordPolicy",
    "logs:DeleteRetentionPolicy",
    "logs:PutRetentionPolicy",
    "network-firewall:UpdateFirewallPolicy",
    "organizations:DisablePolicyType",
    "organizations:EnablePolicyType",
}
"""What the role that may fix has, of all that could give access by its name."""


def test_the_policy_for_fixing_has_every_declared_write_and_names_what_could_give_access() -> None:
    actions = shown_policy("fix")
    assert {action for shape in load_fixing_writes() for action in shape.also} <= actions
    assert {"s3:PutAccountPublicAccessBlock", "kms:EnableKeyRotation"} <= actions
    assert not {name for name in actions if "*" in name}
    giving = re.compile(
        r"(iam|sts|organizations):|[\w-]+:(Add\w*Permission|PutPermission|\w+Policy$)"
    )
    reading = re.compile(r"[\w-]+:(Get|List|Describe)")
    could = {name for name in actions if giving.match(name) and not reading.match(name)}
    assert could == COULD_GIVE_ACCESS
    page = read("docs/howto/credentials.md")
    assert "**Those that write a policy could open it, too**" in page


def test_every_test_that_the_page_on_security_names_is_there() -> None:
    named = re.findall(r"`tests/([\w/]+\.py)::(\w+)`", read("docs/security.md"))
    assert len(named) > 20
    for file, test in named:
        assert f"\ndef {test}(" in read(f"tests/{file}"), f"{file}::{test}"


def read_layer_rows() -> list[tuple[list[str], list[str]]]:
    """Return the sections of each row of the pages of the layers, and the controls named there."""
    return [
        (
            [f"{page.stem}.{name}" for name in re.findall(r"`([\w.*]+)`", first)],
            re.findall(r"`(\w+\.[\w.*]+)`", last),
        )
        for page in (DOCS / "layers").glob("*.md")
        for first, last in re.findall(
            r"^\| (`.*?) \| .* \| (.*) \|$", page.read_text("utf-8"), re.MULTILINE
        )
    ]


def test_each_section_of_a_blueprint_is_on_a_page_with_the_controls_that_verify_it() -> None:
    """A control may be named with `*` for several."""
    rules, rows = load_rules().keys(), read_layer_rows()
    told = {section for sections, _ in rows for section in sections}
    assert told == {part.section for part in load_sections()}
    named = [rule for _, controls in rows for rule in controls]
    assert [name for name in named if not fnmatch.filter(rules, name)] == []
    assert [sections for sections, controls in rows if not controls] == []


def test_each_control_that_a_section_answers_is_in_the_row_of_the_section() -> None:
    rows = read_layer_rows()
    for section in {part.section for part in load_sections()}:
        patterns = [each for sections, named in rows if section in sections for each in named]
        fixed = re.compile(rf"(?<![\w.]){re.escape(section)}\b")
        for rule in load_rules().values():
            is_told = any(fnmatch.fnmatch(rule.id, pattern) for pattern in patterns)
            assert is_told or not fixed.search(rule.fix), (
                f"the fix of {rule.id} is {section}: name the control in the section's row of "
                f"docs/layers/{section.partition('.')[0]}.md"
            )


def test_each_control_that_verifies_a_section_judges_a_system() -> None:
    systems = tomllib.loads(read("tools/systems.toml"))["system"]
    patterns = [pattern for system in systems for pattern in system["rules"]]
    for name in {name for _, named in read_layer_rows() for name in named}:
        for rule in fnmatch.filter(load_rules(), name):
            assert any(fnmatch.fnmatch(rule, pattern) for pattern in patterns), (
                f"{rule} verifies a section on a page of docs/layers/ and judges no system: add it "
                "to the rules of one in tools/systems.toml"
            )


def test_no_page_of_a_playbook_is_left() -> None:
    pages = {path.stem for path in (DOCS / "playbooks").glob("*.md")}
    left = sorted(pages - {"README", *load_responses()})
    assert left == [], "there is no such playbook (any more): delete its page"


def test_readme_counts_the_playbooks() -> None:
    number = len(load_responses())
    assert f"{number} playbooks contain" in read("README.md"), f"there are {number} playbooks"
