"""`ringwall emulator`: an AWS organization on this machine."""

from typing import Annotated

import cyclopts
from cyclopts import Parameter
from cyclopts.validators import Number

from ringwall.cli.options import PLAIN, CommaList, split_list
from ringwall.cli.output import print_note
from ringwall.cli.terminal import Terminal
from ringwall.jobs.emulator import EmulatorRequest, serve_emulator

Count = Annotated[int | None, Parameter(validator=Number(gte=0))]

emulator = cyclopts.App(
    name="emulator",
    help="Serve an emulated AWS organization on this machine.",
    default_parameter=PLAIN,
)


@emulator.command
def serve(
    *,
    port: Annotated[int, Parameter(validator=Number(gte=0, lte=65535))] = 5599,
    host: str = "127.0.0.1",
    empty: bool = False,
    history: bool = False,
    deny: CommaList = (),
    enforce: bool = True,
    run_functions: bool = False,
    realistic: bool = False,
    burst: Count = None,
    page_size: Count = None,
    lag: Count = None,
    delay: Count = None,
    seed: Count = None,
    identity_center: str = "",
) -> None:
    """Serve the made-up organization Acme until Ctrl-C; print how to reach it.

    Policies decide what a caller may do, as on AWS. Signatures are not checked: it listens on this
    machine alone, and requests of web pages are refused.

    Parameters
    ----------
    port
        Port to listen on; 0 takes a free one.
    host
        Address to listen on: 127.0.0.1, ::1 or localhost.
    empty
        Start without Acme: one account, nothing in it.
    history
        Let a week of work and nine attacks happen at Acme first: docs/howto/watch.md.
    deny
        Calls to refuse: s3:GetBucketPolicy, ec2:*@ACCOUNT/REGION (may be repeated).
    enforce
        Refuse calls that IAM policies, SCPs, RCPs and resource policies do not allow.
    run_functions
        Run the code of Lambda functions as you: whoever can connect can run code then.
    realistic
        Be as inconvenient as AWS: --burst 50 --page-size 20 --lag 2 --delay 3.
    burst
        Calls to a service that are answered before about every second one is throttled; 0: all.
    page_size
        The most items of a page; 0: as many as the client asks for.
    lag
        The most reads after a write that may answer from before it.
    delay
        The most reads for which a thing is pending before it is ready.
    seed
        Another number throttles, lags and delays otherwise; equal ones do alike.
    identity_center
        Region in which IAM Identity Center is enabled, which only the console of AWS can.
    """
    counts = _choose(burst=burst, page_size=page_size, lag=lag, delay=delay, seed=seed)
    told = (enforce, run_functions, realistic, counts, identity_center)
    request = EmulatorRequest(host, port, empty, history, split_list(deny), *told)
    with serve_emulator(request, Terminal()) as served:
        print("\n".join(f"export {n}={v}" for n, v in served.variables.items()), flush=True)
        print_note(f"serving {served.url}; Ctrl-C ends it")
        served.wait()


def _choose(**counts: int | None) -> dict[str, int]:
    """Return the settings that were named."""
    return {name: count for name, count in counts.items() if count is not None}
