"""Every published path gives its edge, and each thing that it takes is needed for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from ringwall.reason.iam.escalation.edges import ADMIN, Edge, as_edge
from ringwall.reason.iam.escalation.paths import EscalationPath, load_paths
from ringwall.reason.iam.escalation.prover import Prover
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.relation.role_chains import find_steps

Estate = Any
"""tests/reason/conftest.py declares it."""
A, DISTRUSTED, DENIED = "111111111111", "222222222222", "33333333333{}"
WORKLOADS = {"lambda_function", "ec2_instance", "codebuild_project"}
"""What runs as a role, and is collected."""
GAINS_NOTHING = {"codestar-associate-team-member", "codestar-create-project-from-template"}
"""CodeStar projects are retired: what they gave to a user cannot be told."""
PATHS = [path for path in load_paths() if path.id not in GAINS_NOTHING]


NO = {"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}
WITHOUT = {
    "self_boundary": "its permissions boundary",
    "own_boundary_policy": "its permissions boundary",
    "self_denial": f"arn:aws:iam::{A}:policy/no",
    "self_inline_denial": "own",
    "denying_group": f"arn:aws:iam::{A}:group/own",
    "group_denial": f"arn:aws:iam::{A}:policy/no",
    "group_inline_denial": f"arn:aws:iam::{A}:group/own#own",
}
"""What paths take off who goes them."""
VERSIONS = {
    "self_tags": "with other tags",
    "self_version": f"with version v1 of arn:aws:iam::{A}:policy/plain",
    "role_version": f"with version v1 of arn:aws:iam::{A}:policy/plain",
    "own_boundary_version": f"within version v1 of arn:aws:iam::{A}:policy/limit",
}
"""The versions of policies that paths set in force."""


def allow(*actions: str, resource: Any = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


def trust(**principal: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}


@dataclass(frozen=True)
class Lab:
    """A path, and an organization in which principals may or may not go it."""

    path: EscalationPath
    organization: Organization
    kind: str

    def arn(self, name: str, account: str = A, kind: str = "") -> str:
        return f"arn:aws:iam::{account}:{kind or self.kind}/{name}"

    def edges(self, name: str, account: str = A, kind: str = "") -> list[Edge]:
        """Return the edges of this path that start at a principal."""
        origin = self.organization.principals[self.arn(name, account, kind)]
        steps = [s for s in find_steps(self.organization) if s.origin == origin.arn]
        found = (*map(as_edge, steps), *Prover(self.organization).find_edges(origin))
        return [edge for edge in found if edge.path is self.path]


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: str(path.id))
def lab(request: pytest.FixtureRequest, make_estate: Callable[[], Estate]) -> Lab:
    """Make whoever holds a path's actions in accounts that have what the path takes over."""
    path: EscalationPath = request.param
    kind = path.self_kind or "user"
    estate = make_estate()
    denied = [DENIED.format(at) for at in range(len(path.actions))]
    estate.organization(A, DISTRUSTED, *denied)
    for account in (A, DISTRUSTED, *denied):
        _populate(estate, path, account)
        _add(estate, path, kind, "whole", allow(*path.actions), account=account)
    for at, (action, account) in enumerate(zip(path.actions, denied, strict=True)):
        without = [other for other in path.actions if other != action]
        _add(estate, path, kind, f"lacks-{at}", allow(*without), account=A)
        limit = {"Effect": "Allow", "NotAction": action, "Resource": "*"}
        boundary = estate.managed(f"limit-{at}", limit)
        own = allow(*path.actions)
        _add(estate, path, kind, f"bound-{at}", own, permissions_boundary=boundary)
        no = {"Effect": "Deny", "Action": action, "Resource": "*"}
        estate.scp(f"no-{at}", no, at=[account])
    everything = f"arn:aws:iam::{A}:policy/limit"
    _add(estate, path, kind, "bound", allow(*path.actions), permissions_boundary=everything)
    if not path.self_kind:
        _add(estate, path, "role", "whole", allow(*path.actions))
    return Lab(path, estate.read(), kind)


