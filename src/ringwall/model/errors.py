"""The family of errors that a user sees: each says what, where and what to do."""

from ringwall.model.status import Status


class RingwallError(Exception):
    """Something that the user can act on; `exit_code` is the process's exit code."""

    exit_code = 2


class BadInput(RingwallError):
    """What the user handed in cannot be used: an option, a file, a rule, a query."""

    exit_code = 64


class BadRule(BadInput):
    """A rule file has a broken header, bad SQL or a failing example; names file and line."""


class DamagedSnapshot(BadInput):
    """A snapshot folder is incomplete or was changed after it was written."""


class Locked(BadInput):
    """Another Ringwall process is writing to the same home."""


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

    `status` is a `model.status.Status`.
    """

    status: Status = "failed"

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class AccessDenied(CallFailed):
    """AWS refused the call: a policy of some layer denies it, or none allows it."""

    status: Status = "denied"


class Throttled(CallFailed):
    """AWS still refused the call for its rate after all retries."""

    status: Status = "throttled"


class RegionDisabled(CallFailed):
    """The region is not enabled for the account, or the service does not exist there."""

    status: Status = "region_disabled"


class NotInSource(CallFailed):
    """The file that stands in for AWS does not hold what was asked."""

    status: Status = "not_collected"
