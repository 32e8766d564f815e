"""Blueprints of one account, for what is not about accounts."""

import pytest


@pytest.fixture
def one() -> str:
    """Return a blueprint with a place for more of its section accounts."""
    return (
        "blueprint: a\nhome_region: us-east-1\n"
        "accounts: {security: management, log_archive: management, %s}\n"
    )
