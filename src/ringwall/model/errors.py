"""The family of errors that a user sees: each says what, where and what to do."""

from collections.abc import Collection

from ringwall.model.status import Status


class RingwallError(Exception):
    """Something that the user can act on; `exit_code` is the process's exit code."""

    exit_code = 2


class BadInput(RingwallError):
    """What the user handed in cannot be used: an option, a file, a rule, a query."""

    exit_code = 64


class BadRule(BadInput):
    """A rule file has a broken header, bad SQL or a failing example; names file and line."""


class BadBlueprint(BadInput):
    """A blueprint cannot be used; names every place, a line each: `file:line:column: message`."""


class DamagedSnapshot(BadInput):
    """A snapshot folder is incomplete or was changed after it was written."""


class Locked(BadInput):
    """Another Ringwall process is writing to the same home."""


class CaseMoved(Locked):
    """Somebody else has added to a case in the meantime: look again, then decide."""


class NotAuthorized(RingwallError):
    """A response was not carried out: its approval is missing, spent, late or refused."""


class StrangeAccount(NotAuthorized):
    """A finding names an account that is not known to be ours: it is not entered."""


class NotCollected(RingwallError):
    """What was asked for is not in the snapshot, or there is no snapshot yet."""


class NeedsHuman(RingwallError):
    """A playbook leaves this to a human, and says why."""


class NoCredentials(RingwallError):
    """No credentials were found, or they have expired."""


class StorageFailed(RingwallError):
    """The disk refused a write; nothing that was acknowledged is lost."""


class CallFailed(RingwallError):
    """An AWS call failed for good; `code` is AWS's error code, `status` how coverage names it.

    `is_rejected` where the call did nothing for certain: AWS refused the request as it was, or the
    request was never sent. Otherwise AWS failed itself or its answer was lost: a write may have
    been carried out.
    """

    status: Status = "failed"
    is_rejected = False

    def __init__(self, message: str, code: str = "", *, is_rejected: bool | None = None) -> None:
        super().__init__(message)
        self.code = code
        if is_rejected is not None:
            self.is_rejected = is_rejected

    def is_one_of(self, codes: Collection[str]) -> bool:
        """Whether AWS said one of these codes, and did not mean that the caller may not ask.

        Macie has one code for both: only the message tells.
        """
        return self.code in codes and "is not authorized to perform" not in str(self)


class AccessDenied(CallFailed):
    """AWS refused the call: a policy of some type denies it, or none allows it."""

    status: Status = "denied"
    is_rejected = True


class Throttled(CallFailed):
    """AWS still refused the call for its rate after all retries."""

    status: Status = "throttled"
    is_rejected = True


class RegionDisabled(CallFailed):
    """The region is not enabled for the account, or the service does not exist there."""

    status: Status = "region_disabled"
    is_rejected = True


class NotInSource(CallFailed):
    """The source in place of AWS does not have what was asked."""

    status: Status = "not_collected"
