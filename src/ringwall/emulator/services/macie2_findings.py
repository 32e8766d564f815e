"""Macie: findings, what it is to look for and to pass over, and jobs that look.

https://docs.aws.amazon.com/macie/latest/user/findings.html
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.finding_criteria import match_criterion, sort_findings
from ringwall.emulator.security.macie import (
    TYPES,
    MacieSession,
    find_sessions,
    make_macie_sample,
    put_macie_finding,
    require_macie,
)
from ringwall.emulator.security.wire import read_members
from ringwall.emulator.services.macie2 import refuse_conflict
from ringwall.emulator.state import EmulatorState

MOST = 50


def _refuse(message: str) -> Fault:
    return Fault("ValidationException", message, 400)


def _missing(what: str) -> Fault:
    return Fault("ResourceNotFoundException", f"The {what} was not found.", 404)


@emulates("macie2", "CreateSampleFindings")
def create_samples(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make samples of some types, or of all."""
    session, kinds = require_macie(state, call), call.parameters.get("findingTypes") or TYPES
    if set(kinds) - set(TYPES):
        raise _refuse("A finding type is not valid.")
    for kind in kinds:
        put_macie_finding(state, session, make_macie_sample(session, kind))
    return {}


def _find(state: EmulatorState, call: EmulatedCall) -> Iterator[dict[str, Any]]:
    for session in find_sessions(state, require_macie(state, call)):
        yield from session.findings.values()


