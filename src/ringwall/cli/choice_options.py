"""Options that say which part of a blueprint's plan is meant."""

from dataclasses import dataclass
from pathlib import Path

from cyclopts import Parameter

from ringwall.cli.options import CommaList, split_list
from ringwall.jobs.blueprint.plan import PlanRequest
from ringwall.model.layer import Layer


@Parameter(name="*")
@dataclass(frozen=True)
class ChoiceOptions:
    """Which part of a blueprint is planned; all of it without options."""

    layer: Layer | None = None
    """Only this layer of defense; what it needs of others comes with it."""
    service: CommaList = ()
    """Only resources of these services, such as s3."""
    account: CommaList = ()
    """Only these accounts, by their names in the blueprint or their ids."""
    regions: CommaList = ()
    """Only these Regions; global for what has none."""
    prune: bool = False
    """Also erase what Ringwall made for this blueprint and it wants no more."""
    snapshot: str = ""
    """Id of the snapshot or the beginning of it; the newest if left out."""


def make_request(file: Path, choice: ChoiceOptions | None) -> PlanRequest:
    """Return what is to be planned."""
    options = choice or ChoiceOptions()
    return PlanRequest(
        file,
        options.snapshot,
        options.layer,
        split_list(options.service),
        split_list(options.account),
        split_list(options.regions),
        prune=options.prune,
    )
