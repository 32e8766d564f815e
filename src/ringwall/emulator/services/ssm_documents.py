"""Systems Manager documents: content that is checked, versions, sharing.

Moto keeps documents too, but checks no content, and orders versions as texts.
https://docs.aws.amazon.com/systems-manager/latest/userguide/documents.html
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.automation.runbook import BadContent, read_content, write_yaml
from ringwall.emulator.automation.step_error import UNREADABLE
from ringwall.emulator.automation.stored_documents import (
    StoredDocument,
    StoredVersion,
    documents_of,
    find_document,
    find_owned_by_aws,
    list_owned_by_aws,
)
from ringwall.emulator.automation.validation import SCHEMAS, find_fault
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import answer_page
from ringwall.emulator.services.ssm_settings import PUBLIC_SHARING, read_setting
from ringwall.emulator.state import EmulatorState

MISSING = "The specified document does not exist."
RESERVED = ("aws", "amazon", "amzn")
"""How names of documents must not begin."""
MAX_VERSIONS = 1000
MAX_SHARED = 1000
PLATFORMS = ["Windows", "Linux", "MacOS"]
_NAME = re.compile(r"[a-zA-Z0-9_\-.]{3,128}")
_ACCOUNT = re.compile(r"all|\d{12}", re.IGNORECASE)


@emulates("ssm", "CreateDocument")
def create_document(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep a document whose content is right."""
    given = call.parameters
    name, kind = str(given["Name"]), str(given.get("DocumentType") or "Command")
    if not _NAME.fullmatch(name) or name.lower().startswith(RESERVED):
        raise Fault("ValidationException", f"Invalid document name {name}")
    if kind not in SCHEMAS or given.get("Attachments"):
        raise Fault("ValidationException", f"{kind} documents and attachments are not emulated")
    version = _read_version(call, kind, 1)
    held = documents_of(state, call.account_id, call.region)
    if name in held:
        raise Fault("DocumentAlreadyExists", "The specified document already exists.")
    tags = {tag["Key"]: tag["Value"] for tag in given.get("Tags") or ()}
    held[name] = StoredDocument(name, call.account_id, kind, {1: version}, tags=tags)
    return {"DocumentDescription": _describe(held[name], version) | {"Status": "Creating"}}


def _read_version(call: EmulatedCall, kind: str, number: int) -> StoredVersion:
    given = call.parameters
    text, written_in = str(given["Content"]), str(given.get("DocumentFormat") or "JSON")
    if written_in not in {"JSON", "YAML"}:
        raise Fault("ValidationException", f"{written_in} documents are not emulated")
    try:
        fault = find_fault(read_content(text, written_in), kind)
    except BadContent as error:
        fault = str(error)
    except UNREADABLE as error:
        fault = f"a value is of another type than it should be ({error})"
    if fault:
        raise Fault("InvalidDocumentContent", f"Document content is not valid: {fault}.")
    return StoredVersion(
        number,
        str(given.get("VersionName") or ""),
        text,
        written_in,
        datetime.now(UTC),
        str(given.get("TargetType") or ""),
    )


