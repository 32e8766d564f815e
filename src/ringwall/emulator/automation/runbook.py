"""A runbook: the content of an Automation document, and what each action of its steps needs.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from ringwall.emulator.yaml_text import BadYaml, check_yaml

RunbookStep = Mapping[str, Any]
ACTIONS: Mapping[str, tuple[str, ...]] = {
    "aws:approve": ("Approvers",),
    "aws:assertAwsResourceProperty": ("Service", "Api", "PropertySelector", "DesiredValues"),
    "aws:branch": ("Choices",),
    "aws:changeInstanceState": ("InstanceIds", "DesiredState"),
    "aws:copyImage": ("SourceImageId", "SourceRegion", "ImageName"),
    "aws:createImage": ("InstanceId", "ImageName"),
    "aws:createStack": ("StackName",),
    "aws:createTags": ("ResourceIds", "Tags"),
    "aws:deleteImage": ("ImageId",),
    "aws:deleteStack": ("StackName",),
    "aws:executeAutomation": ("DocumentName",),
    "aws:executeAwsApi": ("Service", "Api"),
    "aws:executeScript": ("Runtime", "Handler"),
    "aws:executeStateMachine": ("stateMachineArn",),
    "aws:invokeLambdaFunction": ("FunctionName",),
    "aws:invokeWebhook": ("IntegrationName",),
    "aws:loop": ("Steps",),
    "aws:pause": (),
    "aws:runCommand": ("DocumentName",),
    "aws:runInstances": ("ImageId",),
    "aws:sleep": (),
    "aws:updateStackset": ("StackSetName",),
    "aws:updateVariable": ("Name", "Value"),
    "aws:waitForAwsResourceProperty": ("Service", "Api", "PropertySelector", "DesiredValues"),
}
"""Every action that AWS has, and the inputs that it requires."""
MAX_CONTENT = 64 * 1024
"""Bytes. https://docs.aws.amazon.com/general/latest/gr/ssm.html"""


class BadContent(ValueError):
    """The content is no document; the text says why."""


@dataclass(frozen=True)
class Runbook:
    """The content of an Automation document."""

    content: Mapping[str, Any]

    @property
    def steps(self) -> list[RunbookStep]:
        """The steps, in their order."""
        return list(self.content["mainSteps"])

    @property
    def parameters(self) -> Mapping[str, Mapping[str, Any]]:
        """The parameters by name."""
        return self.content.get("parameters") or {}

    @property
    def variables(self) -> Mapping[str, Mapping[str, Any]]:
        """The variables by name."""
        return self.content.get("variables") or {}

    @property
    def assume_role(self) -> str:
        """The role as it is written: an ARN, a reference, or ''."""
        return str(self.content.get("assumeRole") or "")

    @property
    def outputs(self) -> list[str]:
        """The names of its outputs: `step.output`."""
        found = self.content.get("outputs") or []
        return [str(next(iter(o)) if isinstance(o, Mapping) else o) for o in found]


class _PlainLoader(yaml.SafeLoader):
    """YAML as AWS reads it: dates stay texts."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_content(text: str, written_in: str) -> Mapping[str, Any]:
    """Return a document's content; BadContent where it is not what `written_in` says."""
    if len(text.encode()) > MAX_CONTENT:
        raise BadContent(f"the content is larger than {MAX_CONTENT} bytes")
    try:
        if written_in == "YAML":
            _check_yaml(text)
            found = yaml.load(text, _PlainLoader)  # noqa: S506 - a SafeLoader
        else:
            found = json.loads(text)
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        if isinstance(error, BadContent):
            raise
        raise BadContent(f"the content is no valid {written_in}") from error
    if not isinstance(found, dict):
        raise BadContent(f"the content is no valid {written_in}")
    return found


def _check_yaml(text: str) -> None:
    try:
        check_yaml(text)
    except BadYaml as error:
        raise BadContent(str(error)) from error


def write_yaml(content: Mapping[str, Any]) -> str:
    """Return a document's content as YAML."""
    return str(yaml.safe_dump(dict(content), sort_keys=False))


def walk_steps(steps: Any) -> Iterator[RunbookStep]:
    """Yield steps, each followed by those of its loop."""
    for step in steps if isinstance(steps, list) else ():
        if isinstance(step, Mapping):
            yield step
            inputs = step.get("inputs")
            if step.get("action") == "aws:loop" and isinstance(inputs, Mapping):
                yield from walk_steps(inputs.get("Steps"))
