"""IAM: authorization details, the credential report, roots and providers."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.audit.evaluate import Audit
from ringwall.catalog.iam.report import ATTEMPTS, is_same_user, parse_report, read_report
from ringwall.catalog.loader import (
    load_facts,
    load_judged,
    load_logs,
    load_rules,
    load_tables,
)
from ringwall.model.coverage import COVERAGE
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import ABSENT, Reader
from ringwall.reason.facts.compute import compute_facts
from ringwall.store.engine.embedded import EmbeddedEngine

ACCOUNT = "arn:aws:iam::111111111111"
NEVER = ABSENT["TIMESTAMP"]
REPORT = b"""\
user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,\
password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,\
access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,\
access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,\
access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,\
cert_2_active,cert_2_last_rotated
<root_account>,arn:aws:iam::111111111111:root,2020-01-01T00:00:00+00:00,not_supported,\
2026-06-01T08:00:00+00:00,not_supported,not_supported,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,\
N/A,N/A,false,N/A,false,N/A
ann,arn:aws:iam::111111111111:user/team/ann,2024-01-01T00:00:00+00:00,true,no_information,\
2024-01-01T00:00:00+00:00,N/A,true,true,2024-02-01T00:00:00+00:00,2026-05-01T10:00:00+00:00,\
eu-west-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A
"""
ADMIN = {"Effect": "Allow", "Action": "*", "Resource": "*"}
DETAILS = {
    "User": {
        "UserDetailList": [
            {
                "Path": "/team/",
                "UserName": "ann",
                "UserId": "AIDA1",
                "Arn": f"{ACCOUNT}:user/team/ann",
                "CreateDate": datetime(2024, 1, 1, tzinfo=UTC),
                "UserPolicyList": [
                    {"PolicyName": "quick", "PolicyDocument": {"Statement": [ADMIN]}}
                ],
                "GroupList": ["devs"],
                "AttachedManagedPolicies": [
                    {"PolicyName": "R", "PolicyArn": "arn:aws:iam::aws:policy/R"}
                ],
                "Tags": [{"Key": "team", "Value": "shop"}],
            }
        ]
    },
    "Group": {
        "GroupDetailList": [
            {
                "GroupName": "devs",
                "GroupId": "AGPA1",
                "Arn": f"{ACCOUNT}:group/devs",
                "GroupPolicyList": [],
                "AttachedManagedPolicies": [],
            }
        ]
    },
    "Role": {
        "RoleDetailList": [
            {
                "Path": "/aws-service-role/x/",
                "RoleName": "deploy",
                "RoleId": "AROA1",
                "Arn": f"{ACCOUNT}:role/deploy",
                "AssumeRolePolicyDocument": {
                    "Statement": {
                        "Effect": "Allow",
                        "Principal": {"AWS": "999999999999"},
                        "Action": "sts:AssumeRole",
                    }
                },
                "InstanceProfileList": [{"Arn": f"{ACCOUNT}:instance-profile/deploy"}],
                "RolePolicyList": [
                    {"PolicyName": "inline", "PolicyDocument": {"Statement": [ADMIN]}}
                ],
                "AttachedManagedPolicies": [],
                "PermissionsBoundary": {
                    "PermissionsBoundaryType": "Policy",
                    "PermissionsBoundaryArn": f"{ACCOUNT}:policy/boundary",
                },
                "RoleLastUsed": {},
            }
        ]
    },
    "LocalManagedPolicy": {
        "Policies": [
            {
                "PolicyName": "own",
                "Arn": f"{ACCOUNT}:policy/own",
                "AttachmentCount": 0,
                "DefaultVersionId": "v2",
                "PolicyVersionList": [
                    {"VersionId": "v1", "IsDefaultVersion": False, "Document": {}},
                    {
                        "VersionId": "v2",
                        "IsDefaultVersion": True,
                        "Document": {"Statement": [ADMIN]},
                    },
                ],
            },
            {
                "PolicyName": "Unused",
                "Arn": "arn:aws:iam::aws:policy/Unused",
                "AttachmentCount": 0,
                "PermissionsBoundaryUsageCount": 0,
            },
        ]
    },
}


def _details(Filter: list[str], **_: Any) -> Any:  # noqa: N803 - AWS's own name
    return DETAILS[Filter[0]]


ANSWERS: dict[str, Any] = {
    "iam.get_account_authorization_details": _details,
    "iam.generate_credential_report": {"State": "COMPLETE"},
    "iam.get_credential_report": {"Content": REPORT, "ReportFormat": "text/csv"},
    "iam.list_policy_tags": {"Tags": []},
    "iam.list_roles": {
        "Roles": [
            {
                "Arn": f"{ACCOUNT}:role/deploy",
                "MaxSessionDuration": 43200,
                "Description": "ships",
            }
        ]
    },
    "iam.get_account_summary": {
        "SummaryMap": {"AccountMFAEnabled": 1, "AccountAccessKeysPresent": 0, "Users": 1}
    },
    "iam.get_account_password_policy": CallFailed("none", "NoSuchEntity"),
}


def test_a_user_has_its_row_of_the_credential_report(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    rows, gaps = collect(canned(ANSWERS), "iam_user")
    (user,) = rows["iam_user"]
    assert gaps == []
    assert user["arn"] == f"{ACCOUNT}:user/team/ann"
    assert user["tags"] == {"team": "shop"}
    assert user["groups"] == ["devs"]
    assert user["managed_policy_arns"] == ["arn:aws:iam::aws:policy/R"]
    assert user["inline_policies"] == ["quick"]
    assert user["permissions_boundary"] == ""
    assert (user["password_enabled"], user["mfa_active"]) == (True, True)
    assert user["password_last_used"] == NEVER
    assert user["access_key_1_last_used_date"] == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert user["access_key_1_last_used_service"] == "s3"
    assert user["access_key_2_active"] is False
    (statement,) = rows["policy_statement"]
    assert (statement["arn"], statement["policy_type"]) == (user["arn"], "inline")
    assert (statement["policy_name"], statement["actions"]) == ("quick", ["*"])


def test_users_stay_where_the_report_is_denied(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    denied = ANSWERS | {"iam.get_credential_report": AccessDenied("no", "AccessDenied")}
    rows, gaps = collect(canned(denied), "iam_user")
    (user,) = rows["iam_user"]
    assert user["inline_policies"] == ["quick"]
    assert user["mfa_active"] is None
    assert user["access_key_1_last_rotated"] is None
    assert [(gap.aspect, gap.status, gap.resource) for gap in gaps] == [("Report", "denied", "")]


def test_a_user_that_is_younger_than_the_report_is_unknown(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    old = REPORT[: REPORT.index(b"ann,")]
    reader = canned(ANSWERS | {"iam.get_credential_report": {"Content": old}})
    rows, gaps = collect(reader, "iam_user")
    assert rows["iam_user"][0]["password_enabled"] is None
    assert [gap.resource for gap in gaps] == [f"{ACCOUNT}:user/team/ann"]


def test_a_role_has_its_trust_and_inline_statements(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    rows, gaps = collect(canned(ANSWERS), "iam_role", "iam_group")
    (role,) = rows["iam_role"]
    assert gaps == []
    assert role["max_session_duration"] == 43200
    assert role["permissions_boundary"] == f"{ACCOUNT}:policy/boundary"
    assert role["instance_profile_arns"] == [f"{ACCOUNT}:instance-profile/deploy"]
    assert role["is_service_linked"] is True
    assert role["last_used"] == NEVER
    trust, inline = rows["policy_statement"]
    assert (trust["policy_type"], trust["principal_accounts"]) == ("trust", ["999999999999"])
    assert (inline["policy_type"], inline["policy_name"]) == ("inline", "inline")
    assert [group["group_name"] for group in rows["iam_group"]] == ["devs"]


DOC = {"Statement": [ADMIN]}
NO_INLINE = [
    {},
    *("", "x", 7, False, ["x"], [[]], [None], {"PolicyName": "p", "PolicyDocument": DOC}),
    *([{"PolicyName": "p"}], [{"PolicyDocument": DOC}], [{"PolicyName": "p", "Policy": DOC}, {}]),
]
NO_ATTACHED = [{}, "", "x", 7, ["x"], [None], {"PolicyArn": "a"}, [{"PolicyName": "R"}]]
NO_BOUNDARY = [
    {},
    *("", f"{ACCOUNT}:policy/b", 7, [], ["x"], {"PermissionsBoundaryType": "Policy"}),
    *({"PermissionsBoundaryArn": None}, {"PermissionsBoundaryArn": ""}),
]
NO_GROUPS = [{}, [{}], [None], [{"GroupName": "admins"}], {"admins": 1}, [["admins"]]]


@pytest.mark.parametrize(
    ("place", "column", "garbled"),
    [
        ("User.UserPolicyList", "policies", NO_INLINE),
        ("Role.RolePolicyList", "policies", NO_INLINE),
        ("Group.GroupPolicyList", "policies", NO_INLINE),
        ("User.AttachedManagedPolicies", "managed_policy_arns", NO_ATTACHED),
        ("Role.AttachedManagedPolicies", "managed_policy_arns", NO_ATTACHED),
        ("Group.AttachedManagedPolicies", "managed_policy_arns", NO_ATTACHED),
        ("User.PermissionsBoundary", "permissions_boundary", NO_BOUNDARY),
        ("Role.PermissionsBoundary", "permissions_boundary", NO_BOUNDARY),
        ("User.GroupList", "groups", NO_GROUPS),
        ("Role.InstanceProfileList", "instance_profile_arns", [{}, "", "x", [None], [{}]]),
        ("Role.AssumeRolePolicyDocument", "assume_role_policy_document", [[], 7, "x", [DOC]]),
        ("Role.RoleLastUsed", "last_used", ["", "2026-01-01", 7, [], [{}]]),
    ],
)
def test_what_is_garbled_is_not_taken_for_none(
    collect: Callable[..., Any],
    canned: type[Any],
    place: str,
    column: str,
    garbled: list[Any],
) -> None:
    kind, _, member = place.partition(".")
    table = f"iam_{kind.lower()}"
    for value in garbled:

        def details(Filter: list[str], _value: Any = value, **_: Any) -> Any:  # noqa: N803
            answer: Any = DETAILS[Filter[0]]
            (name, found), *_ = answer.items()
            return {name: [{**found[0], member: _value}]} if Filter == [kind] else {name: found}

        rows, gaps = collect(
            canned(ANSWERS | {"iam.get_account_authorization_details": details}), table
        )
        (row,) = rows[table]
        assert row[column] is None, value
        said = {(gap.table_name, gap.aspect, gap.status, gap.resource) for gap in gaps}
        assert (table, column, "failed", row["arn"]) in said, value


@pytest.mark.parametrize(
    "versions",
    [
        {},
        [None],
        [{"VersionId": "v1", "Document": DOC}],
        [{"IsDefaultVersion": True, "Document": DOC}, {"Document": DOC}],
        [{"IsDefaultVersion": True, "Document": DOC}, {"VersionId": "v1"}],
        [{"IsDefaultVersion": True, "VersionId": "v1"}, "v2"],
        [{"IsDefaultVersion": True, "VersionId": "v1", "Document": [DOC]}],
    ],
)
def test_garbled_versions_of_a_policy_are_not_known(
    collect: Callable[..., Any], canned: type[Any], versions: Any
) -> None:
    def details(Filter: list[str], **_: Any) -> Any:  # noqa: N803
        answer: Any = DETAILS[Filter[0]]
        (found, *_) = answer["Policies"]
        return {"Policies": [{**found, "AttachmentCount": 1, "PolicyVersionList": versions}]}

    rows, gaps = collect(
        canned(ANSWERS | {"iam.get_account_authorization_details": details}), "iam_policy"
    )
    known = [(r["policy_document"], r["other_versions"]) for r in rows["iam_policy"]]
    assert all(None in pair for pair in known)
    assert known or gaps


def test_only_the_version_in_force_of_used_policies_counts(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    rows, gaps = collect(canned(ANSWERS), "iam_policy")
    assert gaps == []
    assert [policy["policy_name"] for policy in rows["iam_policy"]] == ["own"]
    assert [s["policy_type"] for s in rows["policy_statement"]] == ["managed"]


def test_an_account_without_password_policy_has_none(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    rows, gaps = collect(canned(ANSWERS), "iam_account")
    (account,) = rows["iam_account"]
    assert gaps == []
    assert account["arn"] == f"{ACCOUNT}:root"
    assert account["minimum_password_length"] == 0
    assert account["account_mfa_enabled"] is True
    assert account["account_password_present"] is True
    assert account["root_password_last_used"] == datetime(2026, 6, 1, 8, tzinfo=UTC)
    assert account["root_access_key_1_last_used_date"] == NEVER


def test_providers_and_certificates_are_read(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    arn = f"{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"
    reader = canned(
        {
            "iam.list_open_id_connect_providers": {"OpenIDConnectProviderList": [{"Arn": arn}]},
            "iam.get_open_id_connect_provider": {
                "Url": "token.actions.githubusercontent.com",
                "ClientIDList": ["sts.amazonaws.com"],
            },
            "iam.list_saml_providers": {"SAMLProviderList": []},
            "iam.list_server_certificates": {
                "ServerCertificateMetadataList": [
                    {"Arn": f"{ACCOUNT}:server-certificate/old", "Expiration": NEVER}
                ]
            },
            "iam.list_virtual_mfa_devices": {
                "VirtualMFADevices": [
                    {
                        "SerialNumber": f"{ACCOUNT}:mfa/root",
                        "User": {"Arn": f"{ACCOUNT}:root"},
                    }
                ]
            },
        }
    )
    rows, gaps = collect(
        reader,
        "iam_oidc_provider",
        "iam_saml_provider",
        "iam_server_certificate",
        "iam_virtual_mfa_device",
    )
    assert gaps == []
    assert rows["iam_oidc_provider"][0]["client_id_list"] == ["sts.amazonaws.com"]
    assert rows["iam_server_certificate"][0]["resource_id"] == "old"
    assert rows["iam_virtual_mfa_device"][0]["user_arn"] == f"{ACCOUNT}:root"


def test_the_report_is_waited_for(canned: type[Any]) -> None:
    states = iter(["STARTED", "INPROGRESS", "COMPLETE"])
    reader = canned(ANSWERS | {"iam.generate_credential_report": lambda: {"State": next(states)}})
    pauses: list[float] = []
    assert f"{ACCOUNT}:root" in read_report(reader, pauses.append)
    assert pauses == [0.5, 1.0]


def test_a_report_that_never_comes_is_a_failed_call(canned: type[Any]) -> None:
    reader = canned(ANSWERS | {"iam.generate_credential_report": {"State": "INPROGRESS"}})
    pauses: list[float] = []
    with pytest.raises(CallFailed, match="did not finish the credential report"):
        read_report(reader, pauses.append)
    assert len(pauses) == ATTEMPTS
    assert sum(pauses) < 60


def parse(report: str | bytes) -> dict[str, Any]:
    return dict(parse_report(report))


def test_the_report_leaves_out_what_there_is_none_of() -> None:
    root = parse(REPORT)[f"{ACCOUNT}:root"]
    assert "access_key_1_last_rotated" not in root
    assert "password_enabled" not in root
    assert root["mfa_active"] == "false"


SHORT = (
    "user,arn,user_creation_time,password_last_used,password_last_changed,access_key_1_active,"
    "access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_active,"
    "access_key_2_last_rotated,access_key_2_last_used_date,password_enabled,mfa_active\n"
)
UNUSED = "no_information,N/A,false,N/A,N/A,false,N/A,N/A"
BORN = "2024-01-01T00:00:00+00:00"
REST = f"{BORN},{UNUSED}"


@pytest.mark.parametrize("name", ["ann", "ann,bob", "a,b,c", "a=b@c.d_e-f+g", ",", "x,arn"])
@pytest.mark.parametrize("path", ["", "team/", "te,am/x/"])
def test_a_name_may_have_commas(name: str, path: str) -> None:
    arn = f"{ACCOUNT}:user/{path}{name}"
    found = parse(f"{SHORT}{name},{arn},{REST},true,false\nbob,{ACCOUNT}:user/bob,{REST},true,true")
    assert found.keys() == {arn, f"{ACCOUNT}:user/bob"}
    assert (found[arn]["user"], found[arn]["mfa_active"]) == (name, "false")


@pytest.mark.parametrize(
    "line",
    [
        f"ann,{ACCOUNT}:user/ann,{REST},true",
        f"ann,{ACCOUNT}:user/ann,{REST},true,true,x",
        f'ann,{ACCOUNT}:user/ann,"{REST},true,true',
    ],
)
def test_a_row_that_cannot_be_read_has_its_reason_and_the_others_are_read(line: str) -> None:
    found = parse(f"{SHORT}{line}\nbob,{ACCOUNT}:user/bob,{REST},true,true\n")
    assert isinstance(found[f"{ACCOUNT}:user/ann"], CallFailed)
    assert "line 2 of the credential report" in str(found[f"{ACCOUNT}:user/ann"])
    assert found[f"{ACCOUNT}:user/bob"]["mfa_active"] == "true"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("access_key_1_active", "x"),
        ("password_last_used", "x"),
        ("access_key_2_last_used_date", "x"),
    ],
)
def test_a_report_without_a_column_is_none(old: str, new: str) -> None:
    with pytest.raises(ValueError, match=f"no column {old}"):
        parse(SHORT.replace(old, new))


@pytest.mark.parametrize(
    "line",
    [
        f"ann,{ACCOUNT}:user/ann,{REST},true,",
        f"ann,{ACCOUNT}:user/ann,{REST},N/A,true",
        f"ann,{ACCOUNT}:user/ann,{REST},true,N/A",
        f"ann,{ACCOUNT}:user/ann,{REST},true,true".replace("false", "N/A", 1),
        f"ann,{ACCOUNT}:user/ann,{REST},true,true".replace("false", "", 1),
        f"ann,{ACCOUNT}:user/ann,{REST},true,true".replace("no_information", ""),
        f"ann,{ACCOUNT}:user/ann,{REST},true,true\nann,{ACCOUNT}:user/ann,{REST},false,true",
    ],
)
def test_a_row_without_a_value_is_not_taken_for_none(line: str) -> None:
    found = parse(f"{SHORT}{line}\nbob,{ACCOUNT}:user/bob,{REST},true,true\n")
    assert isinstance(found[f"{ACCOUNT}:user/ann"], CallFailed)
    assert found[f"{ACCOUNT}:user/bob"]["mfa_active"] == "true"


@pytest.mark.parametrize("text", ["", "<html><body>no</body></html>", 'user,arn,"', "{}"])
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a credential report"):
        parse_report(text)


@pytest.mark.parametrize(
    ("created", "is_same"),
    [
        (datetime(2024, 1, 1, tzinfo=UTC), True),
        ("2024-01-01T00:00:00Z", True),
        ("2024-01-01T01:00:00+01:00", True),
        (datetime(2024, 1, 1, 0, 0, 0, 900_000, tzinfo=UTC), True),
        (datetime(2024, 1, 2, tzinfo=UTC), False),
        (None, True),
    ],
)
def test_a_row_is_about_the_user_that_was_created_then(created: Any, *, is_same: bool) -> None:
    document = {"CreateDate": created} if created else {}
    assert is_same_user(document, {"user_creation_time": BORN}) is is_same


def test_a_user_does_not_inherit_the_row_of_an_older_one_of_its_name(
    canned: type[Any], collect: Callable[..., Any]
) -> None:
    details = ANSWERS["iam.get_account_authorization_details"]

    def created_today(**parameters: Any) -> Any:
        answer = details(**parameters) if callable(details) else details
        users = [
            {**u, "CreateDate": datetime(2026, 6, 1, tzinfo=UTC)} for u in answer["UserDetailList"]
        ]
        return {**answer, "UserDetailList": users}

    reader = canned(ANSWERS | {"iam.get_account_authorization_details": created_today})
    rows, gaps = collect(reader, "iam_user")
    assert {row["mfa_active"] for row in rows["iam_user"]} == {None}
    assert {row["access_key_1_last_used_date"] for row in rows["iam_user"]} == {None}
    assert all("had the same name before" in gap.error for gap in gaps if gap.aspect == "Report")


@pytest.mark.parametrize(("status", "answers"), [("ok", ["fail"]), ("not_collected", ["unknown"])])
def test_who_is_external_is_unknown_where_the_organization_is(
    status: str, answers: list[str]
) -> None:
    tables = load_tables()
    rule = load_rules()["iam.external_roles_require_external_id"]
    vendor = {"Effect": "Allow", "Principal": {"AWS": "999999999999"}, "Action": "sts:AssumeRole"}
    role = {
        "arn": f"{ACCOUNT}:role/r",
        "account_id": "111111111111",
        "region": "global",
        "assume_role_policy_document": json.dumps({"Statement": [vendor]}),
        "managed_policy_arns": [],
        "policies": "[]",
        "permissions_boundary": "",
    }
    coverage = [
        {
            "account_id": "111111111111",
            "region": "global",
            "table_name": name,
            "aspect": "list",
            "status": status if name == "organizations_account" else "ok",
            "resource": "",
            "calls": 1,
            "error": "",
        }
        for name in tables
    ]
    with EmbeddedEngine(threads=1) as engine:
        for table in (*tables.values(), *load_logs().values()):
            engine.create(table, [role] if table.name == "iam_role" else [])
        engine.create(COVERAGE, coverage)
        facts = compute_facts(engine, tables.values())
        for name, table in load_facts().items():
            engine.create(table, facts[name])
        found = list(Audit(engine, load_judged(), [rule]).verdicts())
    assert [verdict.answer for verdict in found] == answers


def test_a_profile_names_its_role(canned: type[Any], collect: Callable[..., Any]) -> None:
    arn = "arn:aws:iam::111111111111:"
    profiles = [
        {
            "InstanceProfileName": "web",
            "Arn": f"{arn}instance-profile/web",
            "Roles": [{"RoleName": "app", "Arn": f"{arn}role/app"}],
        },
        {"InstanceProfileName": "bare", "Arn": f"{arn}instance-profile/bare", "Roles": []},
    ]
    reader = canned(
        {
            "iam.list_instance_profiles": {"InstanceProfiles": profiles},
            "iam.list_instance_profile_tags": {"Tags": [{"Key": "team", "Value": "a"}]},
        }
    )
    rows, gaps = collect(reader, "iam_instance_profile")
    assert gaps == []
    assert [(r["arn"], r["roles"], r["role_arns"]) for r in rows["iam_instance_profile"]] == [
        (f"{arn}instance-profile/web", ["app"], [f"{arn}role/app"]),
        (f"{arn}instance-profile/bare", [], []),
    ]
    assert [r["tags"] for r in rows["iam_instance_profile"]] == [{"team": "a"}] * 2
    assert len(reader.calls) == 3


def test_each_role_of_a_profile_is_a_row(canned: type[Any], collect: Callable[..., Any]) -> None:
    arn = "arn:aws:iam::111111111111:instance-profile/web"
    profile = {"InstanceProfileName": "web", "Arn": arn, "Roles": [{"RoleName": "app"}]}
    reader = canned({"iam.list_instance_profiles": {"InstanceProfiles": [profile]}})
    rows, gaps = collect(reader, "iam_instance_profile_role")
    assert gaps == []
    (row,) = rows["iam_instance_profile_role"]
    assert (row["arn"], row["instance_profile_name"], row["role_name"]) == (
        f"{arn}/role/app",
        "web",
        "app",
    )


def test_the_service_reads_a_profile(live: Reader, aws: Callable[[str], Any], collect: Any) -> None:
    iam = aws("iam")
    role = iam.create_role(RoleName="app", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    iam.create_instance_profile(InstanceProfileName="web")
    iam.add_role_to_instance_profile(InstanceProfileName="web", RoleName="app")
    rows, gaps = collect(live, "iam_instance_profile")
    assert gaps == []
    assert [r["role_arns"] for r in rows["iam_instance_profile"]] == [[role]]


def test_the_versions_that_are_not_in_force_are_kept(canned: Any, collect: Any) -> None:
    versions = [
        {"VersionId": "v2", "IsDefaultVersion": True, "Document": {"Statement": []}},
        {"VersionId": "v1", "IsDefaultVersion": False, "Document": {"Statement": [{}]}},
    ]
    own = {
        "Arn": "arn:aws:iam::111111111111:policy/own",
        "PolicyName": "own",
        "AttachmentCount": 0,
        "PolicyVersionList": versions,
    }
    aws = {**own, "Arn": "arn:aws:iam::aws:policy/Some", "AttachmentCount": 1}
    unlisted = {key: value for key, value in own.items() if key != "PolicyVersionList"}
    unlisted["Arn"] = "arn:aws:iam::111111111111:policy/odd"
    answer = {"Policies": [own, aws, unlisted]}
    reader = canned({"iam.get_account_authorization_details": answer})
    rows, _ = collect(reader, "iam_policy")
    found = [row["other_versions"] for row in rows["iam_policy"]]
    assert found == [json.dumps(versions[1:], separators=(",", ":")), "[]", None]


def test_central_root_access_is_read_and_off_without_trusted_access(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    answers = {"iam.list_organizations_features": {"EnabledFeatures": ["RootSessions"]}}
    rows, gaps = collect(canned(answers), "iam_organizations_features")
    (features,) = rows["iam_organizations_features"]
    assert gaps == []
    assert (features["root_credentials_management"], features["root_sessions"]) == (False, True)
    untrusted = CallFailed("no", "ServiceAccessNotEnabledException")
    rows, gaps = collect(
        canned({"iam.list_organizations_features": untrusted}), "iam_organizations_features"
    )
    (features,) = rows["iam_organizations_features"]
    assert gaps == []
    assert (features["root_credentials_management"], features["root_sessions"]) == (False, False)


@pytest.mark.parametrize(
    "code", ["AccountNotManagementOrDelegatedAdministratorException", "NoSuchEntity"]
)
def test_what_an_account_does_not_have_is_no_row(
    collect: Callable[..., Any], canned: type[Any], code: str
) -> None:
    table, operation = {
        "NoSuchEntity": ("iam_password_policy", "iam.get_account_password_policy"),
    }.get(code, ("iam_organizations_features", "iam.list_organizations_features"))
    rows, gaps = collect(canned({operation: CallFailed("none", code)}), table)
    assert (dict(rows), gaps) == ({}, [])


def test_a_password_policy_is_a_row(
    live: Any, aws: Callable[[str], Any], collect: Callable[..., Any]
) -> None:
    aws("iam").update_account_password_policy(MinimumPasswordLength=16, RequireSymbols=True)
    rows, gaps = collect(live, "iam_password_policy")
    (policy,) = rows["iam_password_policy"]
    assert gaps == []
    assert policy["minimum_password_length"] == 16
    assert (policy["require_symbols"], policy["require_numbers"]) == (True, False)
    assert policy["max_password_age"] == 0