def _add(
    estate: Estate,
    path: EscalationPath,
    kind: str,
    name: str,
    *statements: Any,
    account: str = A,
    **more: Any,
) -> None:
    """Add who goes the path: in a group if a user, with policies of the account's own."""
    own = f"arn:aws:iam::{account}:policy"
    held = [f"{own}/plain"] + ([f"{own}/no"] if path.target == "self_denial" else [])
    groups = {"groups": ["own"]} if kind == "user" else {}
    if "boundary" in path.target:
        more.setdefault("permissions_boundary", f"{own}/limit")
    denial = [NO] if path.target == "self_inline_denial" else []
    tagged = {f"aws:{whose}Tag/x": "y" for whose in ("Resource", "Principal")}
    by_tag = {**allow("s3:*"), "Condition": {"StringEquals": tagged}}
    own_statements = (*statements, *denial, *([by_tag] if "tag" in path.target else ()))
    add = estate.user if kind == "user" else estate.role
    add(name, *own_statements, account=account, managed_policy_arns=held, **groups, **more)


def _populate(estate: Estate, path: EscalationPath, account: str) -> None:
    """Add what some path takes over: a user, groups, a role, and things that run as the role."""
    service = path.service or "unused.amazonaws.com"
    if account == DISTRUSTED:
        service = "other.amazonaws.com"
    # Cognito assumes roles as an identity provider.
    is_provider = service == "cognito-identity.amazonaws.com"
    by_service = trust(**{"Federated" if is_provider else "Service": service})
    if is_provider:
        by_service["Action"] = "sts:AssumeRoleWithWebIdentity"
    trusted = [trust(AWS=account), by_service]
    estate.managed("limit", allow("*"), account=account, versions=[allow("s3:*")])
    estate.managed("no", NO, account=account)
    older = [allow("s3:GetObject")]
    plain = estate.managed("plain", allow("s3:ListBucket"), account=account, versions=older)
    attached = [f"arn:aws:iam::{account}:policy/no"] if path.target == "group_denial" else []
    denials = [NO] if path.target in {"denying_group", "group_inline_denial"} else []
    estate.group("own", *denials, account=account, managed_policy_arns=attached)
    estate.group("other", allow("s3:*"), account=account)
    estate.user("target", account=account)
    profile = f"arn:aws:iam::{account}:instance-profile/target"
    provider = f"arn:aws:iam::{account}:saml-provider/idp"
    by_saml = {**trust(Federated=provider), "Action": "sts:AssumeRoleWithSAML"}
    if path.target in {"saml_role", "replaced_saml_role"}:
        estate.add("iam_saml_provider", provider, account)
    role = estate.role(
        "target",
        trust=[*trusted, by_saml] if "saml" in path.target else trusted,
        managed_policy_arns=[plain],
        account=account,
        instance_profile_arns=[profile],
    )
    function = f"arn:aws:lambda:us-east-1:{account}:function:f"
    trigger = {**allow("lambda:InvokeFunction", resource=function),
               "Principal": {"Service": "s3.amazonaws.com"}}  # fmt: skip
    estate.add("lambda_function", function, account, role=role, policy={"Statement": [trigger]})
    project = f"arn:aws:codebuild:us-east-1:{account}:project/p"
    estate.add("codebuild_project", project, account, service_role=role)
    estate.add("iam_instance_profile", profile, account, role_arns=[role])
    instance = f"arn:aws:ec2:us-east-1:{account}:instance/i-1"
    estate.add("ec2_instance", instance, account, iam_instance_profile=profile)


def gained(lab: Lab, name: str = "whole", kind: str = "") -> str:
    """Return whose permissions the path gives in the lab."""
    if lab.path.gives == "admin":
        return ADMIN
    if lab.path.target in WITHOUT:
        return f"{lab.arn(name, kind=kind)} without {WITHOUT[lab.path.target]}"
    if lab.path.target in VERSIONS:
        who = f"arn:aws:iam::{A}:role/target"
        who = who if lab.path.target == "role_version" else lab.arn(name, kind=kind)
        return f"{who} {VERSIONS[lab.path.target]}"
    ends = {"user": "user/target", "any_group": "group/other"}
    return f"arn:aws:iam::{A}:{ends.get(lab.path.target, 'role/target')}"


