"""Where a response acts: an account and a Region, and the Changes that it makes there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ringwall.model.change import Change
from ringwall.model.errors import AccessDenied, NeedsHuman
from ringwall.model.response_playbook import HumanStep
from ringwall.model.table import Reader
from ringwall.model.threat import Scene, Threat

CASE_TAG = "ringwall:case"
"""The tag of what belongs to a case."""
CASE = r"[A-Za-z0-9._-]{1,64}"
"""What the id of a case looks like."""
ACCOUNT = r"\d{12}"
REGION = r"[a-z0-9-]{1,30}"
PARTITION = r"aws[a-z-]{0,20}"


@dataclass(frozen=True)
class ResponseSite:
    """An account and a Region in which a response acts."""

    reader: Reader
    case: str

    @property
    def account_id(self) -> str:
        """The account."""
        return self.reader.account_id

    @property
    def region(self) -> str:
        """The Region."""
        return self.reader.region

    def name(self, resource: str, service: str = "ec2") -> str:
        """Return the ARN of a resource there, such as `instance/i-0123`."""
        account = "" if resource.startswith(("snapshot/", "image/")) else self.account_id
        region = "" if service == "iam" else self.region
        return f"arn:{self.reader.partition}:{service}:{region}:{account}:{resource}"

    def change(self, resource: str, **facts: Any) -> Change:
        """Return a Change of a resource, by its ARN."""
        return Change(
            account_id=self.account_id,
            region=self.region,
            resource=resource,
            layer="response",
            **facts,
        )


def open_site(threat: Threat, scene: Scene, region: str = "") -> ResponseSite:
    """Return where the threat is, or another Region of its account; NeedsHuman for odd ids."""
    if not re.fullmatch(CASE, threat.case, re.ASCII):
        raise NeedsHuman("the id of the case has signs that no tag of ours has: open another case")
    if not re.fullmatch(ACCOUNT, threat.account_id, re.ASCII):
        raise NeedsHuman("the finding names no account: look up whose resource it is")
    if not re.fullmatch(REGION, region or threat.region or "global", re.ASCII):
        raise NeedsHuman("the finding names no Region of AWS: look up where the resource is")
    return ResponseSite(scene.reader(threat, region), threat.case)


def find_regions(site: ResponseSite, scene: Scene) -> tuple[str, ...]:
    """Return the Regions that are swept: those of the settings, or those that are on."""
    if scene.settings.regions:
        return scene.settings.regions
    found = site.reader.items("ec2.describe_regions", "Regions")
    return tuple(sorted(str(each["RegionName"]) for each in found))


def attempt(
    resource: str, what: str, steps: Iterable[Change | HumanStep]
) -> Iterator[Change | HumanStep]:
    """Yield what a part of a response does; where AWS lets nobody look, a step for a person.

    One look that is denied never keeps the rest from being contained.
    """
    try:
        yield from steps
    except AccessDenied as error:
        yield HumanStep(resource, what, f"it was not planned, for AWS let nobody look: {error}")