@emulates("ssm", "UpdateDocument")
def update_document(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Add a version; the default stays."""
    document = _find_own(state, call)
    wanted = str(call.parameters.get("DocumentVersion") or "$LATEST")
    if wanted not in {"$LATEST", str(document.latest)}:
        message = "The document version is not valid or does not exist: update the latest version."
        raise Fault("InvalidDocumentVersion", message)
    version = _read_version(call, document.kind, document.newest + 1)
    if any(held.text == version.text for held in document.versions.values()):
        message = "The content of the association document matches another document."
        raise Fault("DuplicateDocumentContent", message)
    if any(version.version_name == v.version_name != "" for v in document.versions.values()):
        message = "The specified version name is a duplicate."
        raise Fault("DuplicateDocumentVersionName", message)
    if len(document.versions) >= MAX_VERSIONS:
        raise Fault("DocumentVersionLimitExceeded", "The document has too many versions.")
    document.versions[version.number] = version
    document.newest = version.number
    return {"DocumentDescription": _describe(document, version) | {"Status": "Updating"}}


@emulates("ssm", "UpdateDocumentDefaultVersion")
def update_default(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Choose the version that is used where none is named."""
    document = _find_own(state, call)
    version = _find_version(document, call)
    document.default = version.number
    named = {"DefaultVersionName": version.version_name} if version.version_name else {}
    return {"Description": {"Name": document.name, "DefaultVersion": str(version.number), **named}}


@emulates("ssm", "DescribeDocument")
def describe_document(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what is known of a version."""
    document = _find_any(state, call)
    return {"Document": _describe(document, _find_version(document, call))}


@emulates("ssm", "GetDocument")
def get_document(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a version's content, in the format that is asked for."""
    document = _find_any(state, call)
    version = _find_version(document, call)
    wanted = str(call.parameters.get("DocumentFormat") or version.written_in)
    return {
        "Name": document.name,
        "CreatedDate": version.created,
        "DocumentVersion": str(version.number),
        "Status": "Active",
        "Content": _write_in(version, wanted),
        "DocumentType": document.kind,
        "DocumentFormat": wanted,
        **({"VersionName": version.version_name} if version.version_name else {}),
    }


def _write_in(version: StoredVersion, wanted: str) -> str:
    if wanted == version.written_in:
        return version.text
    if wanted == "JSON":
        return json.dumps(version.content, indent=4)
    if wanted == "YAML":
        return write_yaml(version.content)
    raise Fault("ValidationException", f"{wanted} documents are not emulated")


@emulates("ssm", "ListDocumentVersions")
def list_versions(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the versions of a document, the newest first."""
    document = _find_any(state, call)
    versions = sorted(document.versions.values(), key=lambda version: -version.number)
    shown = [
        {
            "Name": document.name,
            "DocumentVersion": str(version.number),
            "CreatedDate": version.created,
            "IsDefaultVersion": version.number == document.default,
            "DocumentFormat": version.written_in,
            "Status": "Active",
            **({"VersionName": version.version_name} if version.version_name else {}),
        }
        for version in versions
    ]
    return answer_page(call, "DocumentVersions", shown)


@emulates("ssm", "ListDocuments")
def list_documents(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return documents by filters: the account's own, those shared with it, and AWS's."""
    filters = _read_filters(call)
    own = documents_of(state, call.account_id, call.region)
    every = [*own.values(), *list_owned_by_aws(), *_find_shared(state, call)]
    found = [d for d in every if all(_matches(d, key, v, call) for key, v in filters)]
    shown = [_identify(document) for document in sorted(found, key=lambda d: (d.owner, d.name))]
    return answer_page(call, "DocumentIdentifiers", shown)


def _read_filters(call: EmulatedCall) -> list[tuple[str, list[str]]]:
    old = call.parameters.get("DocumentFilterList") or ()
    found = [(str(f["key"]), [str(f["value"])]) for f in old]
    found += [
        (str(f["Key"]), list(f.get("Values") or ())) for f in call.parameters.get("Filters") or ()
    ]
    keys = [key for key, _ in found]
    if len(set(keys)) < len(keys):
        raise Fault("InvalidFilterKey", "The specified key is not valid.")
    return found


def _find_shared(state: EmulatorState, call: EmulatedCall) -> Iterator[StoredDocument]:
    for (account, region, name), held in list(state.settings.items()):
        if name == "ssm.Documents" and region == call.region and account != call.account_id:
            yield from (d for d in held.values() if {call.account_id, "all"} & d.shared.keys())


def _matches(document: StoredDocument, key: str, values: list[str], call: EmulatedCall) -> bool:
    version = document.versions[document.default]
    if key == "Owner":
        is_own = document.owner == call.account_id
        kinds = {"Self": is_own, "Private": not is_own and call.account_id in document.shared}
        kinds |= {"Public": "all" in document.shared, "Amazon": document.owner == "Amazon"}
        return any(kinds.get(value, value == "All") for value in values)
    if key == "SearchKeyword":
        return all(value.lower() in document.name.lower() for value in values)
    if key.startswith("tag:"):
        tag = document.tags.get(key.removeprefix("tag:"))
        return tag is not None and (not values or tag in values)
    if key in {"Name", "NamePrefix"}:
        is_whole = key == "Name"
        return any(document.name == v if is_whole else document.name.startswith(v) for v in values)
    texts = {
        "DocumentType": [document.kind],
        "PlatformTypes": PLATFORMS,
        "TargetType": [version.target_type],
    }
    if key not in texts:
        raise Fault("InvalidFilterKey", "The specified key is not valid.")
    return any(value in texts[key] for value in values)


@emulates("ssm", "DescribeDocumentPermission")
def describe_permission(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the accounts that may use a document."""
    _check_share(call)
    document = _find_own(state, call)
    return {
        "AccountIds": list(document.shared),
        "AccountSharingInfoList": [
            {"AccountId": account, "SharedDocumentVersion": version}
            for account, version in document.shared.items()
        ],
    }


@emulates("ssm", "ModifyDocumentPermission")
def modify_permission(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Share a document with accounts, or no longer: with all, or with those that are named."""
    _check_share(call)
    document = _find_own(state, call)
    added = [a.lower() for a in call.parameters.get("AccountIdsToAdd") or ()]
    removed = [a.lower() for a in call.parameters.get("AccountIdsToRemove") or ()]
    if not all(_ACCOUNT.fullmatch(account) for account in (*added, *removed)):
        raise Fault("ValidationException", "An account must be all, or have 12 digits.")
    kept = {a: v for a, v in document.shared.items() if a not in removed and "all" not in removed}
    version = str(call.parameters.get("SharedDocumentVersion") or "$DEFAULT")
    kept |= dict.fromkeys(added, version)
    if "all" in added and read_setting(state, call, PUBLIC_SHARING) == "Disable":
        message = "Public sharing of documents is blocked by the account's settings."
        raise Fault("DocumentPermissionLimit", message)
    if ("all" in kept and len(kept) > 1) or len(kept) > MAX_SHARED:
        message = "Accounts can either be all or a group of AWS accounts"
        raise Fault("DocumentPermissionLimit", message)
    document.shared = kept
    return {}


def _check_share(call: EmulatedCall) -> None:
    if call.parameters.get("PermissionType") != "Share":
        message = "The permission type is not supported. Share is the only supported type."
        raise Fault("InvalidPermissionType", message)


@emulates("ssm", "DeleteDocument")
def delete_document(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a document, or one of its versions."""
    document = _find_own(state, call)
    if document.shared:
        raise Fault("InvalidDocumentOperation", "Must unshare document first before delete")
    if call.parameters.get("DocumentVersion") or call.parameters.get("VersionName"):
        version = _find_version(document, call)
        if version.number == document.default:
            message = "Default version of the document can't be deleted."
            raise Fault("InvalidDocumentOperation", message)
        del document.versions[version.number]
    else:
        del documents_of(state, call.account_id, call.region)[document.name]
    return {}


def _find_own(state: EmulatorState, call: EmulatedCall) -> StoredDocument:
    """Return a document of the account; others may use it, and not change it."""
    name = str(call.parameters["Name"])
    found = find_document(state, call.account_id, call.region, name)
    if find_owned_by_aws(name) is not None or (found and found.owner != call.account_id):
        raise Fault("InvalidDocumentOperation", "You can't change a document that you don't own.")
    if found is None:
        raise Fault("InvalidDocument", MISSING)
    return found


def _find_any(state: EmulatorState, call: EmulatedCall) -> StoredDocument:
    found = find_document(state, call.account_id, call.region, str(call.parameters["Name"]))
    if found is None:
        raise Fault("InvalidDocument", MISSING)
    return found


def _find_version(document: StoredDocument, call: EmulatedCall) -> StoredVersion:
    wanted = str(call.parameters.get("DocumentVersion") or "")
    found = document.find_version(wanted, str(call.parameters.get("VersionName") or ""))
    if found is None:
        message = "The document version is not valid or does not exist."
        raise Fault("InvalidDocumentVersion", message)
    return found


def _identify(document: StoredDocument) -> dict[str, Any]:
    described = _describe(document, document.versions[document.default])
    shown = ("Name", "CreatedDate", "Owner", "VersionName", "PlatformTypes", "DocumentVersion")
    more = ("DocumentType", "SchemaVersion", "DocumentFormat", "TargetType", "Tags")
    return {key: described[key] for key in (*shown, *more) if key in described}


def _describe(document: StoredDocument, version: StoredVersion) -> dict[str, Any]:
    content = version.content
    optional = {
        "VersionName": version.version_name,
        "Description": content.get("description"),
        "TargetType": version.target_type,
    }
    return {
        "Hash": version.hash,
        "HashType": "Sha256",
        "Name": document.name,
        "Owner": document.owner,
        "CreatedDate": version.created,
        "Status": "Active",
        "DocumentVersion": str(version.number),
        "Parameters": list(_describe_parameters(content.get("parameters") or {})),
        "PlatformTypes": PLATFORMS,
        "DocumentType": document.kind,
        "SchemaVersion": str(content["schemaVersion"]),
        "LatestVersion": str(document.latest),
        "DefaultVersion": str(document.default),
        "DocumentFormat": version.written_in,
        "Tags": [{"Key": k, "Value": v} for k, v in document.tags.items()],
    } | {key: value for key, value in optional.items() if value}


def _describe_parameters(declared: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, facts in declared.items():
        default = facts.get("default")
        text = default if isinstance(default, str) else json.dumps(default)
        yield {
            "Name": name,
            "Type": "StringList" if facts.get("type") == "StringList" else "String",
            "Description": str(facts.get("description", "")),
            **({} if default is None else {"DefaultValue": text}),
        }