@emulates("macie2", "ListFindings")
def list_findings(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the ids of findings that meet criteria."""
    criterion = (call.parameters.get("findingCriteria") or {}).get("criterion") or {}
    found = [f for f in _find(state, call) if match_criterion(criterion, f)]
    page, more = cut_page(
        call, [f["id"] for f in _sort(call, found)], MOST, fault="ValidationException"
    )
    return {"findingIds": page} | more


def _sort(call: EmulatedCall, findings: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
    wanted = call.parameters.get("sortCriteria") or {}
    name = wanted.get("attributeName") or "updatedAt"
    return sort_findings(findings, name, descending=wanted.get("orderBy", "DESC") == "DESC")


@emulates("macie2", "GetFindings")
def get_findings(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return findings by their ids."""
    wanted = set(call.parameters["findingIds"])
    if len(wanted) > MOST:
        raise _refuse(f"At most {MOST} findings can be asked for.")
    found = [f for f in _find(state, call) if f["id"] in wanted]
    shape: Any = call.model.output_shape
    member = shape.members["findings"].member
    return {"findings": [read_members(member, finding) for finding in _sort(call, found)]}


def _place(call: EmulatedCall, kind: str, name: str) -> str:
    return f"arn:{call.partition}:macie2:{call.region}:{call.account_id}:{kind}/{name}"


@emulates("macie2", "CreateAllowList")
def create_allow_list(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep what is to be passed over: an expression, or an object with words."""
    session, given = require_macie(state, call), call.parameters
    _check_allow_list(given)
    made, now = mock_random.get_random_hex(20), datetime.now(UTC)
    session.allow_lists[made] = {
        "id": made,
        "arn": _place(call, "allow-list", made),
        "name": given["name"],
        "description": given.get("description") or "",
        "criteria": given["criteria"],
        "tags": dict(given.get("tags") or {}),
        "createdAt": now,
        "updatedAt": now,
    }
    return {"id": made, "arn": session.allow_lists[made]["arn"]}


def _check_allow_list(given: Mapping[str, Any]) -> None:
    criteria = given["criteria"]
    if bool(criteria.get("regex")) == bool(criteria.get("s3WordsList")):
        raise _refuse("An allow list has either a regex or an s3WordsList.")
    if criteria.get("regex"):
        _check_regex(str(criteria["regex"]))


def _check_regex(text: str) -> None:
    try:
        re.compile(text)
    except re.error as error:
        raise _refuse("The regex is not valid.") from error


def show_allow_list_status(kept: Mapping[str, Any]) -> str:
    """Return the status of an allow list: whether its object can be read."""
    words = kept["criteria"].get("s3WordsList")
    if not words:
        return "OK"
    owner = moto_backends("s3").bucket_accounts.get(words["bucketName"])
    if owner is None:
        return "S3_OBJECT_NOT_FOUND"
    bucket = moto_backends("s3")[owner[1]][owner[0]].buckets[words["bucketName"]]
    return "OK" if words["objectKey"] in bucket.keys else "S3_OBJECT_NOT_FOUND"


@emulates("macie2", "GetAllowList", "UpdateAllowList", "DeleteAllowList")
def keep_allow_list(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read, change or delete an allow list."""
    session, given = require_macie(state, call), call.parameters
    kept = session.allow_lists.get(str(given["id"]))
    if kept is None:
        raise _missing("allow list")
    if call.operation == "GetAllowList":
        return {**kept, "status": {"code": show_allow_list_status(kept)}}
    if call.operation == "DeleteAllowList":
        if given.get("ignoreJobChecks") != "true" and _is_used(session, kept["id"]):
            raise refuse_conflict("A classification job uses the allow list.")
        del session.allow_lists[kept["id"]]
        return {}
    _check_allow_list(given)
    names = ("name", "description", "criteria")
    kept.update({n: given[n] for n in names if given.get(n) is not None})
    kept["updatedAt"] = datetime.now(UTC)
    return {"id": kept["id"], "arn": kept["arn"]}


def _is_used(session: MacieSession, allow_list: str) -> bool:
    jobs = session.jobs.values()
    return any(allow_list in (job.get("allowListIds") or ()) for job in jobs)


@emulates("macie2", "ListAllowLists")
def list_allow_lists(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the allow lists."""
    names = ("id", "arn", "name", "description", "createdAt", "updatedAt")
    held = require_macie(state, call).allow_lists.values()
    found = [{n: kept[n] for n in names} for kept in held]
    page, more = cut_page(call, found, 25, fault="ValidationException")
    return {"allowLists": page} | more


@emulates("macie2", "CreateCustomDataIdentifier")
def create_identifier(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep an expression to look for, with the words near it."""
    session, given = require_macie(state, call), call.parameters
    _check_regex(str(given["regex"]))
    held = session.identifiers.values()
    if any(kept["name"] == given["name"] and not kept["deleted"] for kept in held):
        raise refuse_conflict("A custom data identifier with this name already exists.")
    made = str(mock_random.uuid4())
    names = (
        *("name", "description", "regex", "keywords", "ignoreWords"),
        *("maximumMatchDistance", "severityLevels", "tags"),
    )
    session.identifiers[made] = {
        "id": made,
        "arn": _place(call, "custom-data-identifier", made),
        "createdAt": datetime.now(UTC),
        "deleted": False,
        "maximumMatchDistance": 50,
    } | {n: given[n] for n in names if given.get(n) is not None}
    return {"customDataIdentifierId": made}


@emulates("macie2", "GetCustomDataIdentifier", "DeleteCustomDataIdentifier")
def keep_identifier(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read an identifier, also a deleted one, or delete one: jobs may still name it."""
    kept = require_macie(state, call).identifiers.get(str(call.parameters["id"]))
    if kept is None:
        raise _missing("custom data identifier")
    if call.operation.startswith("Delete"):
        kept["deleted"] = True
        return {}
    return kept


@emulates("macie2", "ListCustomDataIdentifiers")
def list_identifiers(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the identifiers that are not deleted."""
    held = require_macie(state, call).identifiers.values()
    names = ("id", "arn", "name", "description", "createdAt")
    found = [{n: kept[n] for n in names if n in kept} for kept in held if not kept["deleted"]]
    page, more = cut_page(call, found, 25, fault="ValidationException")
    return {"items": page} | more


def show_job_status(job: Mapping[str, Any]) -> str:
    """Return the status of a job: nothing is looked at here, so that it runs until it ends."""
    return str(job["status"])


@emulates("macie2", "CreateClassificationJob")
def create_job(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep a job; it finds what `put_macie_finding` is given, and nothing by itself."""
    session, given = require_macie(state, call), call.parameters
    if any(job["name"] == given["name"] for job in session.jobs.values()):
        raise refuse_conflict("A classification job with this name already exists.")
    definition = given["s3JobDefinition"]
    if bool(definition.get("bucketDefinitions")) == bool(definition.get("bucketCriteria")):
        raise _refuse("A job has either bucketDefinitions or bucketCriteria.")
    if given["jobType"] == "SCHEDULED" and not given.get("scheduleFrequency"):
        raise _refuse("A scheduled job needs a scheduleFrequency.")
    unknown = set(given.get("customDataIdentifierIds") or ()) - session.identifiers.keys()
    unknown |= set(given.get("allowListIds") or ()) - session.allow_lists.keys()
    if unknown:
        raise _missing(f"resource {min(unknown)}")
    made = mock_random.get_random_hex(32)
    kept = {n: v for n, v in given.items() if v is not None and n != "clientToken"}
    session.jobs[made] = kept | {
        "jobId": made,
        "jobArn": _place(call, "classification-job", made),
        "createdAt": datetime.now(UTC),
        "status": "IDLE" if given["jobType"] == "SCHEDULED" else "RUNNING",
    }
    return {"jobId": made, "jobArn": session.jobs[made]["jobArn"]}


@emulates("macie2", "DescribeClassificationJob", "UpdateClassificationJob")
def keep_job(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read a job, or pause, resume or cancel it; a job that was cancelled stays so."""
    kept = require_macie(state, call).jobs.get(str(call.parameters["jobId"]))
    if kept is None:
        raise _missing("classification job")
    if call.operation.startswith("Describe"):
        shape: Any = call.model.output_shape
        shown = {n: v for n, v in kept.items() if n in shape.members}
        return shown | {"jobStatus": show_job_status(kept)}
    wanted = str(call.parameters["jobStatus"])
    if kept["status"] == "CANCELLED" or wanted not in {"CANCELLED", "RUNNING", "USER_PAUSED"}:
        raise _refuse("The status of the job cannot be changed to this.")
    kept["status"] = wanted
    return {}


@emulates("macie2", "ListClassificationJobs")
def list_jobs(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the jobs."""
    if call.parameters.get("filterCriteria"):
        raise Fault("UnknownOperationException", "filters of jobs are not emulated", 501)
    found = [
        {
            "jobId": job["jobId"],
            "name": job["name"],
            "jobType": job["jobType"],
            "jobStatus": show_job_status(job),
            "createdAt": job["createdAt"],
            **{n: v for n, v in job["s3JobDefinition"].items() if n.startswith("bucket")},
        }
        for job in require_macie(state, call).jobs.values()
    ]
    page, more = cut_page(call, found, 25, fault="ValidationException")
    return {"items": page} | more