def is_doubtful(path: EscalationPath) -> bool:
    """Whether the snapshot does not tell if the thing exists that the path goes through."""
    return path.target == "workload" and path.workload not in WORKLOADS


def test_who_has_a_paths_actions_has_its_edge(lab: Lab) -> None:
    verdict = "unknown" if is_doubtful(lab.path) else "always"
    assert (gained(lab), verdict) in {(e.to, e.verdict) for e in lab.edges("whole")}
    assert (gained(lab, "bound"), verdict) in {(e.to, e.verdict) for e in lab.edges("bound")}


def test_a_role_goes_the_path_as_a_user_does(lab: Lab) -> None:
    ours = lab.path.self_kind or lab.path.target in {"self_group", "any_group"}
    if not ours:
        found = {e.to for e in lab.edges("whole", kind="role")}
        assert gained(lab, kind="role") in found
    elif not lab.path.self_kind:
        assert lab.edges("whole", kind="role") == []


def test_an_edge_tells_its_requests_its_statement_and_its_commands(lab: Lab) -> None:
    edge = next(e for e in lab.edges("whole") if e.to == gained(lab))
    asked = {step.action.lower() for step in lab.path.steps}
    assert {action.lower() for action, _ in edge.requests} == asked >= set(lab.path.actions)
    statement, *_ = edge.statements
    assert f"{lab.arn('whole')}#own[0]" in statement
    wanted = [step for step in lab.path.steps if step.command]
    assert len(edge.commands) == len(wanted)
    assert bool(edge.unknown) == is_doubtful(lab.path)


def test_every_action_of_a_path_is_needed(lab: Lab) -> None:
    assert [e for at in range(len(lab.path.actions)) for e in lab.edges(f"lacks-{at}")] == []


def test_a_boundary_without_one_of_the_actions_closes_the_path(lab: Lab) -> None:
    assert [e for at in range(len(lab.path.actions)) for e in lab.edges(f"bound-{at}")] == []


def test_an_scp_that_denies_one_of_the_actions_closes_the_path(lab: Lab) -> None:
    accounts = [DENIED.format(at) for at in range(len(lab.path.actions))]
    assert [edge for account in accounts for edge in lab.edges("whole", account)] == []


def test_a_role_that_does_not_trust_the_service_is_not_passed_to_it(lab: Lab) -> None:
    is_passed = lab.path.service and lab.path.workload not in WORKLOADS
    edges = lab.edges("whole", DISTRUSTED)
    assert bool(edges) != bool(is_passed)


def test_a_function_whose_own_policy_names_a_user_is_an_edge(estate: Estate) -> None:
    role = estate.role("admin", allow("*"), trust=trust(Service="lambda.amazonaws.com"))
    ann, eve = estate.user("ann"), estate.user("eve")
    function = f"arn:aws:lambda:us-east-1:{A}:function:f"
    granted = {**allow("lambda:UpdateFunctionCode", resource=function), "Principal": {"AWS": ann}}
    estate.add("lambda_function", function, role=role, policy={"Statement": [granted]})
    organization = estate.read()
    prover = Prover(organization)
    found = [e for arn in (ann, eve) for e in prover.find_edges(organization.principals[arn])]
    edges = {(e.origin, e.path.id, e.to, e.verdict) for e in found if e.verdict != "unknown"}
    assert edges == {(ann, "lambda-003", role, "always")}


def passing(to: str) -> dict[str, Any]:
    return {**allow("iam:PassRole"), "Condition": {"StringEquals": {"iam:PassedToService": to}}}


BATCH = f"arn:aws:batch:*:{A}"
JOBS = allow("batch:RegisterJobDefinition", "batch:SubmitJob")
BUILDS = allow("imagebuilder:Create*")
POOLS = allow("cognito-identity:SetIdentityPoolRoles")


