import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog.loader import load_tables
from ringwall.cli.main import run
from ringwall.model.coverage import Coverage
from ringwall.store.lake.snapshot import SnapshotWriter

PROD, DEV, VENDOR = "111111111111", "222222222222", "999988887777"
LATE = "444444444444"
"""A member of the organization that was not collected."""
ROOT, UNIT, ORGANIZATION = "r-root", "ou-root-prod", "o-example1234"
APP = f"arn:aws:iam::{PROD}:role/app"
CI = f"arn:aws:iam::{DEV}:role/ci"
DATA, SITE, SHARED = "arn:aws:s3:::data", "arn:aws:s3:::site", "arn:aws:s3:::shared"
LAMBDA = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
          "Action": "sts:AssumeRole"}  # fmt: skip
Json = dict[str, Any]


def allow(action: Any, resource: Any = "*", **more: Any) -> Json:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def policy(*statements: Json) -> Json:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def row(arn: str, account: str, **columns: Any) -> Json:
    return {"arn": arn, "account_id": account, "region": "global", "resource_id": arn, "tags": {},
            "captured_at": "2026-01-02T03:04:05Z", **columns}  # fmt: skip


def role(arn: str, account: str, trust: Json, *statements: Json) -> Json:
    inline = [{"PolicyName": "own", "PolicyDocument": policy(*statements)}]
    return row(arn, account, role_id="AROAX", managed_policy_arns=[], permissions_boundary="",
               policies=inline, assume_role_policy_document=policy(trust),
               instance_profile_arns=[])  # fmt: skip


def bucket(arn: str, *statements: Json) -> Json:
    return row(arn, PROD, policy=policy(*statements) if statements else {}, acl=[],
               ignore_public_acls=False, restrict_public_buckets=False, owner_canonical_id="",
               object_ownership="BucketOwnerEnforced")  # fmt: skip


def rows() -> dict[str, list[Json]]:
    ci_trust = {"Effect": "Allow", "Principal": {"AWS": CI}, "Action": "sts:AssumeRole"}
    vendor = {"Effect": "Allow", "Principal": {"AWS": VENDOR}, "Action": "sts:AssumeRole"}
    admin = f"arn:aws:iam::{PROD}:role/admin"
    everywhere = [ROOT, UNIT, PROD, DEV, LATE]
    return {
        "organizations_organization": [
            row("o", PROD, id=ORGANIZATION, management_account_id="333333333333", root_id=ROOT,
                enabled_policy_types=["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"])
        ],
        "organizations_account": [
            row("prod", PROD, id=PROD, account_name="prod", parent_ids=[ROOT, UNIT]),
            row("dev", DEV, id=DEV, account_name="dev", parent_ids=[ROOT]),
            row("late", LATE, id=LATE, account_name="late", parent_ids=[ROOT]),
        ],
        "organizations_organizational_unit": [
            row("unit", PROD, id=UNIT, name="Prod", path="Root/Prod")
        ],
        "organizations_policy": [
            row("full", PROD, name="FullAWSAccess", type="SERVICE_CONTROL_POLICY",
                content=policy(allow("*")), target_ids=everywhere)
        ],
        "iam_role": [
            role(APP, PROD, LAMBDA, allow(["s3:GetObject", "s3:PutObject"], f"{DATA}/*")),
            role(admin, PROD, LAMBDA, allow("*")),
            role(f"arn:aws:iam::{PROD}:role/deploy", PROD, ci_trust,
                 allow("iam:PassRole", admin), allow(["lambda:CreateFunction",
                                                      "lambda:InvokeFunction"])),
            role(f"arn:aws:iam::{PROD}:role/vendor", PROD, vendor, allow("s3:ListAllMyBuckets")),
            role(CI, DEV, LAMBDA, allow("sts:AssumeRole", f"arn:aws:iam::{PROD}:role/deploy")),
        ],
        "s3_bucket": [
            bucket(DATA),
            bucket(SITE, {**allow("s3:GetObject", f"{SITE}/*"), "Principal": "*"}),
            bucket(SHARED, {**allow("s3:GetObject", f"{SHARED}/out/*"),
                            "Principal": {"AWS": LATE}}),
        ],
        "s3_account": [
            row("s3", PROD, ignore_public_acls=False, restrict_public_buckets=False)
        ],
    }  # fmt: skip


