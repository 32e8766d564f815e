"""What an emulator remembers to behave like AWS: token buckets, page tokens, old states."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from ringwall.emulator.authorization.callers import find_caller
from ringwall.emulator.authorization.enforcement import deny
from ringwall.emulator.behavior.lag import Lag
from ringwall.emulator.behavior.paging import Pages, answer_in_pages
from ringwall.emulator.behavior.throttling import Throttle
from ringwall.emulator.call import ROLE_ARN, EmulatedCall, Fault
from ringwall.emulator.deferred import DeferredAnswer
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.refusals import INVALID, throttling_fault
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.wire.response import Response


@dataclass
class Conduct:
    """Throttles, answers in pages, and lets reads and authorization be late."""

    throttle: Throttle = field(default_factory=Throttle)
    pages: Pages = field(default_factory=Pages)
    lag: Lag = field(default_factory=Lag)

    def check_rate(self, state: EmulatorState, call: EmulatedCall) -> None:
        """Raise the service's throttling error for a call that comes too early."""
        if self.throttle.refuses(state.behavior, call):
            raise throttling_fault(call)

    @contextmanager
    def authorizing(self, state: EmulatorState, call: EmulatedCall) -> Iterator[None]:
        """Let a call be authorized by an older state of IAM, if changes have not arrived yet.

        Fault for a key or a role that is not known there.
        https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html
        """
        if not state.behavior.lag:
            yield
            return
        caller = find_caller(state, call)
        role = ROLE_ARN.fullmatch(str(call.parameters.get("RoleArn", "")))
        accounts = {caller.account_id, role[1] if role and call.service == "sts" else ""} - {""}
        with ExitStack() as stack:
            for account in sorted(accounts):
                # A call of IAM that may be made sees what it was allowed by: that is one read.
                own = call.service == "iam" and account == call.account_id
                stack.enter_context(self.lag.authorizing(state, account, is_read_later=own))
            # INVARIANT: a key that is not known yet is nobody's; elsewhere it is the operator's.
            if find_caller(state, call).arn != caller.arn:
                code, status = INVALID[call.protocol]
                message = "The security token included in the request is invalid"
                raise Fault(code, message, status)
            if role and call.service == "sts" and not _has_role(role[1], role[0]):
                what = f"perform: sts:{call.operation} on resource: {role[0]}"
                raise deny(call, f"User: {caller.arn} is not authorized to {what}")
            yield

    def answer(
        self,
        state: EmulatorState,
        call: EmulatedCall,
        ask: Callable[[EmulatedCall], Response | DeferredAnswer],
    ) -> Response | DeferredAnswer:
        """Return the answer to a call: late if its service is, and in pages."""
        state.pending.count_read(state, call)
        with self.lag.seen_by(state, call):
            return answer_in_pages(self.pages, state.behavior, call, ask)


def _has_role(account_id: str, arn: str) -> bool:
    return any(role.arn == arn for role in moto_backend("iam", account_id).roles.values())