@pytest.mark.parametrize(
    ("path", "statements", "service", "expected"),
    [
        ("batch-001", [passing("batch.amazonaws.com"), JOBS], "ecs-tasks", "always"),
        ("batch-001", [passing("ecs-tasks.amazonaws.com"), JOBS], "ecs-tasks", None),
        ("batch-001", [passing("batch.amazonaws.com"), JOBS], "batch", None),
        ("batch-002", [allow("batch:SubmitJob")], "ecs-tasks", "unknown"),
        (
            "batch-002",
            [
                allow(
                    "batch:SubmitJob",
                    resource=[f"{BATCH}:job-definition/*", f"{BATCH}:job-queue/*"],
                )
            ],
            "ecs-tasks",
            "unknown",
        ),
        (
            "batch-002",
            [allow("batch:SubmitJob", resource=f"{BATCH}:job-definition/*")],
            "ecs-tasks",
            None,
        ),
        ("batch-002", [allow("batch:SubmitJob")], "batch", None),
        ("braket-001", [allow("iam:PassRole", "braket:CreateJob")], "braket", "always"),
        (
            "braket-001",
            [passing("sagemaker.amazonaws.com"), allow("braket:CreateJob")],
            "braket",
            None,
        ),
        ("bedrock-004", [allow("bedrock-agentcore:Invoke*")], "bedrock-agentcore", "unknown"),
        ("bedrock-004", [allow("bedrock-agentcore:InvokeAgentRuntime")], "bedrock-agentcore", None),
        ("codedeploy-001", [allow("codedeploy:*")], "ec2", "unknown"),
        ("codedeploy-001", [allow("codedeploy:CreateDeployment")], "ec2", None),
        ("cognitoidentity-001", [allow("iam:PassRole"), POOLS], "cognito-identity", None),
        ("emr-001", [passing("ec2.amazonaws.com"), allow("elasticmapreduce:*")], "ec2", "always"),
        (
            "emr-001",
            [passing("elasticmapreduce.amazonaws.com"), allow("elasticmapreduce:*")],
            "ec2",
            None,
        ),
        ("emr-001", [allow("iam:PassRole", "elasticmapreduce:*")], "elasticmapreduce", None),
        (
            "gamelift-001",
            [passing("gamelift.amazonaws.com"), allow("gamelift:*")],
            "gamelift",
            "always",
        ),
        ("gamelift-001", [allow("iam:PassRole", "gamelift:*")], "ec2", None),
        ("imagebuilder-001", [passing("ec2.amazonaws.com"), BUILDS], "ec2", "always"),
        ("imagebuilder-001", [passing("imagebuilder.amazonaws.com"), BUILDS], "ec2", None),
        ("states-test-state", [allow("iam:PassRole", "states:TestState")], "states", "always"),
        ("states-test-state", [allow("iam:PassRole", "states:TestState")], "lambda", None),
        ("states-test-state", [allow("states:TestState")], "states", None),
        (
            "states-test-state",
            [passing("lambda.amazonaws.com"), allow("states:TestState")],
            "states",
            None,
        ),
        ("stepfunctions-002", [allow("states:Update*", "states:Start*")], "states", "unknown"),
        ("stepfunctions-002", [allow("states:UpdateStateMachine")], "states", None),
        ("stepfunctions-002", [allow("states:Update*", "states:Start*")], "lambda", None),
        (
            "rolesanywhere-create-trust-anchor",
            [allow("iam:PassRole", "rolesanywhere:Create*")],
            "rolesanywhere",
            "always",
        ),
        (
            "rolesanywhere-create-trust-anchor",
            [allow("iam:PassRole", "rolesanywhere:CreateProfile")],
            "rolesanywhere",
            None,
        ),
        (
            "iot-create-role-alias",
            [allow("iam:PassRole", "iot:Create*", "iot:AttachPolicy")],
            "credentials.iot",
            "always",
        ),
        ("iot-create-role-alias", [allow("iam:PassRole", "iot:Create*")], "credentials.iot", None),
        ("iot-create-role-alias", [allow("iam:PassRole", "iot:*")], "iot", None),
        ("omics-001", [allow("iam:PassRole", "omics:*")], "omics", "always"),
        (
            "omics-001",
            [allow("iam:PassRole", "omics:CreateWorkflow", "omics:StartRunBatch")],
            "omics",
            None,
        ),
    ],
)
def test_newer_paths_have_known_answers(
    estate: Estate, path: str, statements: list[Any], service: str, expected: str | None
) -> None:
    profile = [f"arn:aws:iam::{A}:instance-profile/app"]
    trusted = trust(Service=f"{service}.amazonaws.com")
    estate.role("app", trust=trusted, instance_profile_arns=profile)
    found = _edges(estate, estate.user("ann", *statements)).get(path)
    assert (found.verdict if found else None) == expected


