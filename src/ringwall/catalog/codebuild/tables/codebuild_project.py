"""CodeBuild projects, without what may contain secrets."""

from collections.abc import Iterator

from ringwall.catalog.plaintext import (
    conceal,
    derive_credentials,
    find_in_script,
    find_in_variables,
    lower_names,
    plaintext_column,
)
from ringwall.model.table import Reader, Row, RunsAs, Table, boolean, moment, text, texts
from ringwall.model.text import strip_url

BATCH = 100


SECRETS = {"environment": "environmentVariables", "source": "buildspec", "webhook": "secret"}
"""Members of a project in which people keep secrets."""
ADDRESSES = {"source": ("location",), "webhook": ("url", "payloadUrl")}
"""Members that are addresses, of which host and path alone are kept."""
_HOLDERS = {"Environment": ("EnvironmentVariables",), "Source": ("BuildSpec", "Auth"),
            "SecondarySources": ()}  # fmt: skip
"""Members of CloudFormation properties that have secrets, and which of theirs are not kept."""


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
    return conceal(project, cleaned, _find_credentials)


def _conceal_properties(properties: Row) -> Row:
    """Return CloudFormation properties without variables, build commands and passwords."""
    kept = {name: value for name, value in properties.items() if name not in _HOLDERS}
    for name, members in _HOLDERS.items():
        if isinstance(holder := properties.get(name), dict):
            kept[name] = {k: v for k, v in holder.items() if k not in members}
    location = (kept.get("Source") or {}).get("Location")
    if isinstance(location, str):
        kept["Source"]["Location"] = strip_url(location)
    return conceal(properties, kept, _find_credentials)


def _find_credentials(project: Row) -> Iterator[Row]:
    """Yield what is in plain sight in a project, in either form."""
    project = lower_names(project)
    variables = (project.get("environment") or {}).get("environmentvariables") or ()
    plain = [v for v in variables if v.get("type", "PLAINTEXT") == "PLAINTEXT"]
    pairs = ((variable["name"], variable["value"]) for variable in plain)
    yield from find_in_variables("environment variable", pairs)
    for source in (project.get("source") or {}, *(project.get("secondarysources") or ())):
        yield from find_in_script("source location", source.get("location"))
        yield from find_in_script("build commands", source.get("buildspec"))


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
        plaintext_column(),
    ),
    conceal=_conceal_properties,
    derived=(derive_credentials(),),
    runs_as=RunsAs("service_role"),
)
