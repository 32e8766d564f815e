import json
import time
from typing import Any

import pytest
from botocore.session import Session

from ringwall.reason.iam.language.policy import PolicyType
from ringwall.reason.iam.validation.validate import QUOTAS, validate_document

LIMIT = 5.0
"""Seconds of the processor, with room for a slow machine."""
OBJECT = "arn:aws:s3:::reports/*"
ROLE = "arn:aws:iam::111122223333:role/app"


def write(*statements: dict[str, Any], version: str | None = "2012-10-17") -> str:
    head = {"Version": version} if version else {}
    return json.dumps({**head, "Statement": list(statements)}, indent=1)


def say(**elements: Any) -> dict[str, Any]:
    bare = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": OBJECT, **elements}
    return {key: value for key, value in bare.items() if value is not None}


def when(operator: str, key: str, *values: Any) -> dict[str, Any]:
    return say(Condition={operator: {key: list(values) if len(values) != 1 else values[0]}})


def trust(principal: Any, **elements: Any) -> dict[str, Any]:
    return say(**{"Principal": principal, "Resource": None, "Action": "sts:AssumeRole", **elements})


def deny(**elements: Any) -> dict[str, Any]:
    return say(**{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
                  **elements})  # fmt: skip


def codes(text: str, kind: PolicyType = "") -> dict[str, str]:
    return {problem.code: problem.severity for problem in validate_document(text, kind)}


