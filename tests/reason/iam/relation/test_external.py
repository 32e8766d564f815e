"""Who beyond its account reaches a resource: what is public, what is shared, and look-alikes."""

from typing import Any

import pytest

from ringwall.reason.iam.relation.external import Exposure, find_exposures, is_surely_closed

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B, STRANGER = "111111111111", "222222222222", "333333333333"
BUCKET, QUEUE = "arn:aws:s3:::data", f"arn:aws:sqs:us-east-1:{A}:jobs"
VPCE = "vpce-0123456789abcdef0"


def allow(principal: Any, action: Any, *resources: str, **condition: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Principal": principal, "Action": action}
    found["Resource"] = list(resources) or "*"
    return {**found, "Condition": condition} if condition else found


def deny(principal: Any, action: Any, **condition: Any) -> dict[str, Any]:
    return {**allow(principal, action, **condition), "Effect": "Deny"}


EVERYBODY = {
    ("*", "public", "always", True),
    ("* of organization o-1", "organization", "always", False),
}
READ = allow("*", "s3:GetObject", f"{BUCKET}/*")


def find(estate: Estate, arn: str = BUCKET) -> list[Exposure]:
    organization = estate.read()
    return list(find_exposures(organization, [organization.resources[arn]]))


def queue(estate: Estate, *statements: Any) -> list[Exposure]:
    """Return who reaches a queue with this policy."""
    return find(estate, estate.queue("jobs", *statements))


def summarize(found: list[Exposure]) -> set[tuple[Any, ...]]:
    return {(e.outsider.label, e.origin, e.verdict, e.is_public) for e in found}


def test_a_bucket_that_everybody_may_read_is_public(estate: Estate) -> None:
    estate.bucket("data", READ)
    (exposure,) = find(estate)
    assert summarize([exposure]) == {("*", "public", "always", True)}
    assert exposure.actions == ("s3:GetObject",)
    assert exposure.levels == ("Read",)
    assert exposure.statements == (f"resource {BUCKET}[0]",)


@pytest.mark.parametrize("where", ["bucket", "account"])
def test_block_public_access_closes_it(estate: Estate, where: str) -> None:
    estate.bucket("data", READ, restrict_public_buckets=where == "bucket")
    if where == "account":
        estate.block(blocks=True)
    assert find(estate) == []


def test_a_bucket_that_takes_in_access_logs_is_open_to_no_other_account(estate: Estate) -> None:
    group = "http://acs.amazonaws.com/groups/s3/LogDelivery"
    acl = [{"grantee": group, "permission": p, "on": "bucket"} for p in ("WRITE", "READ_ACP")]
    estate.bucket("data", acl=acl, object_ownership="ObjectWriter")
    assert find(estate) == []
    other = [*acl, {"grantee": "f" * 64, "permission": "WRITE", "on": "bucket"}]
    estate.bucket("else", acl=other, object_ownership="ObjectWriter")
    assert [e.origin for e in find(estate, "arn:aws:s3:::else")] == ["account"]


def test_block_public_access_of_another_account_closes_nothing(estate: Estate) -> None:
    estate.bucket("data", READ)
    estate.block(B, blocks=True)
    assert summarize(find(estate)) == {("*", "public", "always", True)}


def test_block_public_access_that_was_not_collected_leaves_it_open(estate: Estate) -> None:
    estate.bucket("data", READ, restrict_public_buckets=None)
    assert summarize(find(estate)) == {("*", "public", "unknown", None)}


def test_block_public_access_spares_what_is_not_public(estate: Estate) -> None:
    estate.bucket("data", allow({"AWS": STRANGER}, "s3:GetObject"), restrict_public_buckets=True)
    assert summarize(find(estate)) == {(f"AWS:{STRANGER}", "account", "always", False)}


@pytest.mark.parametrize(
    "statements",
    [
        [allow("*", "sqs:SendMessage", StringEquals={"aws:PrincipalOrgID": "o-1"})],
        [allow("*", "sqs:SendMessage", StringEquals={"aws:PrincipalAccount": A})],
        [allow("*", "sqs:SendMessage", ArnLike={"aws:PrincipalArn": f"arn:aws:iam::{A}:role/*"})],
        [allow("*", "sqs:SendMessage", StringEquals={"aws:SourceVpce": VPCE})],
        [allow("*", "sqs:SendMessage"), deny("*", "sqs:*")],
        [
            allow("*", "sqs:SendMessage"),
            deny("*", "sqs:*", StringNotEquals={"aws:PrincipalOrgID": "o-1"}),
        ],
        [
            allow("*", "sqs:SendMessage"),
            deny("*", "sqs:*", StringNotEquals={"aws:PrincipalAccount": A}),
        ],
        [allow({"AWS": A}, "sqs:*")],
        [allow({"AWS": [A, f"arn:aws:iam::{A}:role/app"]}, "sqs:*")],
        [allow({"AWS": "AROAEXAMPLEEXAMPLE"}, "sqs:*")],
        [],
    ],
)
def test_look_alikes_let_nobody_in_from_outside(estate: Estate, statements: list[Any]) -> None:
    estate.organization(A)
    endpoint = f"arn:aws:ec2:us-east-1:{A}:vpc-endpoint/{VPCE}"
    estate.add("ec2_vpc_endpoint", endpoint, resource_id=VPCE)
    labels = {e.outsider.label for e in queue(estate, *statements) if e.origin != "organization"}
    assert labels == set()


def test_an_rcp_keeps_strangers_out(estate: Estate) -> None:
    estate.organization(A)
    arn = estate.queue("jobs", allow("*", "sqs:SendMessage"))
    assert ("*", "public", "always", True) in summarize(find(estate, arn))
    perimeter = deny("*", "sqs:*", StringNotEqualsIfExists={"aws:PrincipalOrgID": "o-1"})
    estate.scp("perimeter", perimeter, at=["r-1"], kind="rcp")
    assert {e.origin for e in find(estate, arn)} == {"organization"}


def test_an_rcp_that_was_not_collected_leaves_it_open(estate: Estate) -> None:
    estate.organization(A)
    estate.cover("organizations_policy", "999999999999", "denied")
    arn = estate.queue("jobs", allow({"AWS": STRANGER}, "sqs:SendMessage"))
    (exposure,) = find(estate, arn)
    assert exposure.verdict == "unknown"
    assert exposure.unknown == ("the RCPs of account 111111111111 (not collected)",)


@pytest.mark.parametrize(
    ("principal", "condition", "label"),
    [
        ({"AWS": STRANGER}, {}, f"AWS:{STRANGER}"),
        ({"AWS": f"arn:aws:iam::{STRANGER}:root"}, {}, f"AWS:arn:aws:iam::{STRANGER}:root"),
        ({"AWS": f"arn:aws:iam::{STRANGER}:role/x"}, {}, f"AWS:arn:aws:iam::{STRANGER}:role/x"),
        (
            {"AWS": f"arn:aws:sts::{STRANGER}:federated-user/bob"},
            {},
            f"AWS:arn:aws:sts::{STRANGER}:federated-user/bob",
        ),
        ("*", {"aws:PrincipalAccount": STRANGER}, f"* of account {STRANGER}"),
        ("*", {"aws:PrincipalArn": f"arn:aws:iam::{STRANGER}:root"}, f"* of account {STRANGER}"),
        ({"AWS": "*"}, {"aws:PrincipalAccount": STRANGER}, f"* of account {STRANGER}"),
    ],
)
def test_an_account_outside_is_told_by_any_name(
    estate: Estate, principal: Any, condition: Any, label: str
) -> None:
    named = {"StringEquals": condition} if condition else {}
    if "aws:PrincipalArn" in condition:
        named = {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{STRANGER}:role/*"}}
    found = queue(estate, allow(principal, "sqs:SendMessage", **named))
    assert [(e.outsider.label, e.origin, e.is_public) for e in found] == [(label, "account", False)]
    assert {e.verdict for e in found} <= {"always", "conditional"}


def test_an_address_limits_strangers_to_it(estate: Estate) -> None:
    office = {"aws:SourceIp": "203.0.113.0/24"}
    found = queue(estate, allow("*", "sqs:SendMessage", IpAddress=office))
    assert summarize(found) == {("*", "public", "conditional", False)}
    assert {e.residual for e in found} == {("IpAddress aws:sourceip 203.0.113.0/24",)}
    assert {e.witness["aws:sourceip"][0][:10] for e in found} == {"203.0.113."}


@pytest.mark.parametrize(
    "condition",
    [
        {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
        {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
        {"Bool": {"aws:SecureTransport": "true"}},
        {"StringEquals": {"aws:UserAgent": "secret"}},
        {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}},
        {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}},
    ],
)
def test_a_condition_that_names_nobody_leaves_it_public(estate: Estate, condition: Any) -> None:
    estate.organization(A)
    found = queue(estate, allow("*", "sqs:SendMessage", **condition))
    assert {e.is_public for e in found if e.origin == "public"} == {True}


def test_another_account_of_the_organization_is_told_as_such(estate: Estate) -> None:
    estate.organization(A, B)
    arn = estate.queue("jobs", allow({"AWS": B}, "sqs:SendMessage"))
    assert summarize(find(estate, arn)) == {(f"AWS:{B}", "organization", "always", False)}
    everybody = allow("*", "sqs:SendMessage", StringEquals={"aws:PrincipalOrgID": "o-1"})
    arn = estate.queue("all", everybody)
    found = find(estate, arn)
    assert summarize(found) == {("* of organization o-1", "organization", "always", False)}


def test_the_scps_of_another_account_of_the_organization_count(estate: Estate) -> None:
    estate.organization(A, B)
    arn = estate.queue("jobs", allow({"AWS": B}, "sqs:SendMessage"))
    no = {"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}
    estate.scp("no queues", no, at=[B])
    assert find(estate, arn) == []


def test_of_an_organization_that_was_not_collected_nobody_is_kept_out(estate: Estate) -> None:
    arn = estate.queue("jobs", allow({"AWS": B}, "sqs:SendMessage"))
    for table in ("organization", "account", "policy"):
        estate.cover(f"organizations_{table}", A, "denied")
    (exposure,) = find(estate, arn)
    assert (exposure.origin, exposure.verdict) == ("account", "unknown")


def test_a_policy_that_was_not_collected_is_one_row_of_its_own(estate: Estate) -> None:
    arn = estate.queue("jobs", policy=None)
    (exposure,) = find(estate, arn)
    assert (exposure.verdict, exposure.actions, exposure.is_public) == ("unknown", (), None)
    assert exposure.unknown == (f"the policy of {arn} (not collected)",)


def test_a_policy_that_cannot_be_read_is_unknown(estate: Estate) -> None:
    arn = estate.queue("jobs", policy='{"Statement": [')
    assert [exposure.verdict for exposure in find(estate, arn)] == ["unknown"]


def test_a_policy_that_was_read_and_is_invalid_says_so(estate: Estate) -> None:
    arn = estate.queue("jobs", policy={"Version": "2012-10-17", "Statement": [{"Effect": "Alow"}]})
    (exposure,) = find(estate, arn)
    (why,) = exposure.unknown
    assert why.startswith(f"the policy of {arn} (cannot be read: ")
    assert "Alow" in why


def test_an_allow_but_for_some_lets_all_others_in(estate: Estate) -> None:
    statement = {**allow("*", "sqs:SendMessage"), "NotPrincipal": {"AWS": A}}
    del statement["Principal"]
    assert ("*", "public", "always", True) in summarize(queue(estate, statement))


def test_actions_that_the_policy_tells_apart_are_told_apart(estate: Estate) -> None:
    office = {"aws:SourceIp": "203.0.113.0/24"}
    estate.bucket(
        "data",
        allow({"AWS": STRANGER}, "s3:ListBucket", BUCKET),
        allow({"AWS": STRANGER}, ["s3:GetObject", "s3:PutObject"], f"{BUCKET}/*", IpAddress=office),
    )
    found = {exposure.verdict: exposure.actions for exposure in find(estate)}
    assert found == {"always": ("s3:ListBucket",), "conditional": ("s3:GetObject", "s3:PutObject")}


def test_an_action_that_does_not_fit_the_resource_is_none(estate: Estate) -> None:
    estate.bucket("data", allow({"AWS": STRANGER}, ["s3:GetObject", "s3:CreateJob"], BUCKET))
    assert find(estate) == []


def test_a_part_of_a_bucket_is_enough(estate: Estate) -> None:
    estate.bucket("data", allow("*", "s3:GetObject", f"{BUCKET}/public/*"))
    assert summarize(find(estate)) == {("*", "public", "always", True)}


def test_a_function_url_without_a_login_is_public(estate: Estate) -> None:
    arn = f"arn:aws:lambda:us-east-1:{A}:function:f"
    free = {"lambda:FunctionUrlAuthType": "NONE"}
    url = allow("*", "lambda:InvokeFunctionUrl", arn, StringEquals=free)
    estate.add("lambda_function", arn, policy={"Version": "2012-10-17", "Statement": [url]})
    assert ("*", "public", "conditional", True) in summarize(find(estate, arn))


def test_a_variable_of_the_outsider_lets_him_in(estate: Estate) -> None:
    drop = allow("*", ["s3:GetObject"], f"{BUCKET}/${{aws:PrincipalAccount}}/*")
    estate.bucket("data", drop)
    assert summarize(find(estate)) == {("*", "public", "always", True)}
    users = allow({"AWS": STRANGER}, ["s3:GetObject"], f"{BUCKET}/${{aws:username}}/*")
    estate.bucket("homes", {**users, "Resource": "arn:aws:s3:::homes/${aws:username}/*"})
    (exposure,) = find(estate, "arn:aws:s3:::homes")
    assert (exposure.origin, exposure.verdict) == ("account", "always")
    assert exposure.outsider.requester.kind == "user"


@pytest.mark.parametrize(
    ("accounts", "is_public", "block", "expected"),
    [
        ([], False, "unblocked", set()),
        (["all"], True, "unblocked", EVERYBODY),
        (["all"], True, "block-new-sharing", EVERYBODY),
        (["all"], True, "block-all-sharing", set()),
        (["all"], True, None, {("*", "public", "unknown", None)}),
        ([STRANGER], False, None, {(f"AWS:{STRANGER}", "account", "always", False)}),
        (
            [STRANGER, "all"],
            True,
            "block-all-sharing",
            {(f"AWS:{STRANGER}", "account", "always", False)},
        ),
        ([B], False, "unblocked", {(f"AWS:{B}", "organization", "always", False)}),
        (None, True, "unblocked", EVERYBODY),
        (None, True, "block-all-sharing", {("*", "public", "unknown", None)}),
        (None, True, None, {("*", "public", "unknown", None)}),
        (None, False, "unblocked", {("*", "public", "unknown", None)}),
        (None, None, None, {("*", "public", "unknown", None)}),
    ],
)
def test_a_disks_snapshot_is_open_to_whom_it_is_shared_with(
    estate: Estate, accounts: Any, is_public: Any, block: Any, expected: Any
) -> None:
    estate.organization(A, B)
    arn = "arn:aws:ec2:us-east-1::snapshot/snap-1"
    estate.add(
        "ec2_snapshot",
        arn,
        restore_accounts=accounts,
        is_public=is_public,
        block_public_access=block,
    )
    assert summarize(find(estate, arn)) == expected


def test_a_key_that_another_account_may_use_is_external(estate: Estate) -> None:
    own = allow({"AWS": f"arn:aws:iam::{A}:root"}, "kms:*")
    shared = estate.key("shared", own, allow({"AWS": STRANGER}, ["kms:Decrypt", "kms:CreateGrant"]))
    (exposure,) = find(estate, shared)
    assert exposure.actions == ("kms:CreateGrant", "kms:Decrypt")
    assert summarize([exposure]) == {(f"AWS:{STRANGER}", "account", "always", False)}
    assert find(estate, estate.key("own", own)) == []


def test_a_key_for_callers_through_a_service_in_one_account_is_not_public(estate: Estate) -> None:
    through = {"kms:ViaService": "s3.us-east-1.amazonaws.com", "kms:CallerAccount": A}
    key = estate.key("s3", allow({"AWS": "*"}, "kms:Decrypt", StringEquals=through))
    assert find(estate, key) == []
    loose = {"kms:ViaService": "s3.us-east-1.amazonaws.com"}
    key = estate.key("loose", allow({"AWS": "*"}, "kms:Decrypt", StringEquals=loose))
    assert ("*", "public", "conditional", True) in summarize(find(estate, key))


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], True),
        ([allow({"AWS": [A, f"arn:aws:iam::{A}:user/ann"]}, "sqs:*")], True),
        ([allow({"AWS": A}, "sqs:*"), deny("*", "sqs:*")], True),
        ([allow({"AWS": [A, B]}, "sqs:*")], False),
        ([allow({"AWS": A, "Service": "sns.amazonaws.com"}, "sqs:*")], False),
        ([allow("*", "sqs:*", StringEquals={"aws:PrincipalAccount": A})], False),
    ],
)
def test_a_glance_shows_a_policy_that_names_its_own_account_alone(
    estate: Estate, statements: Any, *, expected: bool
) -> None:
    arn = estate.queue("jobs", *statements)
    organization = estate.read()
    assert is_surely_closed(organization, organization.resources[arn]) is expected


def test_no_resource_but_the_asked_ones_is_judged(estate: Estate) -> None:
    estate.bucket("data", READ)
    estate.queue("jobs", allow("*", "sqs:SendMessage"))
    assert {e.resource.arn for e in find_exposures(estate.read())} == {BUCKET, QUEUE}
    assert {e.resource.arn for e in find(estate)} == {BUCKET}


@pytest.mark.parametrize("principal", ["*", {"AWS": STRANGER}])
def test_a_principal_arn_does_not_hide_who_can_have_it(estate: Estate, principal: Any) -> None:
    named = {"aws:PrincipalArn": f"arn:aws:iam::{STRANGER}:role/deploy"}
    assert queue(estate, allow(principal, "sqs:SendMessage", ArnEquals=named)) != []


def test_a_role_name_that_anyone_can_make_is_public(estate: Estate) -> None:
    named = {"aws:PrincipalArn": "arn:aws:iam::*:role/deploy"}
    found = queue(estate, allow("*", "sqs:SendMessage", ArnLike=named))
    assert {e.is_public for e in found if e.origin == "public"} == {True}


@pytest.mark.parametrize(
    "condition",
    [
        {"StringLike": {"aws:PrincipalArn": "*:role/deploy"}},
        {"StringLike": {"aws:PrincipalArn": "*deploy*"}},
        {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/deploy-*"}},
        {"StringEquals": {"aws:username": "deploy"}},
        {"StringEquals": {"aws:PrincipalType": "User"}},
        {"StringEquals": {"aws:PrincipalType": "Account"}},
    ],
)
def test_a_name_that_anyone_can_take_is_public(estate: Estate, condition: Any) -> None:
    found = queue(estate, allow("*", "sqs:SendMessage", **condition))
    assert {e.is_public for e in found if e.origin == "public"} == {True}


@pytest.mark.parametrize(
    ("principal", "condition"),
    [
        ("*", {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::9876*:role/deploy"}}),
        ({"AWS": STRANGER}, {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/deploy-*"}}),
        ({"AWS": STRANGER}, {"StringEquals": {"aws:username": "deploy"}}),
        ({"AWS": STRANGER}, {"StringEquals": {"aws:PrincipalType": "User"}}),
    ],
)
def test_somebody_of_an_account_outside_is_found_by_name(
    estate: Estate, principal: Any, condition: Any
) -> None:
    found = queue(estate, allow(principal, "sqs:SendMessage", **condition))
    assert {e.origin for e in found} == {"account"}
    assert {e.verdict for e in found} <= {"always", "conditional"}


@pytest.mark.parametrize(
    "condition",
    [
        {"Bool": {"aws:PrincipalIsAWSService": "true"}},
        {"StringEquals": {"aws:PrincipalServiceName": "sns.amazonaws.com"}},
        {"ForAnyValue:StringEquals": {"aws:PrincipalServiceNamesList": "sns.amazonaws.com"}},
        {"ForAnyValue:StringLike": {"aws:PrincipalServiceNamesList": "*.amazonaws.com"}},
    ],
)
def test_a_service_that_a_condition_lets_in_may_ask_for_a_stranger(
    estate: Estate, condition: Any
) -> None:
    found = queue(estate, allow("*", "sqs:SendMessage", **condition))
    assert {e.origin for e in found} == {"service"}
    assert {e.is_confused_deputy for e in found} == {True}
    ours = {"StringEquals": {"aws:SourceAccount": A}}
    closed = {
        **condition,
        "StringEquals": {**condition.get("StringEquals", {}), **ours["StringEquals"]},
    }
    bound = queue(estate, allow("*", "sqs:SendMessage", **closed))
    assert {e.is_confused_deputy for e in bound} <= {False}


def test_strangers_in_another_partition_are_of_that_partition(estate: Estate) -> None:
    arn = f"arn:aws-cn:sqs:cn-north-1:{A}:jobs"
    named = {"aws:PrincipalArn": "arn:aws-cn:iam::*:role/deploy"}
    statement = allow("*", "sqs:SendMessage", arn, ArnLike=named)
    estate.add("sqs_queue", arn, policy={"Version": "2012-10-17", "Statement": [statement]})
    assert {e.is_public for e in find(estate, arn) if e.origin == "public"} == {True}


@pytest.mark.parametrize("where", ["bucket", "rcp"])
def test_a_denial_of_all_but_some_objects_leaves_those_open(estate: Estate, where: str) -> None:
    spared = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
              "NotResource": f"{BUCKET}/out/*"}  # fmt: skip
    estate.organization(A)
    estate.bucket("data", READ, *([spared] if where == "bucket" else []))
    if where == "rcp":
        estate.scp("out", spared, at=[A], kind="rcp")
    assert ("*", "public", "always", True) in summarize(find(estate))


@pytest.mark.parametrize("action", ["lambda:InvokeFunction", "lambda:InvokeFunctionUrl"])
@pytest.mark.parametrize("qualifier", ["live", "3"])
def test_an_alias_or_version_of_a_function_is_open_by_its_own_policy(
    estate: Estate, action: str, qualifier: str
) -> None:
    function = f"arn:aws:lambda:us-east-1:{A}:function:hook"
    open_url = {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}
    condition = open_url if action.endswith("Url") else {}
    statement = allow("*", action, f"{function}:{qualifier}", **condition)
    estate.add("lambda_function", function, policy={}, role="")
    alias = estate.add("lambda_alias", f"{function}:{qualifier}", policy={"Statement": [statement]})
    assert find(estate, function) == []
    found = find(estate, alias)
    assert [(e.origin, e.is_public) for e in found] == [("public", True)]
    estate.rows["lambda_alias"].clear()
    estate.add("lambda_alias", alias, policy=None)
    assert {e.verdict for e in find(estate, alias)} == {"unknown"}


@pytest.mark.parametrize(
    ("condition", "is_public"),
    [({}, True), ({"StringEquals": {"aws:PrincipalOrgID": "o-other"}}, False)],
)
def test_a_layer_is_open_by_the_policy_of_its_version(
    estate: Estate, condition: dict[str, Any], *, is_public: bool
) -> None:
    arn = f"arn:aws:lambda:us-east-1:{A}:layer:shared:1"
    statement = allow("*", "lambda:GetLayerVersion", arn, **condition)
    estate.add("lambda_layer_version", arn, policy={"Statement": [statement]})
    assert {e.is_public for e in find(estate, arn)} == {is_public}


@pytest.mark.parametrize("policy", [{}, {"Statement": [allow("*", "lambda:InvokeFunction")]}])
def test_how_open_a_function_is_is_not_known_without_its_aliases(
    estate: Estate, policy: dict[str, Any]
) -> None:
    function = f"arn:aws:lambda:us-east-1:{A}:function:hook"
    estate.add("lambda_function", function, policy=policy, role="", region="us-east-1")
    known = summarize(find(estate, function))
    estate.cover("lambda_alias", A, "denied", region="us-east-1")
    assert summarize(find(estate, function)) == known | {("*", "public", "unknown", None)}


@pytest.mark.parametrize(
    "gap", [("ec2_vpc_endpoint", "denied", "list"), ("*", "not_collected", "region")]
)
def test_whose_a_network_is_is_not_known_where_networks_were_not_read(
    estate: Estate, gap: tuple[str, str, str]
) -> None:
    """An endpoint of ours must not be taken for a stranger's because its region was left out."""
    table, status, aspect = gap
    sent = allow("*", "sqs:SendMessage", StringEquals={"aws:SourceVpce": VPCE})
    arn = estate.queue("jobs", sent)
    assert {(e.verdict, e.residual) for e in find(estate, arn)} == {
        ("conditional", (f"StringEquals aws:sourcevpce {VPCE}",))
    }
    estate.cover(table, B, status, aspect=aspect)
    doubt = f"whether {VPCE} is in the organization, whose networks were not all read"
    assert {(e.verdict, e.residual, e.unknown) for e in find(estate, arn)} == {
        ("unknown", (), (doubt,))
    }
    estate.add("ec2_vpc_endpoint", f"arn:aws:ec2:us-east-1:{A}:vpc-endpoint/{VPCE}")
    assert find(estate, arn) == []


@pytest.mark.parametrize(
    ("condition", "is_open"),
    [
        ({}, True),
        ({"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}}, False),
        ({"Bool": {"elasticfilesystem:AccessedViaMountTarget": "false"}}, True),
    ],
)
def test_a_file_system_that_is_mounted_through_its_targets_alone_is_not_public(
    estate: Estate, condition: dict[str, Any], *, is_open: bool
) -> None:
    """It is the fix that efs.file_system_policy_is_not_public tells."""
    arn = f"arn:aws:elasticfilesystem:us-east-1:{A}:file-system/fs-1"
    statement = allow("*", "elasticfilesystem:ClientMount", arn, **condition)
    estate.add("efs_file_system", arn, file_system_policy={"Statement": [statement]})
    assert any(exposure.is_public for exposure in find(estate, arn)) is is_open


def test_a_document_without_statements_is_not_surely_closed(estate: Estate) -> None:
    arn = estate.add("sqs_queue", f"arn:aws:sqs:us-east-1:{A}:jobs", policy={"Version": "x"})
    organization = estate.read()
    assert not is_surely_closed(organization, organization.resources[arn])
    assert [e.verdict for e in find(estate, arn)] == ["unknown"]


def test_a_statement_that_lost_its_principal_leaves_access_unknown(estate: Estate) -> None:
    statement = {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}
    assert [e.verdict for e in queue(estate, statement)] == ["unknown"]


@pytest.mark.parametrize(
    ("operator", "values", "expected"),
    [
        ("StringEquals", ["acme-1234"], True),
        ("StringEquals", ["acme-1234", "acme-5678"], True),
        ("StringEquals", ["*"], True),
        ("StringEqualsIgnoreCase", ["Acme"], True),
        ("StringLike", ["acme-1234"], True),
        ("StringLike", ["*"], False),
        ("StringLike", ["acme-*"], False),
        ("StringLike", ["acme-1234", "????"], False),
        ("Null", ["false"], False),
        ("StringNotEquals", ["acme-1234"], False),
        ("StringNotLike", ["x*"], False),
    ],
)
def test_an_external_id_is_required_where_few_fit(
    estate: Estate, operator: str, values: list[str], expected: object
) -> None:
    trust = allow({"AWS": B}, "sts:AssumeRole", **{operator: {"sts:ExternalId": values}})
    (exposure,) = find(estate, estate.role("app", trust=trust))
    assert (exposure.verdict, exposure.needs_external_id) == ("conditional", expected)


def test_of_two_conditions_on_the_external_id_one_may_require_it(estate: Estate) -> None:
    conditions = {"StringLike": {"sts:ExternalId": "*"}, "StringEquals": {"sts:ExternalId": "x"}}
    trust = allow({"AWS": B}, "sts:AssumeRole", **conditions)
    (exposure,) = find(estate, estate.role("app", trust=trust))
    assert exposure.needs_external_id is True


@pytest.mark.parametrize(
    ("operator", "key", "value", "verdicts"),
    [
        ("DateLessThan", "aws:CurrentTime", "2020-01-01T00:00:00Z", set()),
        ("DateLessThan", "aws:EpochTime", "1577836800", set()),
        ("NumericLessThan", "aws:EpochTime", "1577836800", set()),
        ("DateLessThan", "aws:CurrentTime", "2030-01-01T00:00:00Z", {"always"}),
        ("DateGreaterThan", "aws:CurrentTime", "2020-01-01T00:00:00Z", {"always"}),
    ],
)
def test_what_has_expired_at_the_time_of_the_snapshot_is_closed(
    estate: Estate, operator: str, key: str, value: str, verdicts: set[str]
) -> None:
    expiring = allow("*", "s3:GetObject", f"{BUCKET}/*", **{operator: {key: value}})
    estate.bucket("data", expiring, captured_at="2024-05-06 07:08:09")
    assert {exposure.verdict for exposure in find(estate)} == verdicts


EKS = "oidc.eks.us-east-1.amazonaws.com/id/abc"
AUDIENCE = {"StringEquals": {f"{EKS}:aud": "sts.amazonaws.com"}}
SUBJECT = f"{EKS}:sub"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({}, True),
        ({"StringEquals": {SUBJECT: "system:serviceaccount:a:b"}}, False),
        ({"StringLike": {SUBJECT: "system:serviceaccount:a:*"}}, False),
        ({"StringLike": {SUBJECT: "system:serviceaccount:*:*"}}, True),
        ({"StringLike": {SUBJECT: "*"}}, True),
        ({"StringLike": {SUBJECT: ["system:serviceaccount:a:*", "*"]}}, True),
        ({"StringNotLike": {SUBJECT: "system:serviceaccount:kube-system:*"}}, True),
        ({"StringEqualsIfExists": {SUBJECT: "system:serviceaccount:a:b"}}, True),
        ({"Null": {SUBJECT: "false"}}, True),
        ({"Bool": {"aws:SecureTransport": "true"}}, True),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, True),
        ({"StringLike": {"sts:RoleSessionName": "*"}}, True),
    ],
)
def test_a_trust_that_takes_any_subject(
    estate: Estate, condition: dict[str, Any], expected: Any
) -> None:
    provider = f"arn:aws:iam::{A}:oidc-provider/{EKS}"
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {**AUDIENCE, **condition},
    }
    if "StringEquals" in condition:
        statement["Condition"] = {
            "StringEquals": {**AUDIENCE["StringEquals"], **condition["StringEquals"]}
        }
    (exposure,) = find(estate, estate.role("pod", trust=statement))
    assert exposure.takes_any_subject is expected


def test_a_denial_limits_the_subject_too(estate: Estate) -> None:
    provider = f"arn:aws:iam::{A}:oidc-provider/{EKS}"
    allowed = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": AUDIENCE,
    }
    denied = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringNotLike": {SUBJECT: "system:serviceaccount:a:*"}},
    }
    for statements, expected in (([allowed], True), ([allowed, denied], False)):
        role = estate.role(f"pod{len(statements)}", trust=statements)
        (exposure,) = find(estate, role)
        assert exposure.takes_any_subject is expected


@pytest.mark.parametrize(
    "constraints",
    [
        {},
        {"EncryptionContextSubset": {"aws:dynamodb:subscriberId": A}},
        {"EncryptionContextEquals": {"aws:dynamodb:tableName": "orders"}},
    ],
)
@pytest.mark.parametrize("service", ["dynamodb.us-east-1.amazonaws.com", "rds.amazonaws.com"])
def test_a_grant_that_a_service_holds_is_for_one_use(
    estate: Estate, service: str, constraints: Any
) -> None:
    """https://docs.aws.amazon.com/kms/latest/developerguide/grants.html"""
    grant = {"grantee": service, "operations": ["Decrypt"], "constraints": constraints}
    own = allow({"AWS": f"arn:aws:iam::{A}:root"}, "kms:*")
    found = find(estate, estate.key("granted", own, grants=[grant]))
    assert {(e.origin, e.is_confused_deputy) for e in found} == {("service", False)}


def test_a_grant_does_not_excuse_a_policy_that_trusts_the_service(estate: Estate) -> None:
    service = "dynamodb.us-east-1.amazonaws.com"
    grant = {"grantee": service, "operations": ["Decrypt"], "constraints": {}}
    trusting = allow({"Service": service}, "kms:Decrypt")
    found = find(estate, estate.key("trusting", trusting, grants=[grant]))
    assert {(e.origin, e.is_confused_deputy) for e in found} == {("service", True)}
