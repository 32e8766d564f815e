"""CodeBuild projects, without what may contain secrets."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row, RunsAs, Table, boolean, moment, text, texts
from ringwall.model.text import strip_url

BATCH = 100


SECRETS = {"environment": "environmentVariables", "source": "buildspec", "webhook": "secret"}
"""Members of a project in which people keep secrets."""
ADDRESSES = {"source": ("location",), "webhook": ("url", "payloadUrl")}
"""Members that are addresses, of which host and path alone are kept."""


def _projects(reader: Reader) -> Iterator[Row]:
    names = [str(name) for name in reader.items("codebuild.list_projects", "projects")]
    for start in range(0, len(names), BATCH):
        asked = names[start : start + BATCH]
        answer = reader.call("codebuild.batch_get_projects", names=asked)
        missing = set(asked) - set(answer.get("projectsNotFound") or ())  # deleted since the list
        for project in answer["projects"]:
            missing -= {project["name"]}
            yield _without_secrets(project)
        if missing:
            raise LookupError(f"no answer on {', '.join(sorted(missing))}")


def _without_secrets(project: Row) -> Row:
    cleaned = {name: value for name, value in project.items() if name != "secondarySources"}
    for name, secret in SECRETS.items():
        if name in cleaned:
            cleaned[name] = {k: v for k, v in project[name].items() if k != secret}
    for name, members in ADDRESSES.items():
        for member in members:
            if isinstance(address := (cleaned.get(name) or {}).get(member), str):
                cleaned[name][member] = strip_url(address)
    return cleaned


project = Table(
    name="codebuild_project",
    doc="A build project, without its environment variables and build commands.",
    cloudformation="AWS::CodeBuild::Project",
    fetch=_projects,
    arn="arn",
    tags="tags",
    columns=(
        text("name", "name", "The project's name.", property="Name"),
        text(
            "service_role",
            "serviceRole",
            "The ARN of the role that builds run as.",
            property="ServiceRole",
            required=True,
        ),
        text(
            "resource_access_role",
            "resourceAccessRole",
            "The role that reads logs for visitors of a public project; '' for none.",
            property="ResourceAccessRole",
            default="",
        ),
        text(
            "visibility",
            "projectVisibility",
            "PUBLIC_READ where anyone can see the builds, or PRIVATE.",
            property="Visibility",
            default="PRIVATE",
        ),
        text(
            "source_type",
            "source.type",
            "GITHUB, CODECOMMIT, S3, NO_SOURCE, ...",
            property="Source.Type",
            required=True,
        ),
        text(
            "source_location",
            "source.location",
            "The location of the source.",
            property="Source.Location",
            default="",
        ),
        text(
            "webhook_url",
            "webhook.url",
            "The webhook that starts builds; '' for none.",
            default="",
            unless="Triggers.Webhook",
        ),
        text(
            "image",
            "environment.image",
            "The image that builds run in.",
            property="Environment.Image",
        ),
        boolean(
            "privileged_mode",
            "environment.privilegedMode",
            "Builds run in privileged mode, as Docker needs it.",
            property="Environment.PrivilegedMode",
            default=False,
        ),
        text(
            "encryption_key",
            "encryptionKey",
            "The key that encrypts the build output.",
            property="EncryptionKey",
        ),
        text(
            "vpc_id",
            "vpcConfig.vpcId",
            "The VPC that builds run in; '' for none.",
            property="VpcConfig.VpcId",
            default="",
        ),
        texts(
            "subnets",
            "vpcConfig.subnets",
            "The subnets that builds run in.",
            property="VpcConfig.Subnets",
            default=[],
        ),
        texts(
            "security_group_ids",
            "vpcConfig.securityGroupIds",
            "Their security groups.",
            property="VpcConfig.SecurityGroupIds",
            default=[],
        ),
        moment("created", "created", "When it was created."),
        moment("last_modified", "lastModified", "When it was last changed."),
    ),
    runs_as=RunsAs("service_role"),
)