GITHUB = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
SAML = "arn:aws:iam::111122223333:saml-provider/corporate"
LIMITED = {"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:acme/app:ref:main"}}
PASS_ROLE = say(Action="iam:PassRole", Resource="*")
EXAMPLES: list[tuple[str, str, PolicyType, str, str]] = [
    # code, severity, kind, a policy that has it, one that has it not
    ("missing_statement", "error", "", write(), write(say())),
    ("missing_statement", "error", "scp", write(), write(say())),
    ("unsupported_sid", "error", "identity", write(say(Sid="a b")), write(say(Sid="ab"))),
    ("invalid_arn_prefix", "error", "", write(say(Resource="reports/*")), write(say(Resource="*"))),
    ("invalid_arn_prefix", "error", "resource", write(say(Principal="*", Resource="execute-api")),
     write(say(Principal={"AWS": ROLE}, Action="execute-api:Invoke", Resource="execute-api:/*"))),
    ("invalid_arn_prefix", "error", "identity", write(say(Resource="execute-api:/*")),
     write(say(Resource="*"))),
    ("missing_arn_field", "error", "", write(say(Resource="arn:aws:s3:x")), write(say())),
    ("invalid_partition", "error", "", write(say(Resource="arn:aw:s3:::b")),
     write(say(Resource="arn:aws-cn:s3:::b"))),
    ("invalid_arn_service_case", "error", "", write(say(Resource="arn:aws:S3:::b")), write(say())),
    ("invalid_arn_region", "error", "", write(say(Resource="arn:aws:sqs:europe:111122223333:q")),
     write(say(Resource="arn:aws:sqs:eu-west-1:111122223333:q"))),
    ("arn_region_not_allowed", "error", "", write(say(Resource="arn:aws:s3:eu-west-1::b")),
     write(say(Resource="arn:aws:s3:eu-west-1:111122223333:accesspoint/a"))),
    ("invalid_arn_account", "error", "", write(say(Resource="arn:aws:iam::1111:role/app")),
     write(say(Resource="arn:aws:iam::*:role/app"))),
    ("arn_account_not_allowed", "error", "", write(say(Resource="arn:aws:s3::111122223333:b")),
     write(say())),
    ("invalid_principal_format", "error", "resource", write(say(Principal={"AWS": "ann"})),
     write(say(Principal={"AWS": ROLE}))),
    ("invalid_service_principal_format", "error", "resource",
     write(say(Principal={"Service": "ec2"})),
     write(say(Principal={"Service": "ec2.amazonaws.com"}))),
    ("missing_brace_in_variable", "error", "", write(say(Resource="arn:aws:s3:::b/${aws:userid")),
     write(say(Resource="arn:aws:s3:::b/${aws:userid}"))),
    ("variable_before_resource_part", "warning", "",
     write(say(Action="sqs:*", Resource="arn:aws:sqs:eu-west-1:${aws:PrincipalAccount}:q")),
     write(say(Action="sqs:*", Resource="arn:aws:sqs:eu-west-1:111122223333:${aws:username}"))),
    ("empty_variable", "error", "", write(say(Resource="arn:aws:s3:::b/${}")), write(say())),
    ("empty_variable", "error", "", write(say(Resource="execute-api:/${}")), write(say())),
    ("unsupported_space_in_variable", "error", "",
     write(say(Resource="arn:aws:s3:::b/${aws:user id}")), write(say())),
    ("missing_quote_in_variable", "error", "",
     write(say(Resource="arn:aws:s3:::b/${aws:userid, x}")),
     write(say(Resource="arn:aws:s3:::b/${aws:userid, 'x'}"))),
    ("variable_unsupported_in_version", "error", "",
     write(say(Resource="arn:aws:s3:::b/${aws:userid}"), version="2008-10-17"),
     write(say(Resource="arn:aws:s3:::b/${aws:userid}"))),
    ("variable_unsupported_in_element", "error", "", write(say(Action="s3:${aws:userid}")),
     write(say())),
    ("unknown_operator", "error", "", write(when("StringEqual", "aws:userid", "a")),
     write(when("StringEquals", "aws:userid", "a"))),
    ("null_with_if_exists", "error", "", write(when("NullIfExists", "aws:userid", "true")),
     write(when("Null", "aws:userid", "true"))),
    ("invalid_condition_multiple_boolean", "error", "",
     write(when("Bool", "aws:SecureTransport", "true", "false")),
     write(when("Bool", "aws:SecureTransport", "true"))),
    ("duplicate_keys_with_different_case", "error", "",
     write(say(Condition={"StringEquals": {"aws:userid": "a", "AWS:UserId": "b"}})),
     write(say(Condition={"StringEquals": {"aws:userid": "a"}}))),
    ("private_ip_address", "error", "", write(when("IpAddress", "aws:SourceIp", "10.0.0.0/8")),
     write(when("IpAddress", "aws:SourceIp", "8.8.8.0/24"))),
    ("private_ip_address", "error", "", write(when("IpAddress", "aws:SourceIp", "172.31.0.0/16")),
     write(when("IpAddress", "aws:SourceIp", "203.0.113.0/24", "240.0.0.0/4", "fc00::/7"))),
    ("private_not_ip_address", "error", "",
     write(when("NotIpAddress", "aws:SourceIp", "10.0.0.0/8")),
     write(when("NotIpAddress", "aws:SourceIp", "0.0.0.0/0"))),
    ("missing_qualifier", "warning", "", write(when("StringEquals", "aws:TagKeys", "a")),
     write(when("ForAnyValue:StringEquals", "aws:TagKeys", "a"))),
    ("broken_json", "error", "", "{", write(say())),
    ("unwanted_element", "error", "identity", write(say(Principal="*")), write(say())),
    ("rcp_syntax_error_allow", "error", "rcp", write(deny(Effect="Allow")),
     write(deny(Effect="Allow", Action="*"))),
    ("rcp_syntax_error_principal", "error", "rcp", write(deny(Principal={"AWS": ROLE})),
     write(deny(Principal={"AWS": "*"}))),
    ("rcp_syntax_error_principal", "error", "rcp",
     write(deny(Principal=None, NotPrincipal={"AWS": ROLE})), write(deny())),
    ("rcp_syntax_error_notaction", "error", "rcp", write(deny(Action=None, NotAction="s3:*")),
     write(deny())),
    ("rcp_syntax_error_action", "error", "rcp", write(deny(Action="*")), write(deny())),
    ("rcp_syntax_error_action", "error", "rcp", write(deny(Action=["s3:*", "ec2:*"])),
     write(deny(Action=["s3:Put?bject", "sts:*"]))),
    ("unsupported_action", "error", "trust", write(trust({"AWS": ROLE}, Action="s3:GetObject")),
     write(trust({"AWS": ROLE}, Action=["sts:AssumeRole", "sts:TagSession"]))),
    ("mismatched_action_for_principal", "error", "trust", write(trust({"Federated": GITHUB})),
     write(trust({"Federated": GITHUB}, Action="sts:AssumeRoleWithWebIdentity"))),
    ("mismatched_action_for_principal", "error", "trust",
     write(trust({"Federated": SAML}, Action="sts:AssumeRoleWithWebIdentity")),
     write(trust({"Federated": SAML}, Action=["sts:AssumeRoleWithSAML", "sts:TagSession"]))),
    ("mismatched_action_for_principal", "error", "trust",
     write(trust({"AWS": ROLE}, Action="sts:AssumeRoleWithSAML")),
     write(trust({"AWS": ROLE, "Federated": SAML}, Action="sts:AssumeRole*"))),
    ("mismatched_action_for_principal", "error", "trust",
     write(trust({"Service": "ec2.amazonaws.com"}, Action="sts:AssumeRoleWithSAML")),
     write(trust({"Federated": GITHUB}, Action="sts:AssumeRole", Effect="Deny"))),
    ("empty_array_principal", "warning", "resource", write(say(Principal={"AWS": []})),
     write(say(Principal={"AWS": [ROLE]}))),
    ("empty_object_principal", "warning", "resource", write(say(Principal={})),
     write(say(Principal="*"))),
    ("allow_with_not_principal", "security_warning", "resource",
     write(say(NotPrincipal={"AWS": ROLE})),
     write(say(Effect="Deny", NotPrincipal={"AWS": ROLE}))),
    ("pass_role_with_star_in_resource", "security_warning", "", write(PASS_ROLE),
     write({**PASS_ROLE, "Resource": ROLE})),
    ("pass_role_with_star_in_action_and_resource", "security_warning", "",
     write(say(Action="iam:*", Resource="*")), write(say(Action="iam:Get*", Resource="*"))),
    ("pass_role_with_not_resource", "security_warning", "",
     write(say(Action="iam:PassRole", Resource=None, NotResource=ROLE)),
     write({**PASS_ROLE, "Condition": {"StringEquals": {"iam:PassedToService": "x"}}})),
    ("pass_role_with_not_action_and_star_in_resource", "security_warning", "",
     write(say(Action=None, NotAction="s3:*", Resource="*")),
     write(say(Action=None, NotAction="iam:*", Resource="*"))),
    ("restrict_access_to_service_principal", "security_warning", "resource",
     write(say(Principal={"Service": "sns.amazonaws.com"})),
     write({**when("StringEquals", "aws:SourceAccount", "111122223333"),
            "Principal": {"Service": "sns.amazonaws.com"}})),
    ("missing_condition_key_for_oidc_principal", "security_warning", "trust",
     write(trust({"Federated": GITHUB})), write(trust({"Federated": GITHUB}, Condition=LIMITED))),
    ("for_all_values_with_single_valued_key", "security_warning", "",
     write(when("ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-1")),
     write(when("ForAllValues:StringEquals", "aws:TagKeys", "a"))),
    ("missing_paired_condition_keys", "security_warning", "",
     write(when("IpAddress", "aws:VpcSourceIp", "10.0.0.0/8")),
     write(say(Condition={"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"},
                          "StringEquals": {"aws:SourceVpc": "vpc-1"}}))),
    ("create_slr_with_star_in_resource", "warning", "",
     write(say(Action="iam:CreateServiceLinkedRole", Resource="*")), write(say())),
    ("missing_version", "warning", "", write(say(), version=None), write(say())),
    ("type_mismatch_number", "warning", "", write(when("NumericEquals", "s3:max-keys", "ten")),
     write(when("NumericEquals", "s3:max-keys", 10))),
    ("type_mismatch_date", "warning", "", write(when("DateLessThan", "aws:CurrentTime", "soon")),
     write(when("DateLessThan", "aws:CurrentTime", "2026-01-01"))),
    ("range_without_ip_operator", "warning", "",
     write(when("StringEquals", "aws:SourceIp", "203.0.113.0/24")),
     write(when("IpAddress", "aws:SourceIp", "203.0.113.0/24"))),
    ("range_without_ip_operator", "warning", "",
     write(when("StringNotLike", "aws:VpcSourceIp", "2001:db8::/32")),
     write(when("StringLike", "aws:VpcSourceIp", "10.1.*"))),
    ("range_without_ip_operator", "warning", "",
     write(when("StringEqualsIgnoreCase", "aws:SourceIp", "203.0.113.7", "203.0.113.0/24")),
     write(when("StringEquals", "aws:UserAgent", "203.0.113.0/24"))),
    ("condition_key_of_other_action", "warning", "identity",
     write(when("StringLike", "s3:prefix", "home/*")),
     write(when("StringLike", "s3:ExistingObjectTag/team", "a*"))),
    ("ambiguous_date", "warning", "", write(when("DateGreaterThan", "aws:CurrentTime", "2020")),
     write(when("DateGreaterThan", "aws:CurrentTime", "2020-01", "1577836800"))),
    ("ambiguous_date", "warning", "", write(when("DateLessThan", "aws:CurrentTime", "20300101")),
     write(when("NumericLessThan", "s3:max-keys", "2030"))),
    ("type_mismatch_boolean", "warning", "", write(when("Bool", "aws:SecureTransport", "yes")),
     write(when("Bool", "aws:SecureTransport", True))),  # noqa: FBT003 - a value of JSON
    ("type_mismatch_ip_range", "warning", "", write(when("IpAddress", "aws:SourceIp", "vpc")),
     write(when("IpAddress", "aws:SourceIp", "2001:db8::/32"))),
    ("wildcard_without_like_operator", "warning", "",
     write(when("StringEquals", "aws:userid", "a*")),
     write(when("StringLike", "aws:userid", "a*"))),
    ("unknown_action", "warning", "", write(say(Action="s3:GetObjekt")), write(say())),
    ("empty_sid_value", "suggestion", "", write(say(Sid="")), write(say())),
    ("empty_object_condition", "suggestion", "", write(say(Condition={})), write(say())),
    ("null_with_qualifier", "suggestion", "",
     write(when("ForAnyValue:Null", "aws:TagKeys", "true")),
     write(when("Null", "aws:TagKeys", "true"))),
    ("redundant_condition_value_num", "suggestion", "",
     write(when("NumericLessThan", "s3:max-keys", "1", "2")),
     write(when("NumericEquals", "s3:max-keys", "1", "2"))),
    ("improve_ip_range", "suggestion", "", write(when("IpAddress", "aws:SourceIp", "8.8.8.1/24")),
     write(when("IpAddress", "aws:SourceIp", "8.8.8.0/24"))),
    ("private_ip_address_subset", "suggestion", "",
     write(when("IpAddress", "aws:SourceIp", "10.0.0.0/8", "8.8.8.0/24")),
     write(when("IpAddress", "aws:SourceIp", "8.8.4.0/24", "8.8.8.0/24"))),
    ("redundant_action", "suggestion", "", write(say(Action=["s3:Get*", "s3:GetObject"])),
     write(say(Action=["s3:Get*", "s3:PutObject"]))),
    ("redundant_resource", "suggestion", "", write(say(Resource=["*", OBJECT])),
     write(say(Resource=["arn:aws:s3:::reports", OBJECT]))),
    ("redundant_statement", "suggestion", "",
     write(say(Action="s3:*"), say(Condition={"StringEquals": {"aws:userid": "a"}})),
     write(say(Action="s3:*"), say(Effect="Deny"))),
    ("wildcard_in_service_name", "suggestion", "", write(say(Action="s*:GetObject")),
     write(say(Action="*"))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "severity", "kind", "bad", "good"), EXAMPLES, ids=[row[0] for row in EXAMPLES]
)
def test_problem_is_found_where_it_is_and_only_there(
    code: str, severity: str, kind: PolicyType, bad: str, good: str
) -> None:
    assert codes(bad, kind).get(code) == severity
    assert code not in codes(good, kind)


