"""An execution of a runbook: what it was started with, and how far it has come.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecution.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from ringwall.emulator.automation.runbook import Runbook, RunbookStep
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.state import EmulatorState

AutomationStatus = Literal[
    "Pending", "InProgress", "Waiting", "Success", "TimedOut", "Cancelling", "Cancelled", "Failed"
]
ENDED = frozenset({"Success", "TimedOut", "Cancelled", "Failed"})
NO_OUTPUT = "No output available yet because the step is not successfully executed"
"""What AWS writes for an output of a step that did not succeed."""
ExecutionKey = tuple[str, str, str]
"""Account, Region and id of an execution."""
ExecutionMap = dict[str, "Execution"]


@dataclass(frozen=True)
class StepFailure:
    """Why a step failed, as AWS tells it."""

    message: str
    stage: str = "Invocation"
    """InputValidation, PreVerification, Invocation or PostVerification."""
    kind: str = "Action"
    """Action, Permission, Throttling, Verification or Internal."""


@dataclass(frozen=True)
class ParentStep:
    """The round of a loop that a step ran in."""

    step_id: str
    name: str
    iteration: int
    value: str


@dataclass(eq=False)
class StepRun:
    """One run of a step."""

    step_id: str
    step: RunbookStep
    timeout: int = 0
    """Seconds; 0 where the action has no end of its own."""
    status: AutomationStatus = "Pending"
    started: datetime | None = None
    ended: datetime | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)
    failure: StepFailure | None = None
    attempts: int = 0
    memory: dict[str, Any] = field(default_factory=dict)
    """What the action has to know when it goes on."""
    parent: ParentStep | None = None
    location: tuple[str, str] | None = None
    """Account and Region where a child of this step runs."""

    @property
    def name(self) -> str:
        """The step's name."""
        return str(self.step["name"])

    @property
    def action(self) -> str:
        """The action: `aws:branch`."""
        return str(self.step["action"])


@dataclass(eq=False)
class Round:
    """A sequence of steps that runs: the whole document, or one round of a loop."""

    steps: list[RunbookStep]
    next_name: str | None
    """The step that is to run next; None at the end."""
    loop: StepRun | None = None
    iteration: int = 0
    values: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Starter:
    """Who started an execution, and from where."""

    arn: str
    access_key: str
    source_ip: str
    user_agent: str


@dataclass
class FanOut:
    """Children that an execution starts instead of running steps itself."""

    waiting: list[Any] = field(default_factory=list)
    """What is still to be started."""
    is_resolved: bool = False
    """Whether it is known what the children are for."""
    most_at_once: int = 1
    most_errors: int = 0
    total: int = 0
    running: dict[str, ExecutionKey] = field(default_factory=dict)
    """Children by the id of the step that stands for each."""
    errors: int = 0


@dataclass(eq=False)
class Execution:
    """An execution of a runbook in an account and Region."""

    key: ExecutionKey
    document: str
    version: str
    runbook: Runbook
    starter: Starter
    request: Mapping[str, Any]
    """The parameters of StartAutomationExecution."""
    values: dict[str, Any]
    """The parameters of the document, in their types."""
    started: datetime
    role: str = ""
    """The ARN of the role that it acts as; '' where it acts as its starter."""
    parent: ExecutionKey | None = None
    status: AutomationStatus = "InProgress"
    ended: datetime | None = None
    failure: str = ""
    variables: dict[str, Any] = field(default_factory=dict)
    rounds: list[Round] = field(default_factory=list)
    """The sequences that run, the innermost last."""
    runs: list[StepRun] = field(default_factory=list)
    due: datetime | None = None
    """When it goes on by itself."""
    is_passive: bool = False
    """Whether it waits for a signal, or for another one: time alone ends its wait by a timeout."""
    is_cancelled: bool = False
    was_cancelled: bool = False
    """Whether it runs the steps that are to follow on its cancellation."""
    is_completing: bool = False
    """Whether it ends with the step that runs."""
    is_released: bool = False
    """Whether the next step may begin, where each waits for a signal."""
    has_failed: bool = False
    """Whether a critical step failed that did not stop it."""
    fan: FanOut | None = None
    session: tuple[str, datetime] | None = None
    """The access key of the role's session, and when it ends."""
    tags: dict[str, str] = field(default_factory=dict)
    targets: list[str] = field(default_factory=list)
    """The values of the target parameter that targets were resolved to."""

    @property
    def execution_id(self) -> str:
        """The id."""
        return self.key[2]

    @property
    def is_interactive(self) -> bool:
        """Whether each step waits to be started."""
        return self.request.get("Mode") == "Interactive"

    @property
    def current(self) -> StepRun | None:
        """The step that runs or waits; None where none does."""
        for run in reversed(self.runs):
            if run.status in {"InProgress", "Waiting"} and run.action != "aws:loop":
                return run
        return None

    @property
    def arn(self) -> str:
        """Its ARN."""
        account, region, own = self.key
        return f"arn:{own_partition()}:ssm:{region}:{account}:automation-execution/{own}"

    def last_run(self, name: str) -> StepRun | None:
        """Return the last run of a step; None where it has not run."""
        return next((run for run in reversed(self.runs) if run.name == name), None)


def executions_of(state: EmulatorState, account_id: str, region: str) -> ExecutionMap:
    """Return the executions of an account in a Region, by id, the oldest first."""
    key = (account_id, region, "ssm.Executions")
    found: ExecutionMap = state.settings.setdefault(key, {})
    return found


def find_execution(state: EmulatorState, key: ExecutionKey) -> Execution:
    """Return an execution; KeyError where there is none."""
    return executions_of(state, key[0], key[1])[key[2]]


def list_running(state: EmulatorState) -> Iterator[Execution]:
    """Yield the executions of all accounts that have not ended."""
    for (_, _, name), held in list(state.settings.items()):
        if name == "ssm.Executions":
            yield from (found for found in held.values() if found.status not in ENDED)
