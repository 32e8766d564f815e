import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ringwall.reason.iam.language.universe import Action, load_universe

CATEGORIES = {"new-passrole", "existing-passrole", "principal-access", "self-escalation"}
NEEDED = {"id", "name", "category", "target", "gives", "source", "step"}
OPTIONAL = {"service", "workload", "self_kind", "waits_for"}
STEP_NEEDED = {"action", "resource"}
STEP_OPTIONAL = {"context", "command", "granted_by", "is_retagged"}

ALWAYS = {"self", "self_name", "new", "account", "partition", "region", "path", "power"}
GIVEN: Mapping[str, set[str]] = {
    "self": set(),
    "self_group": {"group", "group_name"},
    "any_group": {"group", "group_name"},
    "self_policy": {"policy"},
    "self_version": {"policy", "version"},
    "own_boundary_version": {"policy", "version"},
    "role_version": {"target", "target_name", "policy", "version"},
    "self_boundary": set(),
    "own_boundary_policy": {"policy"},
    "self_denial": {"policy"},
    "self_inline_denial": {"policy_name"},
    "saml_role": {"provider", "provider_name", "target", "target_name"},
    "replaced_saml_role": {"provider", "provider_name", "target", "target_name"},
    "absent_saml_role": {"provider", "provider_name", "target", "target_name"},
    "self_tags": set(),
    "tagged_role": {"target", "target_name"},
    "denying_group": {"group", "group_name"},
    "group_denial": {"group", "group_name", "policy"},
    "group_inline_denial": {"group", "group_name", "policy_name"},
    "user": {"target", "target_name"},
    "role": {"target", "target_name", "profile_name"},
    "role_policy": {"target", "target_name", "policy"},
    "user_policy": {"target", "target_name", "policy"},
    "workload": {"workload", "workload_name"},
    "new": set(),
}

WORKLOADS = {
    "apprunner_service": "arn:aws:apprunner:eu-west-1:123456789012:service/name/0123",
    "bedrock_code_interpreter": (
        "arn:aws:bedrock-agentcore:eu-west-1:123456789012:code-interpreter-custom/name-0123"
    ),
    "cloudformation_stack": "arn:aws:cloudformation:eu-west-1:123456789012:stack/name/0123",
    "batch_job_definition": "arn:aws:batch:eu-west-1:123456789012:job-definition/name:1",
    "bedrock_agent_runtime": "arn:aws:bedrock-agentcore:eu-west-1:123456789012:runtime/name-0123",
    "bedrock_browser": "arn:aws:bedrock-agentcore:eu-west-1:123456789012:browser-custom/name-0123",
    "codedeploy_deployment_group": (
        "arn:aws:codedeploy:eu-west-1:123456789012:deploymentgroup:application/name"
    ),
    "codebuild_project": "arn:aws:codebuild:eu-west-1:123456789012:project/name",
    "ec2_instance": "arn:aws:ec2:eu-west-1:123456789012:instance/i-0123",
    "ec2_launch_template": "arn:aws:ec2:eu-west-1:123456789012:launch-template/lt-0123",
    "ecs_task": "arn:aws:ecs:eu-west-1:123456789012:task/cluster/0123",
    "glue_dev_endpoint": "arn:aws:glue:eu-west-1:123456789012:devEndpoint/name",
    "glue_session": "arn:aws:glue:eu-west-1:123456789012:session/name",
    "lambda_function": "arn:aws:lambda:eu-west-1:123456789012:function:name",
    "sagemaker_notebook_instance": (
        "arn:aws:sagemaker:eu-west-1:123456789012:notebook-instance/name"
    ),
    "stepfunctions_state_machine": "arn:aws:states:eu-west-1:123456789012:stateMachine:name",
}

# AWS ended CodeStar projects on 31 July 2024; the last action was never documented.
RETIRED = {
    "codestar:AssociateTeamMember",
    "codestar:CreateProject",
    "codestar:CreateProjectFromTemplate",
}