@pytest.mark.parametrize("partition", Session().get_available_partitions())
def test_every_partition_is_known(partition: str) -> None:
    assert codes(write(say(Resource=f"arn:{partition}:s3:::reports/*"))) == {}


def test_a_plain_policy_has_no_problem() -> None:
    assert validate_document(write(say()), "identity") == ()


@pytest.mark.parametrize("kind", ["scp", "rcp", "endpoint", "boundary", "session"])
def test_a_policy_that_grants_nothing_allows_nothing_too_widely(kind: PolicyType) -> None:
    everyone = {"Principal": "*"} if kind in {"rcp", "endpoint"} else {}
    assert codes(write(say(Action="*", Resource="*", **everyone)), kind) == {}


def test_problems_have_places_and_the_gravest_comes_first() -> None:
    found = validate_document(write(say(Sid=""), {**PASS_ROLE, "Sid": "a b"}), "identity")
    assert [p.severity for p in found] == ["error", "security_warning", "suggestion"]
    error, warning, _ = found
    assert (error.path, str(error.position)) == ("Statement[1].Sid", "10:3")
    assert warning.path == "Statement[1].Resource"


@pytest.mark.parametrize("kind", QUOTAS)
def test_a_policy_larger_than_the_quota_is_noticed(kind: PolicyType) -> None:
    statement = say(Principal="*") if kind in {"resource", "rcp"} else say()
    long = write({**statement, "Resource": [f"arn:aws:s3:::b{n}" for n in range(2_000)]})
    assert codes(long, kind)["policy_size_exceeds_quota"] == QUOTAS[kind][1]
    assert "policy_size_exceeds_quota" not in codes(write(statement), kind)


