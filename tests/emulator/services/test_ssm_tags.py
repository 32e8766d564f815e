"""Tags of documents and executions are kept, and those of parameters are still moto's."""

import json
from collections.abc import Callable
from typing import Any

STEP = {"name": "wait", "action": "aws:pause", "inputs": {}}


def tags_of(ssm: Any, kind: str, own: str) -> dict[str, str]:
    found = ssm.list_tags_for_resource(ResourceType=kind, ResourceId=own)["TagList"]
    return {tag["Key"]: tag["Value"] for tag in found}


def test_tags_are_added_and_removed(
    client: Callable[..., Any], refusal: Callable[..., tuple[str, int]]
) -> None:
    ssm = client("ssm")
    text = json.dumps({"schemaVersion": "0.3", "mainSteps": [STEP]})
    ssm.create_document(Name="own", Content=text, DocumentType="Automation")
    case = {"Key": "case", "Value": "1"}
    started = ssm.start_automation_execution(DocumentName="own", Tags=[case])
    ssm.put_parameter(Name="p", Value="v", Type="String")
    kinds = {"Document": "own", "Automation": started["AutomationExecutionId"], "Parameter": "p"}
    for kind, own in kinds.items():
        more = [case, {"Key": "team", "Value": "a"}]
        ssm.add_tags_to_resource(ResourceType=kind, ResourceId=own, Tags=more)
        assert tags_of(ssm, kind, own) == {"case": "1", "team": "a"}
        ssm.remove_tags_from_resource(ResourceType=kind, ResourceId=own, TagKeys=["case"])
        assert tags_of(ssm, kind, own) == {"team": "a"}
    gone = refusal(ssm.list_tags_for_resource, ResourceType="Document", ResourceId="gone")
    assert gone == ("InvalidResourceId", 400)