@pytest.mark.parametrize("path", ["emr-001", "imagebuilder-001"])
def test_only_a_role_in_an_instance_profile_is_passed_to_instances(
    estate: Estate, path: str
) -> None:
    estate.role("app", trust=trust(Service="ec2.amazonaws.com"), instance_profile_arns=[])
    ann = estate.user("ann", allow("iam:PassRole", "elasticmapreduce:*", "imagebuilder:*"))
    assert path not in _edges(estate, ann)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({}, "always"),
        ({"StringEquals": {"cognito-identity.amazonaws.com:aud": "us-east-1:0"}}, "conditional"),
        ({"Null": {"aws:FederatedProvider": "true"}}, None),
    ],
)
def test_the_trust_of_a_role_says_which_identity_pool_hands_it_out(
    estate: Estate, condition: Any, expected: str | None
) -> None:
    trusted = {
        **trust(Federated="cognito-identity.amazonaws.com"),
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": condition,
    }
    estate.role("app", trust=trusted)
    found = _edges(estate, estate.user("ann", allow("iam:PassRole"), POOLS))
    edge = found.get("cognitoidentity-001")
    assert (edge.verdict if edge else None) == expected


def test_where_it_leads_in_other_ways_is_left_out(estate: Estate) -> None:
    roles = [estate.role(name, trust=trust(Service="lambda.amazonaws.com")) for name in ("a", "b")]
    run = allow("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction")
    ann = estate.user("ann", run, allow("iam:PutUserPolicy"))
    organization = estate.read()
    prover, origin = Prover(organization), organization.principals[ann]
    assert {edge.to for edge in prover.find_ways(origin)} == {ADMIN, *roles}
    assert [edge.to for edge in prover.find_ways(origin, {ADMIN, roles[0]})] == [roles[1]]


def _edges(estate: Estate, origin: str) -> dict[str, Edge]:
    organization = estate.read()
    found = Prover(organization).find_edges(organization.principals[origin])
    return {edge.path.id: edge for edge in found}


