"""ECS task definitions: containers and the two roles that they run with."""

from collections.abc import Iterable, Iterator
from typing import Any

from ringwall.catalog.plaintext import (
    conceal,
    derive_credentials,
    find_in_script,
    find_in_variables,
    lower_names,
    plaintext_column,
)
from ringwall.model.table import Call, Reader, Row, Table, integer, moment, text, texts

CONTAINER = ("name", "image", "essential", "privileged", "user", "readonlyRootFilesystem",
             "secrets", "portMappings", "mountPoints", "linuxParameters")  # fmt: skip
"""What is kept of a container. Its environment, command, labels and log options may contain
secrets; its `secrets` only name them."""
SEARCHED = ("environment", "command", "entryPoint")
"""What of the rest is searched for credentials."""


TASK = ("family", "revision", "status", "taskRoleArn", "executionRoleArn", "networkMode", "pidMode",
        "ipcMode", "requiresCompatibilities", "compatibilities", "volumes", "cpu", "memory",
        "runtimePlatform", "registeredAt", "registeredBy")  # fmt: skip


def _select(members: Iterable[str], *more: str) -> str:
    """Return the JMESPath that takes these members of an object and leaves the others."""
    return f"{{{', '.join([f'{name}: {name}' for name in members] + [*more])}}}"


CONTAINERS = f"containerDefinitions: containerDefinitions[].{_select((*CONTAINER, *SEARCHED))}"


TAKE = f"{{Task: taskDefinition.{_select(TASK, CONTAINERS)}, Tags: tags}}"


def _reduce(described: Row) -> Row:
    """Return what is kept of a description, with what its containers give away."""
    task = described["Task"]
    containers = [_keep(container) for container in task.get("containerDefinitions") or ()]
    kept = {**described, "Task": {**task, "containerDefinitions": containers}}
    return conceal(task, kept, _find_credentials)


def _conceal_properties(properties: Row) -> Row:
    kept = dict(properties)
    containers = kept.pop("ContainerDefinitions", None)
    if isinstance(containers, list):
        kept["ContainerDefinitions"] = [_keep(container) for container in containers]
    return conceal(properties, kept, _find_credentials)


def _keep(container: Any) -> Row:
    """Return the members of a container that are kept, in either form; {} of what is none."""
    small = {name.lower() for name in CONTAINER}
    members = container.items() if isinstance(container, dict) else ()
    return {name: value for name, value in members if name.lower() in small}


def _find_credentials(task: Row) -> Iterator[Row]:
    """Yield what is in plain sight in the containers of a task, in either form."""
    for container in lower_names(task).get("containerdefinitions") or ():
        variables = container.get("environment") or ()
        pairs = ((variable["name"], variable.get("value")) for variable in variables)
        place = f"environment variable of container {container['name']}"
        yield from find_in_variables(place, pairs)
        for words in (container.get("entrypoint") or (), container.get("command") or ()):
            texts_of = " ".join(word for word in words if isinstance(word, str))
            yield from find_in_script(f"command of container {container['name']}", texts_of)


def _latest(reader: Reader) -> Iterator[Row]:
    """Yield the latest active revision of each family: old ones are rarely deregistered."""
    found: dict[str, tuple[int, str]] = {}
    for item in reader.items("ecs.list_task_definitions", "taskDefinitionArns", status="ACTIVE"):
        family, _, revision = str(item).rpartition(":")
        found[family] = max(found.get(family, (0, "")), (int(revision), str(item)))
    for _, arn in found.values():
        yield {"TaskDefinitionArn": arn}


task_definition = Table(
    name="ecs_task_definition",
    doc=(
        "What a task runs: the latest active revision of each family, without environment "
        "variables, commands and log options."
    ),
    cloudformation="AWS::ECS::TaskDefinition",
    fetch=_latest,
    arn="TaskDefinitionArn",
    tags="Described.Tags",
    calls=(
        Call(
            "ecs.describe_task_definition",
            TAKE,
            {"taskDefinition": "{TaskDefinitionArn}", "include": ["TAGS"]},
            into="Described",
            reduce=_reduce,
        ),
    ),
    columns=(
        text(
            "family",
            "Described.Task.family",
            "The name that its revisions share.",
            property="Family",
            required=True,
        ),
        integer("revision", "Described.Task.revision", "The revision's number, from 1."),
        text(
            "status",
            "Described.Task.status",
            "ACTIVE, unless it was deregistered meanwhile.",
            required=True,
        ),
        text(
            "task_role_arn",
            "Described.Task.taskRoleArn",
            "The role that its containers run as; '' for none.",
            property="TaskRoleArn",
            default="",
        ),
        text(
            "execution_role_arn",
            "Described.Task.executionRoleArn",
            "The role that ECS pulls images and secrets with; '' for none.",
            property="ExecutionRoleArn",
            default="",
        ),
        text(
            "network_mode",
            "Described.Task.networkMode",
            "awsvpc, bridge, host or none.",
            property="NetworkMode",
            default="bridge",
            unless="starts_with(RuntimePlatform.OperatingSystemFamily || '', 'WINDOWS')",
        ),
        text(
            "pid_mode",
            "Described.Task.pidMode",
            "host where containers can see the processes of the host.",
            property="PidMode",
            default="",
        ),
        text(
            "ipc_mode",
            "Described.Task.ipcMode",
            "host, task or none.",
            property="IpcMode",
            default="",
        ),
        texts(
            "requires_compatibilities",
            "Described.Task.requiresCompatibilities",
            "FARGATE, EC2.",
            property="RequiresCompatibilities",
            default=[],
        ),
        texts(
            "images",
            "Described.Task.containerDefinitions[].image",
            "Its containers' images.",
            property="ContainerDefinitions[].Image",
            default=[],
            required=True,
        ),
        texts(
            "privileged_containers",
            "Described.Task.containerDefinitions[?privileged].name",
            "Containers that run in privileged mode: root on their host.",
            property="ContainerDefinitions[?contains([`true`, 'true'], Privileged)].Name",
            default=[],
            required=True,
        ),
        texts(
            "secrets",
            "Described.Task.containerDefinitions[].secrets[].valueFrom",
            "Secrets and parameters that its containers receive.",
            property="ContainerDefinitions[].Secrets[].ValueFrom",
            default=[],
            required=True,
        ),
        moment("registered_at", "Described.Task.registeredAt", "When it was created."),
        plaintext_column("Described"),
    ),
    conceal=_conceal_properties,
    derived=(derive_credentials("Described"),),
)