def write_estate(home: Path, found: dict[str, list[Json]], denied: str = "") -> None:
    """Write a snapshot in which all tables were listed but one."""
    tables = load_tables()
    writer = SnapshotWriter(home / "estate", tables)
    writer.add_coverage(
        Coverage(account, "global", name, "list", "denied" if name == denied else "ok")
        for name in tables
        for account in (PROD, DEV)
    )
    for name, listed in found.items():
        writer.add(name, listed)
    writer.finish("test", {PROD: "prod", DEV: "dev"}, ("eu-west-1",))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("home")
    write_estate(path, rows())
    trail = path / "trail"
    trail.mkdir()
    events = [event(n, "GetObject", f"{DATA}/k") for n in range(3)]
    (trail / "log.json.gz").write_bytes(gzip.compress(json.dumps({"Records": events}).encode()))
    with pytest.raises(SystemExit) as caught:
        run(["collect", "--cloudtrail", str(trail), "--home", str(path)])
    assert not caught.value.code
    return path


def event(number: int, name: str, resource: str) -> Json:
    issuer = {"type": "Role", "arn": APP, "accountId": PROD, "userName": "app"}
    who = {"type": "AssumedRole", "arn": f"arn:aws:sts::{PROD}:assumed-role/app/s",
           "accountId": PROD, "sessionContext": {"sessionIssuer": issuer}}  # fmt: skip
    return {"eventID": f"e{number}", "eventTime": f"2026-01-0{number + 1}T00:00:00Z",
            "eventName": name, "eventSource": "s3.amazonaws.com", "awsRegion": "eu-west-1",
            "recipientAccountId": PROD, "eventCategory": "Data", "userIdentity": who,
            "resources": [{"ARN": resource}]}  # fmt: skip