# No role is passed: CloudFormation uses the one that the stack has.
PASSES_NO_ROLE = {"cloudformation-005"}
# The role trusts one principal of the service and is passed to another.
PASSED_TO = {
    "apprunner-001": "apprunner.amazonaws.com",
    "batch-001": "batch.amazonaws.com",
    "batch-003": "batch.amazonaws.com",
}
# AWS takes these actions for another call: they are none of their own.
IMPLIED = {
    "bedrock-003": {
        "bedrock-agentcore:CreateAgentRuntimeEndpoint",
        "bedrock-agentcore:CreateWorkloadIdentity",
    },
    "bedrock-005": {
        "bedrock-agentcore:CreateAgentRuntime",
        "bedrock-agentcore:CreateAgentRuntimeEndpoint",
        "bedrock-agentcore:CreateWorkloadIdentity",
        "bedrock-agentcore:GetAgentRuntime",
    },
}

# The reference marks both types as required, but a call names one of AWS's or one's own.
EITHER = ({"code-interpreter", "code-interpreter-custom"}, {"browser", "browser-custom"})
# The reference marks the type as required; AWS's examples of policies do not name it.
# https://docs.aws.amazon.com/batch/latest/userguide/iam-example-restrict-job-queue.html
UNNAMED = {("batch:SubmitJob", "job")}

