"""An emulated organization in which playbooks of threats are tried: act, verify, kill, undo."""

import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from blueprint_world import BlueprintWorld, open_worlds
from killed_response import Remains, Witness, choose_kinds

REGION = "eu-west-1"
CASE = "CASE-20261201-abcdef"
VOLATILE = ("captured_at", "raw")
Choose = Callable[[list[Remains]], list[Remains]]


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Death:
    """Kills at one of the points before and after each event of the journal and each write."""

    point: int = -1
    passed: int = 0

    def around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*args: Any, **kwargs: Any) -> Any:
            self.strike()
            found = act(*args, **kwargs)
            self.strike()
            return found

        return acted

    def strike(self) -> None:
        self.passed += 1
        if 0 <= self.point < self.passed:
            raise Killed


@dataclass
class Mortal:
    """Something of whose methods some are acts that death can strike around."""

    inner: Any
    death: Death
    acts: frozenset[str]

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.inner, name)
        return self.death.around(found) if name in self.acts else found


@dataclass(frozen=True)
class MortalConnections:
    connections: Any
    death: Death

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connections, name)

    def writer(self, account_id: str, region: str) -> Any:
        return Mortal(self.connections.writer(account_id, region), self.death, frozenset({"call"}))


@dataclass
class ResponseWorld:
    """AWS as the emulator has it, and what responds in it.

    `world.client("ec2")` is a client of the management account, `world.enter(account, "ec2")` one
    of a member's.
    """

    world: BlueprintWorld
    settings: Any

    @property
    def account_id(self) -> str:
        return str(self.world.sessions.identity().account_id)

    def client(self, service: str, region: str = REGION) -> Any:
        return self.world.client(service, region)

    def threat(self, kind: str, resource: str, **more: Any) -> Any:
        """Return a threat; account and Region are those of the ARN."""
        from ringwall.model.threat import Threat  # noqa: PLC0415 - few tests need it

        _, _, _, region, account, *_ = f"{resource}:::::".split(":")
        facts = {"account_id": account or self.account_id, "region": region or "global"}
        kinds: Any = kind
        return Threat(**{"kind": kinds, "resource": resource, "case": CASE, **facts, **more})

    def scene(self, **options: str) -> Any:
        from ringwall.model.threat import Scene  # noqa: PLC0415 - few tests need it

        readers = self.world.sessions.reader
        return Scene(readers, datetime.now(UTC), self.settings, options)

    def plan(self, playbook: str, threat: Any, **options: str) -> Any:
        """Return the planned response; AssertionError where it ends with a problem."""
        from ringwall.catalog.loader import load_responses  # noqa: PLC0415 - few tests need it
        from ringwall.respond.planning import plan_response  # noqa: PLC0415 - the same

        planned = plan_response(load_responses()[playbook], threat, self.scene(**options))
        assert planned.problem == ""
        return planned

    def carry_out(self, planned: Any, environment: Any = None) -> Any:
        """Make the Changes; return the report of the run. Nothing is waited for."""
        from ringwall.apply.run import execute  # noqa: PLC0415 - few tests need it

        return execute(
            turn_round(planned.changes),
            environment or self.world.environment(),
            "test",
            kind="apply",
            options=self._options(),
        )

    def resume(self, run_id: str) -> Any:
        from ringwall.apply.run import resume  # noqa: PLC0415 - few tests need it

        return resume(run_id, self.world.environment(), "test", options=self._options())

    def respond(self, playbook: str, threat: Any, **options: str) -> Any:
        """Plan and carry out; AssertionError where a step is not verified."""
        report = self.carry_out(self.plan(playbook, threat, **options))
        assert tell_steps(report) == [], "a step is not verified"
        return report

    def undo(self, run_id: str) -> Any:
        report = self.world.undo(run_id)
        assert tell_steps(report) == [], "a step is not undone"
        return report

    def look(self, *tables: str, without: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return the rows of tables of the estate by ARN, as they are now, to be compared.

        `without` names columns that no undo brings back, such as a time of change.
        """
        from ringwall.catalog.loader import load_tables  # noqa: PLC0415 - the same

        engine = self.world.collect(set(tables))  # a snapshot of now
        left_out = {*VOLATILE, *without}
        found: dict[str, Any] = {}
        for name in tables:
            columns = [one.name for one in load_tables()[name].all_columns]
            kept = [column for column in columns if column not in left_out]
            rows = engine.stream(f"select {', '.join(kept)} from estate.{name}")
            shown = [json.dumps(dict(zip(kept, row, strict=True)), default=str) for row in rows]
            found[name] = sorted(shown)
        return found

    def save(self) -> bytes:
        """Return what the emulator holds, for `load`."""
        contents: bytes = self.world.emulator.save()
        return contents

    def load(self, contents: bytes) -> None:
        self.world.emulator.load(contents)
        sessions = self.world.sessions
        for account_id in list(sessions._state.credentials):  # noqa: SLF001 - the emulator knows them no more
            sessions.release(account_id)
            sessions.ask_again(account_id)

    def die_everywhere(
        self,
        playbook: str,
        threat: Any,
        look: Callable[[], Any],
        *,
        comes_back: bool = True,
        choose: Choose = list,
        **options: str,
    ) -> None:
        """Kill the response after each act; resume reaches the same end, undo the beginning.

        The acts are each entry of the journal and each write that AWS has made, whose answer is
        lost then. After each, the run is resumed, and then undone. After the first act of each
        kind, such as the first intent of an operation, it is undone at once, too; and the undo is
        killed after the first act of each kind itself. `look` returns what is compared: the end
        must not depend on where it was killed. Without `comes_back` nothing is undone, for nothing
        can be. `choose` takes some acts where there are too many.
        """
        before = look()
        witness = self._witness()
        report = self.carry_out(self.plan(playbook, threat, **options), self._watched(witness))
        assert tell_steps(report) == []
        assert witness.find_unseen(report.steps) == []
        after = look()
        for remains in choose(witness.remains):
            self.take_up(remains)
            resumed = self.resume(report.run.id)
            assert tell_steps(resumed) == [], f"killed after {remains.act}"
            assert look() == after, f"killed after {remains.act}"
            if comes_back:
                self.undo(report.run.id)
                assert look() == before, f"killed after {remains.act}, and resumed"
        if comes_back:
            for remains in choose_kinds(witness.remains):
                self.take_up(remains)
                self._undo(report.run.id, self.world.environment())
                assert look() == before, f"killed after {remains.act}, and not resumed"
            self._die_undoing(report.run.id, witness.remains[-1], look, before)
        witness.forget()

    def _die_undoing(
        self, run_id: str, done: Remains, look: Callable[[], Any], before: Any
    ) -> None:
        """Kill the undo of a run that is done; undoing it again leads to the beginning."""
        witness = self._witness()
        self.take_up(done)
        report = self._undo(run_id, self._watched(witness))
        assert witness.find_unseen(report.steps if report else ()) == []
        for remains in choose_kinds(witness.remains):
            self.take_up(remains)
            self._undo(run_id, self.world.environment())
            assert look() == before, f"undo killed after {remains.act}"
        witness.forget()

    def _undo(self, run_id: str, environment: Any) -> Any:
        """Undo a run; None where nothing is left to undo."""
        from ringwall.apply.undo import undo  # noqa: PLC0415 - few tests need it

        report = undo(run_id, environment, "test", options=self._options())
        assert tell_steps(report) == [] if report else True
        return report

    def _witness(self) -> Witness:
        return Witness(self.world.emulator, self.world.home / f"killed-{secrets.token_hex(4)}")

    def _watched(self, witness: Witness) -> Any:
        return witness.watch(self.world.environment())

    def take_up(self, remains: Remains) -> None:
        """Go on from what a kill left behind."""
        self.load(remains.restore(self.world.journal.engine))
        self._forget_leases()

    def _forget_leases(self) -> None:
        """End the leases of who was killed, as time does."""
        import sqlalchemy as sa  # noqa: PLC0415 - few tests need it

        from ringwall.store.database.connection import writing  # noqa: PLC0415 - the same
        from ringwall.store.database.schema import LEASE  # noqa: PLC0415 - the same

        with writing(self.world.journal.engine) as connection:
            connection.execute(sa.delete(LEASE))

    def _options(self) -> Any:
        from ringwall.model.run import RunOptions  # noqa: PLC0415 - few tests need it

        return RunOptions(keep_going=True, accept_irreversible=True)


def turn_round(changes: Sequence[Any]) -> list[Any]:
    """Return Changes in the order that is least expected: what comes later first.

    Several are made at a time, so that any order may happen which their `needs` allow, but for
    Changes of one resource, which are made one after the other. What depends on another order has
    to say so.
    """
    groups: dict[tuple[str, str, str], list[Any]] = {}
    for change in changes:
        groups.setdefault((change.account_id, change.region, change.resource), []).append(change)
    return [change for group in reversed(groups.values()) for change in group]


def tell_steps(report: Any) -> list[str]:
    """Return each step that is not done: the operation, the resource, why."""
    return [
        f"{step.change.write.operation} {step.change.resource}: {step.outcome} {step.reason}"
        for step in report.steps
        if not step.is_good
    ]


def list_operations(planned: Any) -> list[str]:
    """Return the writes of a planned response, in order."""
    return [change.write.operation for change in planned.changes]


@pytest.fixture
def response_world(
    blueprint_sessions: tuple[Any, Any, Any],
    tmp_path: Path,
    migrated_database: Path,
    aws_environment: pytest.MonkeyPatch,
) -> Iterator[ResponseWorld]:
    """Yield a lone account in one Region that responds by itself, without an evidence account."""
    with open_worlds(blueprint_sessions, tmp_path, migrated_database, aws_environment) as make:
        yield ResponseWorld(make(REGION), make_settings({}))


def make_settings(more: Mapping[str, Any]) -> Any:
    """Return settings of responders."""
    from ringwall.model.threat import ResponseSettings  # noqa: PLC0415 - few tests need it

    return ResponseSettings(**{"home_region": REGION, "regions": (REGION,), **more})
