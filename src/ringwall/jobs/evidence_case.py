"""The case that evidence is of: what it is about, and what is told to it."""

from collections.abc import Mapping
from typing import Any

from ringwall.jobs.evidence import NoteToCase
from ringwall.jobs.respond.responders import Responders
from ringwall.model.threat import Threat


def find_case_threat(responders: Responders, case: str) -> Threat:
    """Return what a case is about; BadInput where there is no such case, or its seals break."""
    return responders.find_case(case).case.threat


def tell_case_of_evidence(responders: Responders, case: str) -> NoteToCase | None:
    """Return what tells a case of each piece of evidence; None where it was not opened here."""
    if case not in responders.log.case_ids():
        return None
    responders.find_case(case)  # BadInput where its seals do not hold

    def note(body: Mapping[str, Any]) -> None:
        file = responders.find_case(case)
        responders.author.add(file, "collected", {"name": _name(body), **body})

    return note


def _name(body: Mapping[str, Any]) -> str:
    """Return how a timeline calls an item, or a custody entry."""
    if "act" in body:
        return f"{body['act']}, manifest {body['number']} with SHA-256 {body['manifest_sha256']}"
    status = "" if body["status"] == "kept" else f" ({body['status']})"
    return f"{body['what']}{status}"