PUBLISHED = """
apprunner-001: iam:PassRole + apprunner:CreateService
apprunner-002: apprunner:UpdateService
batch-001: iam:PassRole + batch:RegisterJobDefinition + batch:SubmitJob
batch-002: batch:SubmitJob
batch-003: iam:PassRole + batch:CreateComputeEnvironment + batch:CreateJobQueue
    + batch:RegisterJobDefinition + batch:SubmitJob
bedrock-001: iam:PassRole + bedrock-agentcore:CreateCodeInterpreter
    + bedrock-agentcore:StartCodeInterpreterSession + bedrock-agentcore:InvokeCodeInterpreter
bedrock-002: bedrock-agentcore:StartCodeInterpreterSession
    + bedrock-agentcore:InvokeCodeInterpreter
bedrock-003: iam:PassRole + bedrock-agentcore:CreateAgentRuntime
    + bedrock-agentcore:CreateAgentRuntimeEndpoint + bedrock-agentcore:CreateWorkloadIdentity
    + bedrock-agentcore:InvokeAgentRuntimeCommand
bedrock-004: bedrock-agentcore:InvokeAgentRuntimeCommand
bedrock-005: iam:PassRole + bedrock-agentcore:CreateHarness + bedrock-agentcore:CreateAgentRuntime
    + bedrock-agentcore:CreateAgentRuntimeEndpoint + bedrock-agentcore:CreateWorkloadIdentity
    + bedrock-agentcore:GetAgentRuntime + bedrock-agentcore:InvokeAgentRuntimeCommand
bedrock-006: iam:PassRole + bedrock-agentcore:CreateBrowser
    + bedrock-agentcore:StartBrowserSession + bedrock-agentcore:ConnectBrowserAutomationStream
bedrock-007: bedrock-agentcore:StartBrowserSession
    + bedrock-agentcore:ConnectBrowserAutomationStream
braket-001: iam:PassRole + braket:CreateJob
cloudformation-001: iam:PassRole + cloudformation:CreateStack
cloudformation-002: cloudformation:UpdateStack
cloudformation-003: iam:PassRole + cloudformation:CreateStackSet
    + cloudformation:CreateStackInstances
cloudformation-004: iam:PassRole + cloudformation:UpdateStackSet
cloudformation-005: cloudformation:CreateChangeSet + cloudformation:ExecuteChangeSet
codebuild-001: iam:PassRole + codebuild:CreateProject + codebuild:StartBuild
codebuild-002: codebuild:StartBuild
codebuild-003: codebuild:StartBuildBatch
codebuild-004: iam:PassRole + codebuild:CreateProject + codebuild:StartBuildBatch
codedeploy-001: codedeploy:CreateDeployment + codedeploy:RegisterApplicationRevision
    + codedeploy:GetDeploymentConfig
cognitoidentity-001: iam:PassRole + cognito-identity:SetIdentityPoolRoles
datapipeline-001: iam:PassRole + datapipeline:CreatePipeline + datapipeline:PutPipelineDefinition
    + datapipeline:ActivatePipeline
ec2-001: iam:PassRole + ec2:RunInstances
ec2-002: ec2:ModifyInstanceAttribute + ec2:StopInstances + ec2:StartInstances
ec2-003: iam:PassRole + ec2:RequestSpotInstances
ec2-004: ec2:CreateLaunchTemplateVersion + ec2:ModifyLaunchTemplate
ec2instanceconnect-003: ec2-instance-connect:SendSSHPublicKey + ec2:DescribeInstances
ecs-001: iam:PassRole + ecs:CreateCluster + ecs:RegisterTaskDefinition + ecs:CreateService
ecs-002: iam:PassRole + ecs:CreateCluster + ecs:RegisterTaskDefinition + ecs:RunTask
ecs-003: iam:PassRole + ecs:RegisterTaskDefinition + ecs:CreateService
ecs-004: iam:PassRole + ecs:RegisterTaskDefinition + ecs:RunTask
ecs-005: iam:PassRole + ecs:RegisterTaskDefinition + ecs:StartTask
ecs-006: ecs:ExecuteCommand
ecs-007: iam:PassRole + ecs:RegisterContainerInstance + ecs:StartTask
ecs-008: iam:PassRole + ecs:RunTask
ecs-009: iam:PassRole + ecs:StartTask
emr-001: iam:PassRole + elasticmapreduce:RunJobFlow
emrserverless-001: iam:PassRole + emr-serverless:CreateApplication + emr-serverless:StartJobRun
gamelift-001: iam:PassRole + gamelift:CreateBuild + gamelift:RequestUploadCredentials
    + gamelift:CreateFleet
glue-001: iam:PassRole + glue:CreateDevEndpoint
glue-002: glue:UpdateDevEndpoint
glue-003: iam:PassRole + glue:CreateJob + glue:StartJobRun
glue-004: iam:PassRole + glue:CreateJob + glue:CreateTrigger
glue-005: iam:PassRole + glue:UpdateJob + glue:StartJobRun
glue-006: iam:PassRole + glue:UpdateJob + glue:CreateTrigger
glue-007: iam:PassRole + glue:CreateSession + glue:RunStatement
iam-001: iam:CreatePolicyVersion
iam-002: iam:CreateAccessKey
iam-003: iam:CreateAccessKey + iam:DeleteAccessKey
iam-004: iam:CreateLoginProfile
iam-005: iam:PutRolePolicy
iam-006: iam:UpdateLoginProfile
iam-007: iam:PutUserPolicy
iam-008: iam:AttachUserPolicy
iam-009: iam:AttachRolePolicy
iam-010: iam:AttachGroupPolicy
iam-011: iam:PutGroupPolicy
iam-012: iam:UpdateAssumeRolePolicy
iam-013: iam:AddUserToGroup
iam-014: iam:AttachRolePolicy + sts:AssumeRole
iam-015: iam:AttachUserPolicy + iam:CreateAccessKey
iam-016: iam:CreatePolicyVersion + sts:AssumeRole
iam-017: iam:PutRolePolicy + sts:AssumeRole
iam-018: iam:PutUserPolicy + iam:CreateAccessKey
iam-019: iam:AttachRolePolicy + iam:UpdateAssumeRolePolicy
iam-020: iam:CreatePolicyVersion + iam:UpdateAssumeRolePolicy
iam-021: iam:PutRolePolicy + iam:UpdateAssumeRolePolicy
imagebuilder-001: iam:PassRole + imagebuilder:CreateComponent + imagebuilder:CreateImageRecipe
    + imagebuilder:CreateInfrastructureConfiguration + imagebuilder:CreateImage
kinesisanalytics-001: iam:PassRole + kinesisanalytics:CreateApplication
    + kinesisanalytics:StartApplication
lambda-001: iam:PassRole + lambda:CreateFunction + lambda:InvokeFunction
lambda-002: iam:PassRole + lambda:CreateFunction + lambda:CreateEventSourceMapping
lambda-003: lambda:UpdateFunctionCode
lambda-004: lambda:UpdateFunctionCode + lambda:InvokeFunction
lambda-005: lambda:UpdateFunctionCode + lambda:AddPermission
lambda-006: iam:PassRole + lambda:CreateFunction + lambda:AddPermission
omics-001: iam:PassRole + omics:CreateWorkflow + omics:StartRun
sagemaker-001: iam:PassRole + sagemaker:CreateNotebookInstance
sagemaker-002: iam:PassRole + sagemaker:CreateTrainingJob
sagemaker-003: iam:PassRole + sagemaker:CreateProcessingJob
sagemaker-004: sagemaker:CreatePresignedNotebookInstanceUrl
sagemaker-005: sagemaker:CreateNotebookInstanceLifecycleConfig + sagemaker:StopNotebookInstance
    + sagemaker:UpdateNotebookInstance + sagemaker:StartNotebookInstance
ssm-001: ssm:StartSession
ssm-002: ssm:SendCommand
ssm-003: iam:PassRole + ssm:CreateDocument + ssm:StartAutomationExecution
stepfunctions-001: iam:PassRole + states:CreateStateMachine + states:StartExecution
stepfunctions-002: states:UpdateStateMachine + states:StartExecution
sts-001: sts:AssumeRole
"""

