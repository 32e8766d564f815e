"""The steps of a run, several at a time, in an order that their needs allow."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event

from ringwall.apply.graph import Schedule
from ringwall.apply.step import RunStep

Tell = Callable[[RunStep], None]
"""Called with every step as it ends."""


def work_off(
    steps: list[RunStep],
    perform: Callable[[RunStep], RunStep],
    halt: Event,
    *,
    parallel: int = 1,
    keep_going: bool = False,
    tell: Tell = lambda _: None,
) -> None:
    """Perform all steps that can be, `parallel` at a time; each ends in its place in `steps`.

    A step that fails or is refused lets nothing new begin, unless `keep_going`. An error and an
    interrupt set `halt`, and are raised when the steps that run have ended: what they did is in
    the journal by then.
    """
    schedule = Schedule(steps)
    running: dict[Future[RunStep], int] = {}
    is_stopped = False
    # Also one step at a time runs in a thread: an interrupt, which only the main thread hears,
    # does not cut it off between a write and its result.
    with ThreadPoolExecutor(parallel, "apply") as pool:
        try:
            while True:
                while not is_stopped and len(running) < parallel:
                    if (position := schedule.begin()) is None:
                        break
                    running[pool.submit(perform, steps[position])] = position
                if not running:
                    return
                ended = wait(running, return_when=FIRST_COMPLETED).done
                for future in sorted(ended, key=running.__getitem__):
                    step = future.result()
                    schedule.end(running.pop(future), step)
                    is_stopped |= step.is_bad and not keep_going
                    tell(step)
        except BaseException:  # raised again; an interrupt, too, waits for the steps that run
            halt.set()
            raise
