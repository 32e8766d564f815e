"""What holds for all tests."""

import atexit
import gc
from collections.abc import Generator, Iterator

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = [
    "needs",
    "guesses",
    "built_acme",
    "acme_history",
    "recorded_events",
    "recorded_estate",
    "two_accounts",
    "emulated_account",
    "event_world",
    "function_world",
    "deployed_approvals",
    "small_account",
    "framework_results",
    "blueprint_world",
    "response_world",
    "runbook_world",
    "stoppable_function",
    "responders",
    "told_cases",
    "journal_contract",
    "outbox_contract",
    "dynamodb_world",
    "permitted_response",
    "lambda_responder",
    "told_responder",
    "evidence_world",
    "adoption_rows",
    "blueprint_home",
    "log_world",
    "geo_package",
]

# How long an example takes says something of the machine, which others use too.
for profile, is_repeated in (("repeated", True), ("explored", False)):
    settings.register_profile(
        profile,
        deadline=None,
        derandomize=is_repeated,
        suppress_health_check=[HealthCheck.too_slow],
    )
# The same examples in every run; `make test-slow` looks for others.
settings.load_profile("repeated")


GARBAGE = 20_000
"""How many new objects the garbage collector waits for: it would pass 30 times as often."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep the garbage collector from going through thirty thousand cases again and again.

    That took a third of the time of a collection, and of short tests.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        atexit.register(gc.unfreeze)  # what is never freed is said to leak
        gc.set_threshold(GARBAGE)
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def settings_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the key that tests seal with out of the developer's own settings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("settings")))
        yield


LONGEST = 50
"""How much of a value is shown in the name of its case."""


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a case by the text that it tries: on one line, in ASCII, and cut where it is long."""
    if not isinstance(val, str | bytes):
        return None
    text = val.decode("latin-1") if isinstance(val, bytes) else val
    plain = "".join(c if " " <= c <= "~" else f"<U+{ord(c):04X}>" for c in text[:LONGEST])
    is_whole = len(text) <= LONGEST and len(plain) <= LONGEST
    return plain if is_whole else f"{plain[: LONGEST - 3]}..."