FURTHER = """
autoscaling-create-group: iam:PassRole + autoscaling:CreateLaunchConfiguration
    + autoscaling:CreateAutoScalingGroup
autoscaling-update-group: iam:PassRole + autoscaling:CreateLaunchConfiguration
    + autoscaling:UpdateAutoScalingGroup
ec2-new-instance-profile: iam:PassRole + iam:CreateInstanceProfile
    + iam:AddRoleToInstanceProfile + ec2:RunInstances
codestar-associate-team-member: codestar:CreateProject + codestar:AssociateTeamMember
codestar-create-project-from-template: codestar:CreateProjectFromTemplate
codestar-create-project: iam:PassRole + codestar:CreateProject
glue-run-statement: glue:RunStatement
iam-set-default-policy-version: iam:SetDefaultPolicyVersion
iam-set-default-policy-version-of-role: iam:SetDefaultPolicyVersion + sts:AssumeRole
iam-set-boundary-version: iam:SetDefaultPolicyVersion
lambda-layer: lambda:UpdateFunctionConfiguration
"""

# Not on the lists: services that make any call of AWS's API as a role.
CALLERS = """
scheduler-create-schedule: iam:PassRole + scheduler:CreateSchedule
states-test-state: iam:PassRole + states:TestState
"""

# Not on the lists: services that hand out a role to whoever has a certificate.
CERTIFIERS = """
iot-create-role-alias: iam:PassRole + iot:CreateRoleAlias + iot:CreateKeysAndCertificate
    + iot:CreatePolicy + iot:AttachPolicy
rolesanywhere-create-trust-anchor: iam:PassRole + rolesanywhere:CreateTrustAnchor
    + rolesanywhere:CreateProfile
"""

# Not on the lists: how a permissions boundary or a denial is left behind.
UNBOUND = """
iam-boundary-version: iam:CreatePolicyVersion
iam-delete-role-boundary: iam:DeleteRolePermissionsBoundary
iam-delete-group-denial: iam:DeleteGroupPolicy
iam-delete-role-denial: iam:DeleteRolePolicy
iam-delete-user-boundary: iam:DeleteUserPermissionsBoundary
iam-delete-user-denial: iam:DeleteUserPolicy
iam-detach-group-denial: iam:DetachGroupPolicy
iam-detach-role-denial: iam:DetachRolePolicy
iam-detach-user-denial: iam:DetachUserPolicy
iam-leave-group: iam:RemoveUserFromGroup
iam-new-role: iam:CreateRole + iam:AttachRolePolicy
iam-new-role-inline: iam:CreateRole + iam:PutRolePolicy
iam-new-saml-provider: iam:CreateSAMLProvider
iam-put-group-denial: iam:PutGroupPolicy
iam-put-role-denial: iam:PutRolePolicy
iam-put-user-denial: iam:PutUserPolicy
iam-replace-saml-provider: iam:DeleteSAMLProvider + iam:CreateSAMLProvider
iam-tag-own-role: iam:TagRole
iam-tag-role: iam:TagRole + sts:AssumeRole
iam-tag-user: iam:TagUser
iam-update-saml-provider: iam:UpdateSAMLProvider
iam-put-role-boundary: iam:PutRolePermissionsBoundary
iam-put-user-boundary: iam:PutUserPermissionsBoundary
iam-new-user: iam:CreateUser + iam:AttachUserPolicy + iam:CreateAccessKey
iam-new-user-inline: iam:CreateUser + iam:PutUserPolicy + iam:CreateAccessKey
"""


def test_ids_and_names_are_unique() -> None:
    for key in ("id", "name"):
        found = [path[key] for path in read_paths()]
        assert sorted(found) == sorted(set(found))


def test_every_path_needs_the_permissions_that_were_published() -> None:
    published = read_permissions(PUBLISHED)
    assert len(published) == 90
    expected = published | read_permissions(FURTHER)
    expected |= read_permissions(CALLERS) | read_permissions(UNBOUND)
    expected |= read_permissions(CERTIFIERS)
    assert {
        path["id"]: {step["action"] for step in path["step"] if "granted_by" not in step}
        for path in read_paths()
    } == expected