def call(home: Path, *arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        run(["access", *arguments, "--home", str(home)])
    return int(caught.value.code or 0)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def objects(capsys: pytest.CaptureFixture[str]) -> list[Json]:
    return [json.loads(line) for line in lines(capsys)]


def test_who_can_read_a_bucket_is_one_command(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(home, "who-can", "s3:GetObject", DATA) == 0
    found = {line.split()[1] for line in lines(capsys)}
    root = f"arn:aws:iam::{PROD}:root"
    assert found == {APP, f"arn:aws:iam::{PROD}:role/admin", root}
    assert call(home, "who-can", "write", DATA, "--format", "json") == 0
    by_principal = {row["principal"]: row["actions"] for row in objects(capsys)}
    assert by_principal[APP] == ["s3:PutObject"]


def test_who_can_tells_of_strangers_and_of_who_comes_by_roles(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(home, "who-can", "s3:GetObject", f"{SITE}/index.html") == 0
    assert "always      *" in lines(capsys)
    assert call(home, "who-can", "iam:PassRole", f"arn:aws:iam::{PROD}:role/admin", "--chains") == 0
    found = lines(capsys)
    assert f"always      {CI}  via arn:aws:iam::{PROD}:role/deploy" in found


def test_who_comes_by_a_role_can_no_more_than_the_role(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = rows()
    both = {"AWS": [CI, f"{CI}-2"]}
    trusted = {"Effect": "Allow", "Principal": both, "Action": "sts:AssumeRole"}
    reader, holder = f"arn:aws:iam::{PROD}:role/reader", f"arn:aws:iam::{PROD}:role/holder"
    office = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    reads = allow("s3:GetObject", f"{DATA}/*", Condition=office)
    found["iam_role"] = [
        role(reader, PROD, trusted, reads),
        {**role(holder, PROD, trusted), "managed_policy_arns": ["arn:aws:iam::aws:policy/x"]},
        role(CI, DEV, LAMBDA, allow("sts:AssumeRole", reader)),
        role(f"{CI}-2", DEV, LAMBDA, allow("sts:AssumeRole", holder)),
    ]
    write_estate(tmp_path, found)
    assert call(tmp_path, "who-can", "s3:GetObject", DATA, "--chains", "--format", "json") == 2
    via = {row["principal"]: row for row in objects(capsys) if row["via"]}
    assert (via[CI]["verdict"], via[CI]["via"]) == ("conditional", [reader])
    assert via[CI]["conditions"] == ["IpAddress aws:sourceip 203.0.113.0/24"]
    assert via[f"{CI}-2"]["verdict"] == "unknown"
    assert via[f"{CI}-2"]["unknown"] == ["identity policies that were not collected"]


def test_who_can_tells_of_an_account_of_the_organization_that_was_not_collected(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call(home, "who-can", "s3:GetObject", f"{SHARED}/out/k")
    assert [line for line in lines(capsys) if "AWS:" in line] == [f"always      AWS:{LATE}"]
    call(home, "who-can", "s3:GetObject", f"{SHARED}/in/k")
    assert not [line for line in lines(capsys) if "AWS:" in line]


def test_what_can_lists_grants_by_service(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(home, "what-can", "role/app") == 0
    assert lines(capsys) == [
        f"always      s3 Read: s3:GetObject  on {DATA}/*",
        f"always      s3 Write: s3:PutObject  on {DATA}/*",
        f"always      s3 Read: s3:GetObject  on {SITE}",
    ]
    assert call(home, "what-can", "ci", "--chains") == 0
    assert f"always      {CI} -> arn:aws:iam::{PROD}:role/deploy" in lines(capsys)
    assert call(home, "what-can", "nobody") == 64


def test_external_lists_what_is_open_and_archives_what_is_meant_to_be(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(home, "external") == 1
    found = lines(capsys)
    assert [line.split()[:2] for line in found] == [
        ["ACCOUNT", f"arn:aws:iam::{PROD}:role/vendor"],
        ["PUBLIC", SITE],
    ]
    rules = tmp_path / "rules.toml"
    vendor = f'[[archive]]\nresource = "*role/vendor"\nprincipal = "AWS:{VENDOR}"\nreason = "c"\n'
    site = f'[[archive]]\nresource = "{SITE}"\nprincipal = "*"\nreason = "a website"\n'
    rules.write_text(vendor + site + 'actions = ["s3:Get*"]\n')
    assert call(home, "external", "--archive", str(rules)) == 0
    assert lines(capsys) == []
    rules.write_text(vendor + site + "expires = 2020-01-01\n")
    assert call(home, "external", "--archive", str(rules)) == 1
    assert len(lines(capsys)) == 1
    assert call(home, "external", DATA) == 0
    assert call(home, "external", "arn:aws:s3:::nothing*") == 64


@pytest.mark.parametrize(
    ("condition", "word"),
    [
        ({}, "PUBLIC"),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.7/32"}}, "ACCOUNT"),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-another5678"}}, "ACCOUNT"),
        ({"StringEquals": {"aws:PrincipalTag/team": "data"}}, "PUBLIC"),
    ],
)
@pytest.mark.parametrize("verb", ["external", "entries"])
def test_a_condition_that_only_some_can_meet_keeps_the_public_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], condition: Json, word: str, verb: str
) -> None:
    found = rows()
    anybody = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    arn = f"arn:aws:iam::{PROD}:role/open"
    found["iam_role"] = [role(arn, PROD, {**anybody, "Condition": condition})]
    write_estate(tmp_path, found)
    call(tmp_path, verb)
    said = [line for line in lines(capsys) if f" {arn}  * " in line]
    assert [line.split()[0] for line in said] == [word]


@pytest.mark.parametrize(
    "text",
    ["[[archive]]\nresource = 1\n", "x = 1\n", "[[archive]\n",
     '[[archive]]\nresource = "*"\nprincipal = "*"\nreason = "r"\nexpires = "soon"\n'],
)  # fmt: skip
def test_a_broken_archive_is_bad_input(home: Path, tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text)
    assert call(home, "external", "--archive", str(path)) == 64


def test_accounts_of_the_organization_are_outside_of_an_account_zone(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(home, "external", "--zone", "account", "--format", "json") == 1
    inside = [row for row in objects(capsys) if row["origin"] == "organization"]
    named = [row["principal"] for row in inside if row["resource"].endswith("role/deploy")]
    assert named == [f"AWS:{CI}"]


def test_entries_and_chains(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(home, "entries") == 0
    assert [line.split()[1] for line in lines(capsys)] == [f"arn:aws:iam::{PROD}:role/vendor"]
    assert call(home, "chains", CI) == 0
    assert lines(capsys) == [f"always      {CI} -> arn:aws:iam::{PROD}:role/deploy"]


def test_escalation_shows_the_chain_its_commands_and_what_to_remove(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(home, "escalation", "role/ci") == 1
    shown = lines(capsys)
    assert shown[0] == f"always      {CI} -> admin (arn:aws:iam::{PROD}:role/admin)"
    assert any(line.strip().startswith("$ aws lambda create-function") for line in shown)
    assert any(line.strip() == f"remove identity {CI}#own[0]" for line in shown)
    assert call(home, "escalation", "app") == 0
    assert call(home, "escalation", "--edges", "--format", "json") == 1
    paths = {step["path"] for row in objects(capsys) for step in row["steps"]}
    assert paths == {"lambda-001", "sts-001"}


def test_unused_access_and_a_policy_without_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(home, "unused", "app", "--actions") == 1
    said = capsys.readouterr()
    assert said.out == (
        f"unused  {APP}  s3: 1 of 2 actions, 1 used, the last on 2026-01-03  s3:PutObject\n"
    )
    assert "1 action granted and not used" in said.err
    assert call(home, "unused", "app") == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "0 services granted and not used" in said.err
    assert call(home, "suggest", "app") == 0
    suggested = json.loads(capsys.readouterr().out)
    assert suggested["Statement"] == [
        {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": [f"{DATA}/k"]}
    ]
    assert call(home, "suggest", "deploy", "--drop-unknown") == 2


def test_a_request_without_policies_is_put_to_the_snapshot(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("check", "--principal", APP, "--action", "s3:GetObject", "--resource", f"{DATA}/k")
    assert call(home, *asked) == 0
    assert lines(capsys) == ["allowed", f"  identity {APP}#own[0]"]
    session = f"arn:aws:sts::{PROD}:assumed-role/app/s"
    assert call(home, "check", "--principal", session, *asked[3:]) == 0
    assert call(home, "check", "--principal", APP) == 64
    assert call(home, "check") == 64
    assert call(tmp_path, *asked) == 2


def test_a_change_is_tried_on_one_request_and_on_all_uses(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deny = tmp_path / "deny.json"
    deny.write_text(json.dumps(policy({**allow("s3:Get*"), "Effect": "Deny"})))
    attach = ("--attach-scp", str(deny), "--to")
    asked = ("check", "--principal", APP, "--action", "s3:GetObject", "--resource", f"{DATA}/k")
    assert call(home, *asked, *attach, "Root/Prod") == 1
    assert "before the change: allowed" in capsys.readouterr().err
    assert call(home, "check", *attach, "prod") == 1
    assert lines(capsys)[0].startswith(f"breaks     {APP} s3:getobject {DATA}/k  3 uses")
    assert call(home, "check", *attach, "dev") == 0
    assert lines(capsys) == []
    closed = tmp_path / "closed.json"
    closed.write_text(json.dumps(policy({**allow("s3:*"), "Principal": {"AWS": PROD}})))
    assert call(home, "check", "--put-policy", f"{SITE}={closed}") == 0
    assert lines(capsys)[0].startswith(f"closes     PUBLIC {SITE}")


def test_a_change_that_widens_access_from_outside_is_told(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wider = tmp_path / "wider.json"
    shared = {**allow("s3:GetObject", f"{SITE}/*"), "Principal": "*"}
    office = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    wider.write_text(json.dumps(policy({**shared, "Condition": office})))
    assert call(home, "check", "--put-policy", f"{SITE}={wider}") == 0
    said = capsys.readouterr()
    assert said.out.startswith("narrows ")
    assert said.out.splitlines()[0].endswith("  was PUBLIC always")
    assert "0 closed, 2 narrowed, 0 changed, 0 widened, 0 opened" in said.err
    wider.write_text(json.dumps(policy({**shared, "Action": "s3:*"})))
    assert call(home, "check", "--put-policy", f"{SITE}={wider}") == 1
    assert lines(capsys)[0].startswith(f"opens      PUBLIC {SITE}  * always s3:Abort")


@pytest.mark.parametrize(
    "change",
    [["--attach-scp", "none.json", "--to", "prod"], ["--to", "prod"],
     ["--attach-scp", "pyproject.toml", "--to", "prod"], ["--detach-scp", "x", "--off", "prod"],
     ["--put-policy", "file.json"], ["--put-policy", "arn:aws:s3:::none=pyproject.toml"]],
)  # fmt: skip
def test_a_change_that_cannot_be_is_bad_input(home: Path, change: list[str]) -> None:
    assert call(home, "check", *change) == 64


def test_cases_without_policies_are_about_the_snapshot(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request = {"principal": APP, "action": "s3:GetObject", "resource": f"{DATA}/k"}
    cases = tmp_path / "cases.ndjson"
    cases.write_text(json.dumps({"name": "app reads", "request": request, "expect": "allowed"}))
    assert call(home, "test", str(cases)) == 0
    assert lines(capsys)[0].startswith("PASS app reads: allowed")
    assert call(tmp_path, "test", str(cases)) == 1
    said = capsys.readouterr()
    assert "there is no snapshot" in said.err


@pytest.mark.parametrize(
    ("columns", "table", "expected"),
    [
        ("arn", "external_access where is_public", [SITE]),
        ("arn", "iam_principal where is_admin", [f"arn:aws:iam::{PROD}:role/admin"]),
        ("arn", "escalation_chain where goal = 'admin' order by 1",
         [f"arn:aws:iam::{PROD}:role/deploy", CI]),
        ("arn", "assumable_role where is_cross_account", [f"arn:aws:iam::{PROD}:role/deploy"]),
        ("service || ' ' || status", f"unused_access where arn = '{APP}'", ["s3 used"]),
        ("principal", (f"access where arn = '{DATA}' and access_level = 'Read' and "
         "principal like '%app' and verdict = 'always'"), [APP]),
    ],
)  # fmt: skip
def test_facts_are_tables_for_queries(
    home: Path, capsys: pytest.CaptureFixture[str], columns: str, table: str, expected: list[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        run(["query", f"select {columns} from facts.{table}", "--home", str(home)])
    assert not caught.value.code
    assert lines(capsys)[1:] == expected


def test_a_principal_of_whose_account_no_log_was_read_is_not_told_to_use_nothing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(home, "unused", CI) == 2
    assert call(home, "suggest", CI) == 2
    assert f"no CloudTrail events of account {DEV}" in capsys.readouterr().err


def test_an_unknown_service_or_action_is_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(home, "what-can", "role/app", "--service", "s33") == 64
    assert "did you mean s3?" in capsys.readouterr().err
    call(home, "who-can", "s3:GetObjekt", DATA)
    assert "s3:GetObjekt: not an action that AWS is known to have" in capsys.readouterr().err


def test_a_change_whose_effect_on_people_nobody_knows_is_not_harmless(
    home: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "home"
    elsewhere.mkdir()
    (elsewhere / "estate").symlink_to(home / "estate")
    same = tmp_path / "scp.json"
    same.write_text(json.dumps(policy(allow("*"))))
    change = ["--attach-scp", str(same), "--to", UNIT]
    assert call(home, "check", *change) == 0
    assert call(elsewhere, "check", *change) == 2


def test_where_a_table_could_not_be_listed_no_answer_is_whole(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without_strangers = {**rows(), "s3_bucket": [bucket(DATA)]}
    questions = (
        ("who-can", "s3:GetObject", f"{DATA}/k"),
        ("what-can", "role/app"),
        ("chains", "role/ci"),
    )
    assert [call(home, *question) for question in questions] == [0, 0, 0]
    write_estate(tmp_path, without_strangers, denied="iam_user")
    capsys.readouterr()
    for question in questions:
        assert call(tmp_path, *question) == 2
        assert f"iam_user of account {DEV} in global: denied" in capsys.readouterr().err
    assert call(tmp_path, "entries") == 2


def test_a_role_whose_policies_were_not_read_is_not_told_to_be_able_to_do_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unread = {**role(APP, PROD, LAMBDA), "policies": None, "managed_policy_arns": None}
    known = role(f"arn:aws:iam::{PROD}:role/known", PROD, LAMBDA, allow("s3:ListAllMyBuckets"))
    found = {**rows(), "iam_role": [unread, known], "s3_bucket": [bucket(DATA)]}
    write_estate(tmp_path, found)
    assert call(tmp_path, "what-can", "role/known") == 0
    assert call(tmp_path, "what-can", "role/app") == 2
    assert "policies that could not be read: 1; there may be more" in capsys.readouterr().err
    assert call(tmp_path, "escalation", "role/app") == 2
    assert "whether 1 principal may do everything could not be told" in capsys.readouterr().err
    assert call(tmp_path, "escalation", "role/known") == 0
    assert "could not be told" not in capsys.readouterr().err