WRITES = ("iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "iam:CreateRole")
BY_TRUST = {"iam-012", "iam-021", "iam-new-role-inline"}


def test_a_rewritten_trust_policy_helps_who_is_not_denied_the_role(estate: Estate) -> None:
    estate.role("app")
    free = estate.user("free", allow(*WRITES))
    no = {"Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*"}
    stopped = estate.user("stopped", allow(*WRITES), no)
    found = _edges(estate, free)
    assert found.keys() >= BY_TRUST
    assert all(found[path].verdict == "always" for path in BY_TRUST)
    assert not _edges(estate, stopped).keys() & BY_TRUST


def test_an_scp_on_assuming_roles_closes_the_rewriting_of_trust(estate: Estate) -> None:
    estate.organization(A)
    estate.role("app")
    ann = estate.user("ann", allow(*WRITES))
    estate.scp(
        "no-roles", {"Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*"}, at=["r-1"]
    )
    assert not _edges(estate, ann).keys() & BY_TRUST


def test_a_function_that_lets_its_maker_in_is_not_invoked_against_a_denial(estate: Estate) -> None:
    role = estate.role("app", trust=trust(Service="lambda.amazonaws.com"))
    makes = allow("iam:PassRole", "lambda:CreateFunction", "lambda:AddPermission")
    ann = estate.user("ann", makes)
    no = {"Effect": "Deny", "Action": "lambda:InvokeFunction", "Resource": "*"}
    bob = estate.user("bob", makes, no)
    assert _edges(estate, ann)["lambda-006"].to == role
    assert "lambda-006" not in _edges(estate, bob)


ATTACH = ("iam:AttachUserPolicy",)
FULL = "arn:aws:iam::aws:policy/AdministratorAccess"


def only(*arns: str, operator: str = "ArnEquals") -> dict[str, Any]:
    return {**allow(*ATTACH), "Condition": {operator: {"iam:PolicyARN": list(arns)}}}


def test_another_policy_than_administrator_access_is_attached_where_that_is_closed(
    estate: Estate,
) -> None:
    own = estate.managed("adm", allow("*"))
    estate.managed("reads", allow("s3:Get*"))
    plain = estate.user("plain", allow(*ATTACH))
    guarded = estate.user("guarded", allow(*ATTACH), {**only(FULL), "Effect": "Deny"})
    by_own = estate.user("by-own", only(f"arn:aws:iam::{A}:policy/*", operator="ArnLike"))
    by_iam = estate.user("by-iam", only("arn:aws:iam::aws:policy/IAMFullAccess"))
    by_none = estate.user("by-none", only(f"arn:aws:iam::{A}:policy/reads"))
    edges = [_edges(estate, name)["iam-008"] for name in (plain, guarded, by_own, by_iam)]
    assert [edge.commands[0].rpartition(" ")[2] for edge in edges] == [
        FULL, "arn:aws:iam::aws:policy/IAMFullAccess", own, "arn:aws:iam::aws:policy/IAMFullAccess",
    ]  # fmt: skip
    assert "iam-008" not in _edges(estate, by_none)


def _gains(estate: Estate, origin: str) -> set[str]:
    """Return the paths by which somebody gets any permission for certain."""
    return {
        e.path.id for e in _edges(estate, origin).values() if (e.to, e.verdict) == (ADMIN, "always")
    }


RUNS = ("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction")
BY_LAMBDA = trust(Service="lambda.amazonaws.com")


@pytest.mark.parametrize("action", ["iam:PutRolePolicy", "iam:AttachRolePolicy"])
def test_a_role_is_given_everything_and_then_runs_code(estate: Estate, action: str) -> None:
    role = estate.role("app", trust=BY_LAMBDA)
    estate.role("other", trust=trust(Service="ec2.amazonaws.com"))
    ann = estate.user("ann", allow(*RUNS), allow(action, resource=role))
    kind = "put" if "Put" in action else "attach"
    found = _edges(estate, ann)
    assert _gains(estate, ann) == {f"{kind}-role-policy+lambda-001"}
    edge = found[f"{kind}-role-policy+lambda-001"]
    assert edge.requests[0] == (action, role)
    assert [c.split()[1] for c in edge.commands] == ["iam", "lambda", "lambda"]
    assert edge.through == role


def test_a_policy_that_somebody_else_holds_gets_a_new_version(estate: Estate) -> None:
    shared = estate.managed("shared", allow("s3:List*"))
    bob = estate.user("bob", managed_policy_arns=[shared])
    ann = estate.user("ann", allow("iam:CreatePolicyVersion", "iam:CreateAccessKey"))
    assert _gains(estate, ann) == {"create-policy-version+iam-002"}
    assert _edges(estate, ann)["create-policy-version+iam-002"].requests == (
        ("iam:CreatePolicyVersion", shared),
        ("iam:CreateAccessKey", bob),
    )


def test_a_group_of_who_is_taken_over_is_given_everything(estate: Estate) -> None:
    estate.group("team")
    estate.user("bob", groups=["team"])
    ann = estate.user("ann", allow("iam:PutGroupPolicy", "iam:UpdateLoginProfile"))
    assert _gains(estate, ann) == {"put-group-policy+iam-006"}


def test_what_bounds_who_is_taken_over_bounds_what_it_is_given(estate: Estate) -> None:
    limit = estate.managed("limit", allow("s3:*"))
    role = estate.role("app", trust=BY_LAMBDA, permissions_boundary=limit)
    ann = estate.user("ann", allow(*RUNS), allow("iam:PutRolePolicy", resource=role))
    assert _gains(estate, ann) == set()


def test_both_halves_must_hold_in_one_session(estate: Estate) -> None:
    role = estate.role("app", trust=BY_LAMBDA)
    at = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    against = {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
    ann = estate.user(
        "ann",
        {**allow(*RUNS), "Condition": at},
        {**allow("iam:PutRolePolicy", resource=role), "Condition": against},
    )
    assert all(edge.to != ADMIN for edge in _edges(estate, ann).values())


@pytest.mark.parametrize("by", ["own", "group"])
def test_a_denial_of_who_gains_outlasts_what_it_is_given(estate: Estate, by: str) -> None:
    denial = {"Effect": "Deny", "NotAction": ["iam:PutUserPolicy", "s3:List*"], "Resource": "*"}
    no = [estate.managed("deny-most", denial)]
    estate.group("team", managed_policy_arns=no if by == "group" else [])
    ann = estate.user(
        "ann",
        allow("iam:PutUserPolicy"),
        managed_policy_arns=no if by == "own" else [],
        groups=["team"],
    )
    assert _gains(estate, ann) == set()


def test_a_policy_that_is_rewritten_denies_no_more(estate: Estate) -> None:
    denial = {"Effect": "Deny", "NotAction": "iam:CreatePolicyVersion", "Resource": "*"}
    own = estate.managed("mine", allow("iam:CreatePolicyVersion"), denial)
    ann = estate.user("ann", managed_policy_arns=[own])
    assert _gains(estate, ann) == {"iam-001"}


def test_a_denial_of_who_is_taken_over_outlasts_what_it_is_given(estate: Estate) -> None:
    no = estate.managed("nothing", {"Effect": "Deny", "Action": "*", "Resource": "*"})
    role = estate.role("app", trust=BY_LAMBDA, managed_policy_arns=[no])
    ann = estate.user("ann", allow(*RUNS), allow("iam:PutRolePolicy", resource=role))
    assert _gains(estate, ann) == set()


def test_a_role_that_trusts_by_name_is_given_everything_and_assumed(estate: Estate) -> None:
    ann = f"arn:aws:iam::{A}:user/ann"
    role = estate.role("low", trust=trust(AWS=ann))
    estate.user("ann", allow("iam:PutRolePolicy", resource=role))
    assert _gains(estate, ann) == {"iam-017"}


def test_of_composed_ways_one_is_told(estate: Estate) -> None:
    for at in range(3):
        estate.role(f"app-{at}", trust=BY_LAMBDA)
    ann = estate.user("ann", allow(*RUNS, "iam:PutRolePolicy", "iam:AttachRolePolicy"))
    assert len(_gains(estate, ann)) == 1


def test_who_has_the_same_policies_has_the_same_ways(estate: Estate) -> None:
    role = estate.role("app", allow("*"), trust=BY_LAMBDA)
    runs = estate.managed("runs", allow(*RUNS))
    mine = {**allow(*RUNS), "Condition": {"StringEquals": {"aws:username": "eve"}}}
    only_eve = estate.managed("only-eve", mine)
    people = [estate.user(n, managed_policy_arns=[runs]) for n in ("ann", "bob")]
    people += [estate.user(n, managed_policy_arns=[only_eve]) for n in ("dan", "eve")]
    organization = estate.read()
    prover = Prover(organization)
    found = [e for arn in people for e in prover.find_edges(organization.principals[arn])]
    assert [(e.origin, e.to) for e in found if e.path.id == "lambda-001"] == [
        (people[0], role),
        (people[1], role),
        (people[3], role),
    ]