def test_every_path_is_written_as_the_engine_reads_it() -> None:
    for path in read_paths():
        assert path.keys() >= NEEDED, path["id"]
        assert path.keys() <= NEEDED | OPTIONAL, path["id"]
        assert path["category"] in CATEGORIES, path["id"]
        assert path["target"] in GIVEN, path["id"]
        assert path["gives"] in {"target", "admin"}, path["id"]
        assert path.get("self_kind", "user") in {"user", "role"}, path["id"]
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", path["id"])
        assert re.fullmatch(r"[A-Z].*[^.\s]", path["name"]), path["id"]
        assert re.fullmatch(r"https://[^\s]+", path["source"]), path["id"]
        assert path["step"], path["id"]


def test_every_step_is_written_as_the_engine_reads_it() -> None:
    for path, step in read_steps():
        assert step.keys() >= STEP_NEEDED, path["id"]
        assert step.keys() <= STEP_NEEDED | STEP_OPTIONAL, path["id"]
        assert all(isinstance(resource, str) for resource in read_resources(step)), path["id"]
        assert all(isinstance(value, str) for value in step.get("context", {}).values())
        assert step.get("granted_by", "trust") in {"trust", "resource"}, path["id"]


def test_every_step_but_passing_a_role_has_a_command_on_one_line() -> None:
    for path, step in read_steps():
        calls = step["action"] not in {"iam:PassRole", *IMPLIED.get(path["id"], ())}
        assert ("command" in step) == calls, path["id"]
        assert re.fullmatch(r"\S.*\S", step.get("command", "aws")), path["id"]


def test_placeholders_are_those_that_the_target_gives() -> None:
    for path, step in read_steps():
        text = [*read_resources(step), *step.get("context", {}).values(), step.get("command", "")]
        used = {name for part in text for name in re.findall(r"\{(\w+)\}", part)}
        assert used <= ALWAYS | GIVEN[path["target"]], path["id"]


def test_a_path_acts_on_its_target() -> None:
    for path in read_paths():
        used = {part for step in path["step"] for part in read_resources(step)}
        expected = {f"{{{name}}}" for name in GIVEN[path["target"]]
                    if not name.endswith("_name") and name != "version"}  # fmt: skip
        if path["target"] in {"self_denial", "self_inline_denial", "self_boundary", "self_tags"}:
            expected = {"{self}"}
        if path["target"].endswith("saml_role"):
            expected = {"{provider}"}
        if path["target"] == "group_denial":
            expected = {"{group}"}
        if path["target"] == "self":
            # CodeStar, not the caller, attached the policy.
            expected = set() if path["id"].startswith("codestar-") else {"{self}"}
        assert expected <= used, path["id"]


def test_the_category_tells_what_is_acted_on() -> None:
    for path in read_paths():
        own = {"self", "self_group", "any_group", "self_policy", "own_boundary_policy"}
        own |= {"self_version", "own_boundary_version"}
        own |= {"self_boundary", "self_denial", "self_inline_denial"}
        own |= {"self_tags", "denying_group", "group_denial", "group_inline_denial"}
        assert (path["category"] == "self-escalation") == (path["target"] in own), path["id"]
        held = path["category"] == "existing-passrole" or path["id"] in PASSES_NO_ROLE
        assert held == (path["target"] == "workload") == ("workload" in path), path["id"]
        by_service = path["category"] in {"new-passrole", "existing-passrole"}
        assert by_service == ("service" in path), path["id"]
        by_kind = {"self", "self_boundary", "self_denial", "self_inline_denial"}
        by_kind |= {"self_tags", "denying_group", "group_denial", "group_inline_denial"}
        assert ("self_kind" in path) == (path["target"] in by_kind), path["id"]
        assert path.get("workload", "ec2_instance") in WORKLOADS, path["id"]
        assert path["gives"] == "target" or not by_service, path["id"]


def test_a_new_thing_gets_the_role_that_its_service_may_assume() -> None:
    for path in read_paths():
        passed = [step for step in path["step"] if step["action"] == "iam:PassRole"]
        passes = path["category"] == "new-passrole" and path["id"] not in PASSES_NO_ROLE
        assert len(passed) == passes, path["id"]
        for step in passed:
            assert step["resource"] == "{target}", path["id"]
            to = PASSED_TO.get(path["id"], path["service"])
            assert step["context"] == {"iam:PassedToService": to}, path["id"]


