"""What a response is to: what a user names, as threats, each with the playbooks that take it."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count

from ringwall.catalog.loader import load_responses
from ringwall.jobs.history import open_findings, open_incidents
from ringwall.jobs.respond.responders import Responders
from ringwall.model.errors import BadInput, CaseMoved, NotCollected
from ringwall.model.finding import Finding
from ringwall.model.partition import find_partition
from ringwall.model.response_playbook import ResponsePlaybook
from ringwall.model.rule import SEVERITIES, Severity
from ringwall.model.text import make_visible
from ringwall.model.threat import Threat, ThreatKind
from ringwall.respond.cases import CaseFile, list_cases, name_case, new_case_id, open_case
from ringwall.respond.planning import find_playbooks
from ringwall.respond.resource_kinds import find_by_arn
from ringwall.respond.threats import make_threats
from ringwall.store.home import Home

_CASE = re.compile(r"(?i:case)-[\w-]{1,40}")
_INCIDENT = re.compile(r"(?i:inc)-[\w-]{1,40}")
_ACCOUNT_ID = re.compile(r"\d{12}")
_UID = re.compile(r"[0-9a-f]{1,64}", re.ASCII)
MOST_FINDINGS = 200
"""Findings of an incident that are looked at for threats; the gravest first."""


@dataclass(frozen=True)
class ResponseTarget:
    """What is responded to: an open case, or what a new one would be about."""

    threats: tuple[Threat, ...]
    title: str
    severity: Severity
    finding: str = ""
    incident: str = ""
    file: CaseFile | None = None
    rules: tuple[str, ...] = ()
    """The rules that told of it."""
    case: str = ""
    """The id of the case that it would open, where that follows from what it is."""


@dataclass(frozen=True)
class ChosenResponse:
    """One threat of a target, and the playbook that answers it."""

    target: ResponseTarget
    threat: Threat
    playbook: ResponsePlaybook


def find_target(
    responders: Responders, wanted: str, *, account: str = "", region: str = ""
) -> ResponseTarget:
    """Return what a user names: a case, a finding's uid, an incident, or the ARN of a resource.

    BadInput where there is no such thing; `account` and `region` say where a resource is whose ARN
    does not.
    """
    if _CASE.fullmatch(wanted):
        return _find_case(responders, wanted)
    if wanted.startswith("arn:") or _ACCOUNT_ID.fullmatch(wanted):
        return _find_resource(responders, wanted, account, region)
    if _INCIDENT.fullmatch(wanted):
        return _find_incident(responders, wanted)
    return target_of_finding(responders, _find_finding(responders, wanted))


def target_of_finding(responders: Responders, finding: Finding) -> ResponseTarget:
    """Return what a finding is about: the open case about it, if there is one."""
    open_ = [c for c in list_cases(responders.log) if c.status != "closed"]
    for case in open_:
        if case.finding == finding.uid:
            return _find_case(responders, case.id)
    threats = make_threats(finding)
    if not threats:
        raise BadInput(
            f"finding {finding.uid} names nothing that could be contained: "
            f"{make_visible(finding.resource)}"
        )
    return ResponseTarget(
        threats,
        finding.title,
        finding.severity,
        finding=finding.uid,
        rules=(finding.rule,),
        case=_find_free_case(responders, finding.uid, finding.first_seen),
    )


def choose_response(target: ResponseTarget, wanted: str = "", resource: str = "") -> ChosenResponse:
    """Return the playbook that answers a target, and the threat that it takes.

    BadInput where none does, or where several do and none is named.
    """
    playbooks = load_responses()
    if wanted and wanted not in playbooks:
        raise BadInput(f"no playbook {wanted}; `ringwall respond list` lists them")
    threats = [t for t in target.threats if not resource or t.resource.endswith(resource)]
    if not threats:
        raise BadInput(f"it does not name {make_visible(resource)}; it names {_name(target)}")
    if wanted:
        playbook = playbooks[wanted]
        taken = [threat for threat in threats if threat.kind in playbook.kinds]
        if not taken:
            kinds = ", ".join(playbook.kinds)
            raise BadInput(f"{wanted} is about {kinds}, and there is none: {_name(target)}")
        return ChosenResponse(target, _name_case(target, taken[0]), playbook)
    found = list(_find_answers(target, threats, list(playbooks.values())))
    # What no playbook names is answered by what its resource is, where that leaves no choice.
    found = found or [(t, book) for t in threats for book in playbooks.values() if _takes(book, t)]
    ids = list(dict.fromkeys(playbook.id for _, playbook in found))
    if not ids:
        raise BadInput(
            f"no playbook answers this by itself ({_name(target)}); name one with --playbook: "
            "`ringwall respond list`"
        )
    if len(ids) > 1:
        raise BadInput(
            f"{len(ids)} playbooks answer this; name one with --playbook:" + _list_choice(found)
        )
    threat, playbook = found[0]
    return ChosenResponse(target, _name_case(target, threat), playbook)


def _list_choice(found: Sequence[tuple[Threat, ResponsePlaybook]]) -> str:
    """Return a line for each playbook: what it does, and to what."""
    books = {playbook.id: playbook for _, playbook in found}
    width = max(map(len, books))
    lines = []
    for id_, playbook in books.items():
        those = [threat for threat, book in found if book.id == id_]
        about = dict.fromkeys(one.resource for one in those if one.kind == those[0].kind)
        first, *others = map(make_visible, about)
        more = f" (or {len(others)} more, by --resource)" if others else ""
        lines.append(f"\n  {id_:{width}}  {playbook.title}: {first}{more}")
    return "".join(lines)


def ensure_case(
    responders: Responders, chosen: ChosenResponse, author: str = ""
) -> tuple[CaseFile, Threat]:
    """Return the case of a target, opened where there is none yet, and the threat in it."""
    target = chosen.target
    threat = _name_case(target, chosen.threat)
    if target.file is not None:
        return target.file, threat
    try:
        file = open_case(
            responders.log,
            threat,
            title=target.title,
            severity=target.severity,
            author=author or responders.principal,
            finding=target.finding,
            incident=target.incident,
            access=responders.access,
        )
    except CaseMoved as error:
        raise CaseMoved(
            f"somebody else has just opened {threat.case} about this; look at it, or respond in "
            f"it: ringwall respond run {threat.case}"
        ) from error
    return file, threat


def _find_free_case(responders: Responders, about: str, at: int) -> str:
    """Return the id of the next case about a finding or an incident: those before are closed."""
    return next(
        name
        for name in (name_case(about, at, time) for time in count(1))
        if not responders.log.events(name)
    )


def _find_answers(
    target: ResponseTarget, threats: Sequence[Threat], playbooks: Sequence[ResponsePlaybook]
) -> Iterator[tuple[Threat, ResponsePlaybook]]:
    """Yield what answers the rules of a target."""
    for threat in threats:
        rules = [threat.rule] if threat.rule else list(target.rules)
        for rule in rules:
            for playbook in find_playbooks(playbooks, rule, [threat.kind]):
                yield threat, playbook


def _name_case(target: ResponseTarget, threat: Threat) -> Threat:
    """Return a threat with the id of its case, or with that of the case which it would open."""
    known = target.file.case.id if target.file else threat.case or target.case
    id_ = known or new_case_id(datetime.now(UTC))
    return replace(threat, case=id_)


def _takes(playbook: ResponsePlaybook, threat: Threat) -> bool:
    return threat.kind in playbook.kinds


def _find_case(responders: Responders, wanted: str) -> ResponseTarget:
    file = responders.find_case(wanted)
    case = file.case
    if case.status == "closed":
        raise BadInput(f"{case.id} is closed; `ringwall case reopen {case.id}` opens it again")
    responders.vouch_for(case)
    return ResponseTarget(
        (case.threat, *_find_more(responders, file)),
        case.title,
        case.severity,
        case.finding,
        case.incident,
        file,
    )


def _find_more(responders: Responders, file: CaseFile) -> tuple[Threat, ...]:
    """Return the other threats that the finding or incident of a case names."""
    case = file.case
    try:
        if case.incident:
            found = _read_incident(responders, case.incident).threats
        elif case.finding:
            found = make_threats(_find_finding(responders, case.finding))
        else:
            return ()
    except (BadInput, NotCollected):  # the database of findings may be another one now
        return ()
    own = _identify(case.threat)
    return tuple(threat for threat in found if _identify(threat) != own)


def _find_finding(responders: Responders, wanted: str) -> Finding:
    try:
        return open_findings(Home(responders.home)).find(wanted)
    except (BadInput, NotCollected) as error:
        if _UID.fullmatch(wanted):
            raise
        # Whoever is in a hurry types an id, such as i-0123456789abcdef0.
        raise type(error)(f"{error}; to name a resource, write its whole ARN") from error


def _find_incident(responders: Responders, wanted: str) -> ResponseTarget:
    """Return all that an incident names, in its open case, if there is one."""
    incident = open_incidents(Home(responders.home)).find(wanted)
    for case in list_cases(responders.log):
        if case.incident == incident.id and case.status != "closed":
            return _find_case(responders, case.id)
    case_id = _find_free_case(responders, incident.id, incident.first_at)
    return replace(_read_incident(responders, incident.id), case=case_id)


def _read_incident(responders: Responders, wanted: str) -> ResponseTarget:
    """Return all that the findings of an incident name."""
    home = Home(responders.home)
    incidents = open_incidents(home)
    incident = incidents.find(wanted)
    ledger = open_findings(home)
    uids = incidents.findings(incident.id)
    findings = sorted(
        (ledger.find(uid) for uid in uids[:MOST_FINDINGS]),
        key=lambda found: -SEVERITIES.index(found.severity),
    )
    threats = [threat for finding in findings for threat in make_threats(finding)]
    if not threats:
        raise BadInput(f"incident {incident.id} names nothing that could be contained")
    return ResponseTarget(
        _once(threats),
        incident.title,
        incident.severity,
        incident=incident.id,
        rules=tuple(dict.fromkeys(finding.rule for finding in findings)),
    )


def _find_resource(
    responders: Responders, wanted: str, account: str, region: str
) -> ResponseTarget:
    arn = wanted
    if _ACCOUNT_ID.fullmatch(wanted):
        partition = find_partition(responders.settings.home_region)
        found: list[tuple[ThreatKind, str]] = [("account", wanted)]
        arn = f"arn:{partition}:iam::{wanted}:root"
    else:
        found = list(find_by_arn(wanted))
    if not found:
        raise BadInput(f"{make_visible(wanted)} is nothing that a playbook contains")
    place = f"{arn}:::::".split(":")
    account_id = account or place[4] or responders.connection.sessions.identity().account_id
    if not _ACCOUNT_ID.fullmatch(account_id):
        raise BadInput(f"{make_visible(account_id)} is no account id: --account takes 12 digits")
    responders.membership.vouched.add(account_id)  # a person has named it
    now = time.time_ns() // 1_000_000
    kind, resource = found[0]
    threats = [
        Threat(
            one,
            account_id,
            region or place[3] or "global",
            name,
            "",
            reason="a person named it",
            first_at=now,
            last_at=now,
        )
        for one, name in found
    ]
    return ResponseTarget(
        tuple(threats), f"Response to {kind} {resource.rpartition(':')[2]}", "high"
    )


def _once(threats: Sequence[Threat]) -> tuple[Threat, ...]:
    """Return each threat once by the rule that tells of it: each rule may have its playbook."""
    found: dict[tuple[str, ...], Threat] = {}
    for threat in threats:
        found.setdefault((*_identify(threat), threat.rule), threat)
    return tuple(found.values())


def _identify(threat: Threat) -> tuple[str, str, str]:
    return threat.kind, threat.resource, threat.access_key


def _name(target: ResponseTarget) -> str:
    named = (f"{threat.kind} {make_visible(threat.resource)}" for threat in target.threats)
    names = list(dict.fromkeys(named))
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""  # noqa: PLR2004 - that is a line
    return "; ".join(names[:5]) + more
