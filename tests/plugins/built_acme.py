"""Acme, built once in a run: each worker loads it in 15 ms instead of building it in 5 s."""

import os
import pickle
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import pytest
from filelock import FileLock

from ringwall.emulator.acme.build import build
from ringwall.emulator.acme.organization import Acme
from ringwall.emulator.app import Emulator
from ringwall.jobs.authority import ReasonedAuthority


@dataclass(frozen=True)
class BuiltAcme:
    """Acme as it was built in this run, and what its emulator holds."""

    acme: Acme
    contents: bytes

    def emulator(self) -> Emulator:
        """Return an emulator of Acme that nobody else has: a test may change it."""
        app = Emulator(authority=ReasonedAuthority())
        app.load(self.contents)
        return app


@pytest.fixture(scope="session")
def built_acme(tmp_path_factory: pytest.TempPathFactory) -> BuiltAcme:
    """Return Acme; whichever worker needs it first builds it, the others wait."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    path = shared / "acme.pickle"
    with FileLock(shared / "acme.lock"):
        if not path.exists():
            _build(path)
    acme, contents = pickle.loads(path.read_bytes())  # noqa: S301 - our own
    return BuiltAcme(replace(acme, accounts=MappingProxyType(acme.accounts)), contents)


def _build(path: Path) -> None:
    app = Emulator(authority=ReasonedAuthority())
    acme = build(app)
    plain = replace(acme, accounts=dict(acme.accounts))
    part = path.with_suffix(".part")
    part.write_bytes(pickle.dumps((plain, app.save())))
    part.rename(path)