def test_attaching_a_policy_says_which() -> None:
    for path, step in read_steps():
        attaches = re.fullmatch("iam:Attach(User|Role|Group)Policy", step["action"])
        found = step.get("context", {}).get("iam:PolicyARN")
        detaches = step["action"].startswith("iam:Detach")
        expected = "{power}" if attaches else "{policy}" if detaches else None
        assert found == expected, path["id"]


def test_every_action_exists_or_is_retired() -> None:
    known = load_universe().find
    for path, step in read_steps():
        found = known(step["action"])
        assert (found is None) == (step["action"] in RETIRED), path["id"]
        assert found is None or found.name == step["action"]


def test_resources_are_of_the_types_that_the_action_takes() -> None:
    for path, step, action in read_known_steps():
        resources = [fill_in(resource, path) for resource in read_resources(step)]
        if not action.types:
            assert resources == ["*"], path["id"]
            continue
        for resource in resources:
            assert any(is_of_type(resource, kind.arn) for kind in action.types), resource


def test_every_required_resource_type_has_a_resource() -> None:
    for path, step, action in read_known_steps():
        resources = [fill_in(resource, path) for resource in read_resources(step)]
        covered = {
            kind.name
            for kind in action.types
            if any(is_of_type(resource, kind.arn) for resource in resources)
        }
        for either in EITHER:
            covered |= either if covered & either else set()
        names = {kind.name for kind in action.types if kind.is_required}
        required = {name for name in names if (step["action"], name) not in UNNAMED}
        assert required <= covered, (path["id"], action.name)


def test_condition_keys_are_those_of_the_action() -> None:
    for path, step, action in read_known_steps():
        keys = {*action.keys, *(key for kind in action.types for key in kind.keys)}
        assert set(step.get("context", {})) <= keys, path["id"]


def test_rewrites_are_written_as_paths_are() -> None:
    rewrites = tomllib.loads(read_text())["rewrite"]
    assert {value["target"] for value in rewrites} == {"user", "role", "policy", "group"}
    for value in rewrites:
        assert value.keys() == {"id", "name", "target", "source", "step"}, value["id"]
        for step in value["step"]:
            found = load_universe().find(step["action"])
            assert found is not None
            assert found.name == step["action"], value["id"]
            assert step["command"]


def test_nothing_names_a_place_of_ours_or_a_registry() -> None:
    assert not re.search(
        r"/work(?!load-|flow)|/home|/root|/tmp|ecr\.aws|docker\.io|pypi|npmjs", read_text()
    )


@cache
def read_text() -> str:
    place = files("ringwall.reason.iam").joinpath("escalation/paths.toml")
    return place.read_text(encoding="utf-8")


@cache
def read_paths() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(read_text())["path"]
    return found


def read_permissions(text: str) -> dict[str, set[str]]:
    lines = text.replace("\n    +", " +").strip().splitlines()
    pairs = (line.split(": ", 1) for line in lines)
    return {name: set(actions.split(" + ")) for name, actions in pairs}


def read_steps() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for path in read_paths():
        for step in path["step"]:
            yield path, step


def read_known_steps() -> Iterator[tuple[dict[str, Any], dict[str, Any], Action]]:
    for path, step in read_steps():
        action = load_universe().find(step["action"])
        if action is not None:
            yield path, step, action


def read_resources(step: Mapping[str, Any]) -> list[str]:
    found = step["resource"]
    return [found] if isinstance(found, str) else found


def fill_in(text: str, path: Mapping[str, Any]) -> str:
    iam = "arn:aws:iam::123456789012:"
    target = "user" if path["target"] in {"user", "user_policy"} else "role"
    values = {
        "self": f"{iam}{path.get('self_kind', 'user')}/me",
        "target": f"{iam}{target}/other",
        "group": f"{iam}group/some",
        "policy": f"{iam}policy/some",
        "provider": f"{iam}saml-provider/some",
        "workload": WORKLOADS.get(path.get("workload", ""), ""),
        "new": "made-up",
        "path": "/",
        "account": "123456789012",
        "partition": "aws",
        "region": "eu-west-1",
    }
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], text)


def is_of_type(resource: str, template: str) -> bool:
    literals = re.split(r"\$\{[^}]*\}|\*", template)
    return re.fullmatch(".*".join(map(re.escape, literals)), resource) is not None
