"""Systems Manager: documents run on every platform, and have versions that are listed."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

PLATFORMS = ["Windows", "Linux", "MacOS"]


@emulates("ssm", "CreateDocument", "UpdateDocument", "DescribeDocument", "ListDocuments")
def show_platforms(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return documents with the platforms that a document without a precondition has."""
    answer = state.ask_moto(call)
    shown = answer.get("DocumentIdentifiers")
    for item in shown if shown is not None else _find_shown(answer):
        if item.get("PlatformTypes"):
            item["PlatformTypes"] = list(PLATFORMS)
    return answer


def _find_shown(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [answer[name] for name in ("DocumentDescription", "Document") if name in answer]


@emulates("ssm", "ListDocumentVersions")
def list_versions(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the versions of a document of the account."""
    name = call.parameters["Name"].rpartition("/")[2]
    backend = moto_backend("ssm", call.account_id, call.region)
    held = backend._documents.get(name)  # noqa: SLF001  # moto shows one version at a time
    if held is None:
        raise Fault("InvalidDocument", f"Document with name {name} does not exist.")
    return {
        "DocumentVersions": [
            {
                "Name": name,
                "DocumentVersion": number,
                "CreatedDate": version.created_date,
                "IsDefaultVersion": number == held.default_version,
                "DocumentFormat": version.document_format,
                "Status": "Active",
            }
            for number, version in sorted(held.versions.items(), key=lambda p: -int(p[0]))
        ]
    }