def test_white_space_does_not_count_for_the_quota() -> None:
    assert "policy_size_exceeds_quota" not in codes(write(say()) + " " * 20_000, "session")


def test_of_two_equal_statements_only_the_later_is_redundant() -> None:
    found = validate_document(write(say(), say()))
    assert [p.path for p in found if p.code == "redundant_statement"] == ["Statement[1]"]


def test_a_resource_is_redundant_whatever_else_covers_it() -> None:
    found = validate_document(write(say(Resource=["arn:aws:s3:::report*", OBJECT, "*"])))
    assert f"{OBJECT} is covered by *" in {problem.message for problem in found}


def test_a_large_policy_is_validated_in_bounded_time() -> None:
    wild = [f"arn:aws:s3:::b{n}/*a*b*c*{n}" for n in range(300)]
    text = write(*[say(Resource=wild)] * 40)
    start = time.process_time()
    assert validate_document(text) == ()
    assert time.process_time() - start < LIMIT


def test_the_policy_of_an_answer_of_the_cli_is_validated() -> None:
    statement = {"Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    answer = {"PolicyVersion": {"VersionId": "v1", "Document": policy}}
    plain = validate_document(json.dumps(policy), "identity")
    found = validate_document(json.dumps(answer), "identity")
    assert plain
    assert [(p.code, p.path) for p in found] == [(p.code, p.path) for p in plain]
    bulky = json.dumps({"Role": {"Description": "x" * 50_000, "AssumeRolePolicyDocument": policy}})
    assert "policy_size_exceeds_quota" not in {p.code for p in validate_document(bulky, "identity")}
