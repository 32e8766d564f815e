"""Evidence of a threat: which collections there are for each kind of resource, and all in order."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from ringwall.model.errors import BadInput
from ringwall.model.threat import EvidencePlace, Threat, ThreatKind
from ringwall.respond.evidence.collector import EvidenceCollector
from ringwall.respond.evidence.sources import (
    activity,
    bucket,
    copies,
    function,
    history,
    instance,
    principal,
)
from ringwall.respond.evidence.sources.function import CodeDownload, refuse_download

EVIDENCE_READS = tuple(
    sorted(
        {
            *activity.READS,
            *bucket.READS,
            *copies.READS,
            *function.READS,
            *history.READS,
            *instance.READS,
            *principal.READS,
            "sts.get_caller_identity",
        }
    )
)
"""Every operation that is read with: the role that collects needs these."""
_ACCOUNT = re.compile(r"\d{12}")
_REGION = re.compile(r"[a-z]{2,8}(-[a-z]+)+-\d{1,2}")


@dataclass(frozen=True)
class EvidenceRequest:
    """What is to be collected beside what AWS is asked of the resource."""

    threat: Threat
    home_region: str
    evidence: EvidencePlace | None = None
    logs: Mapping[str, Iterable[Mapping[str, Any]]] = field(default_factory=dict)
    """Rows of the home's own logs, by the name of the table."""
    download: CodeDownload = refuse_download
    hashed_blocks: int = 0
    """The most blocks of a snapshot that are read to be hashed."""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))


def collect_evidence(collector: EvidenceCollector, request: EvidenceRequest) -> None:
    """Collect all there is about a threat; `collector.items` has it.

    What cannot be read is an item with the reason. A kind of resource without a collection of its
    own has what was done, who did it, and the copies of the case. BadInput where the threat names
    no account.
    """
    threat = _place(request)
    place = (threat.account_id, threat.region)
    collector.keep_rows("the threat, as it was told", "finding", [asdict(request.threat)])
    for name, act in _list_parts(collector, request, threat, place).items():
        try:
            act()
        except BadInput as error:
            _note_failure(collector, place, name, str(error))
        except (LookupError, TypeError, AttributeError) as error:
            _note_failure(collector, place, name, f"AWS's answer cannot be read: {error!r}")
    for table, rows in request.logs.items():
        collector.keep_rows(f"lines of logs.{table}", "log", rows, table=table)


def _list_parts(
    collector: EvidenceCollector, request: EvidenceRequest, threat: Threat, place: tuple[str, str]
) -> dict[str, Callable[[], None]]:
    by_kind: dict[ThreatKind, Callable[[], None]] = {
        "bucket": lambda: bucket.collect_bucket(collector, threat),
        "function": lambda: function.collect_function(collector, threat, request.download),
        "instance": lambda: instance.collect_instance(collector, threat),
        "role": lambda: principal.collect_principal(collector, threat),
        "user": lambda: principal.collect_principal(collector, threat),
    }
    parts: dict[str, Callable[[], None]] = {}
    if threat.kind in by_kind:
        parts[f"the {threat.kind}"] = by_kind[threat.kind]
    parts["what was done"] = lambda: activity.collect_activity(
        collector, threat, request.home_region, request.now
    )
    parts["who did it"] = lambda: _collect_actor(collector, threat, place)
    parts["copies"] = lambda: copies.collect_snapshots(
        collector, place, threat.case, request.hashed_blocks
    )
    if (evidence := request.evidence) is not None:
        for region in dict.fromkeys((threat.region, evidence.region)):
            parts[f"copies in the evidence account, {region}"] = partial(
                copies.collect_snapshots, collector, (evidence.account_id, region), threat.case
            )
        parts["objects of the case"] = lambda: copies.collect_objects(
            collector, evidence, threat.case
        )
    return parts


def _collect_actor(collector: EvidenceCollector, threat: Threat, place: tuple[str, str]) -> None:
    """Keep what is known of who acted, where that is in the same account, and of the key."""
    account, kind, name = principal.find_principal(threat.actor)
    if kind and account == threat.account_id and threat.actor != threat.resource:
        principal.collect_named(collector, place, kind, name, threat.actor)
    if activity.KEY.fullmatch(threat.access_key):
        principal.keep_key_use(collector, place, threat.access_key)


def _note_failure(
    collector: EvidenceCollector, place: tuple[str, str], name: str, reason: str
) -> None:
    collector.note(name, place, "ringwall", {}, kind="document", status="failed", reason=reason)


def _place(request: EvidenceRequest) -> Threat:
    """Return the threat with the Region that is asked; BadInput where it names no account."""
    threat = request.threat
    region = request.home_region if threat.region in ("", "global") else threat.region
    if not (_ACCOUNT.fullmatch(threat.account_id) and _REGION.fullmatch(region)):
        raise BadInput(
            f"the threat is in account {threat.account_id!r}, Region {region!r}: none such"
        )
    return replace(threat, region=region)
