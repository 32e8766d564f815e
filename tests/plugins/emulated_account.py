"""An emulated account behind a port, with weaknesses, and homes in which it was audited."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from recorded_events import RecordedEvents

REGION = "us-east-1"


@dataclass(frozen=True)
class EmulatedAccount:
    """An emulated account behind a port. It has a key that does not rotate and an open SSH port."""

    app: Any
    url: str
    client: Callable[[str], Any]
    planted: list[bytes] = field(default_factory=list)
    """What the emulator held when it was planted first."""

    def plant(self) -> None:
        """Start over, with the same weaknesses under the same ids."""
        if not self.planted:
            self._plant()
            self.planted.append(self.app.save())
        self.app.load(self.planted[0])

    def _plant(self) -> None:
        self.app.reset()
        self.client("kms").create_key()
        ec2 = self.client("ec2")
        vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
        group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
        open_ssh = {
            "IpProtocol": "tcp",
            "FromPort": 22,
            "ToPort": 22,
            "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
        }
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[open_ssh])

    def rotates(self) -> bool:
        """Whether the key rotates now."""
        kms = self.client("kms")
        key = kms.list_keys()["Keys"][0]["KeyId"]
        return bool(kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"])


@pytest.fixture(scope="session")
def served_account() -> Iterator[EmulatedAccount]:
    import botocore.session  # noqa: PLC0415 - few tests need it

    from ringwall.emulator.app import Emulator  # noqa: PLC0415 - the same
    from ringwall.emulator.server import serve  # noqa: PLC0415 - the same
    from ringwall.emulator.transport import attach  # noqa: PLC0415 - the same
    from ringwall.jobs.authority import ReasonedAuthority  # noqa: PLC0415 - the same

    app = Emulator(authority=ReasonedAuthority())
    session = botocore.session.Session()
    session.set_credentials("AKIATEAM", "not-a-secret")
    attach(session, app)
    clients: dict[str, Any] = {}

    def client(service: str) -> Any:
        if service not in clients:
            clients[service] = session.create_client(service, region_name=REGION)
        return clients[service]

    served = serve(app)
    try:
        yield EmulatedAccount(app, served.url, client)
    finally:
        served.close()


@pytest.fixture
def aws_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """Take away what leads to AWS on this machine, and return what can set something else."""
    return leave_no_way_to_aws(monkeypatch, tmp_path)


def leave_no_way_to_aws(monkeypatch: pytest.MonkeyPatch, home: Path) -> pytest.MonkeyPatch:
    """Do the same, for fixtures that last longer than a test."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "RINGWALL_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(home / "none"))
    return monkeypatch


@pytest.fixture
def account(
    served_account: EmulatedAccount, aws_environment: pytest.MonkeyPatch
) -> EmulatedAccount:
    """Return the account as it was planted; the environment leads to it."""
    served_account.plant()
    aws_environment.setenv("AWS_ENDPOINT_URL", served_account.url)
    aws_environment.setenv("AWS_REGION", REGION)
    aws_environment.setenv("AWS_ACCESS_KEY_ID", "AKIARINGWALL")
    aws_environment.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
    return served_account


@pytest.fixture(scope="session")
def audited_once(served_account: EmulatedAccount, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from ringwall.jobs.audit import AuditRequest, run_audit  # noqa: PLC0415 - few tests need it
    from ringwall.jobs.collect import CollectRequest, collect_live  # noqa: PLC0415 - the same
    from ringwall.jobs.connection import AwsAccess  # noqa: PLC0415 - the same

    home = tmp_path_factory.mktemp("audited")
    served_account.plant()
    request = CollectRequest(regions=(REGION,), services=("ec2", "kms", "s3"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "AKIARINGWALL")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "RINGWALL_DATABASE"):
            patch.delenv(name, raising=False)
        connection = AwsAccess(region=REGION, endpoint_url=served_account.url)
        collect_live(home, request, connection, RecordedEvents())
        with run_audit(home, AuditRequest(), RecordedEvents()):
            pass
    return home


@pytest.fixture
def audited_home(audited_once: Path, tmp_path: Path) -> Path:
    """Return a home folder of one's own in which the account was collected and audited."""
    # A connection that the collector closes only now takes its -shm and -wal away meanwhile.
    gc.collect()
    return Path(shutil.copytree(audited_once, tmp_path / "audited"))
