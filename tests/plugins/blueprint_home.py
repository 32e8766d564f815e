"""A home folder with a snapshot of a lone account, and a blueprint that makes it an organization.

Only what Organizations and Account say is collected: plan with `--service organizations`.
"""

import shutil
from pathlib import Path

import pytest
from emulated_account import REGION, EmulatedAccount
from recorded_events import RecordedEvents

BLUEPRINT = """blueprint: firm
home_region: us-east-1
accounts:
  email: "aws+{account}@firm.io"
  units:
    Security:
      accounts: [security, log-archive]
    Workloads:
      accounts: [prod]
"""


@pytest.fixture(scope="session")
def lone_snapshot(
    served_account: EmulatedAccount, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    home = tmp_path_factory.mktemp("lone") / "home"
    served_account.plant()
    collect_organization(served_account, home)
    return home


def collect_organization(account: EmulatedAccount, home: Path) -> None:
    """Collect what a plan of the organization is compared with."""
    from ringwall.jobs.collect import CollectRequest, collect_live  # noqa: PLC0415 - few tests need it
    from ringwall.jobs.connection import AwsAccess  # noqa: PLC0415 - the same

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "AKIARINGWALL")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        request = CollectRequest(regions=(REGION,), services=("organizations", "account"))
        connection = AwsAccess(
            region=REGION, endpoint_url=account.url, role="OrganizationAccountAccessRole"
        )
        collect_live(home, request, connection, RecordedEvents())


@pytest.fixture
def blueprint_home(lone_snapshot: Path, tmp_path: Path) -> Path:
    """Return a home folder of one's own, which has a snapshot of the account alone."""
    return Path(shutil.copytree(lone_snapshot, tmp_path / "lone"))


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    """Return the file of a blueprint."""
    path = tmp_path / "firm.yaml"
    path.write_text(BLUEPRINT)
    return path
