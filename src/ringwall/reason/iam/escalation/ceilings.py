"""Whether anything limits a principal that is given any permission: decided once for the like."""

from dataclasses import replace

from ringwall.reason.iam.escalation.admins import can_become_admin
from ringwall.reason.iam.escalation.likeness import Likeness
from ringwall.reason.iam.organization.model import Organization, Principal


class Ceilings:
    """The limits of the principals of one organization: boundaries, SCPs, their own denials."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._likeness = Likeness(organization)
        self._found: dict[object, tuple[Principal, bool | None]] = {}
        """The answers, with whom they were found for: a key names policies by where they are."""

    def is_open(self, gainer: Principal, rewritten: str = "") -> bool | None:
        """Whether who gains any permission can be an administrator; None where that is not known.

        `rewritten` is the ARN of a policy that is rewritten for it: that limits it no more.
        """
        limiting = tuple(
            policy
            for policy in gainer.attached
            if not (rewritten and policy.managed_arn == rewritten)
            and (policy.denies or not policy.compiled)
        )
        # What its policies allow makes no difference to somebody who is given everything.
        limited = replace(gainer, attached=limiting)
        key = self._likeness.find_like(limited) or (gainer, rewritten)
        if key not in self._found:
            self._found[key] = limited, can_become_admin(self._organization, limited)
        return self._found[key][1]
