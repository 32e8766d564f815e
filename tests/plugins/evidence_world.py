"""A case in an emulated organization, with an account that keeps evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from blueprint_world import ROLE
from recorded_events import RecordedEvents
from response_world import CASE, REGION, ResponseWorld

BUCKET = "acme-evidence"
SECRET = "hunter2"


@dataclass
class EvidenceWorld:
    """A lone account, and on demand a second one that keeps evidence."""

    response: ResponseWorld
    home: Path
    connection: Any
    told: RecordedEvents = field(default_factory=RecordedEvents)
    keeper: str = ""
    """The id of the account that keeps evidence."""

    @property
    def emulator(self) -> Any:
        return self.response.world.emulator

    @property
    def account_id(self) -> str:
        return self.response.account_id

    def make_keeper(self, **more: Any) -> Any:
        """Make the account that keeps evidence, its bucket and its keys; return the policy."""
        from ringwall.model.response_policy import EvidencePart, ResponsePolicy  # noqa: PLC0415

        world = self.response.world
        world.make_organization()
        self.keeper = world.make_account("evidence", "evidence@acme.example")
        self.enter("s3").create_bucket(
            Bucket=BUCKET,
            ObjectLockEnabledForBucket=True,
            CreateBucketConfiguration={"LocationConstraint": REGION},
        )
        keys = self.enter("kms")
        own = keys.create_key()["KeyMetadata"]["Arn"]
        signing = keys.create_key(KeyUsage="SIGN_VERIFY", KeySpec=more.pop("spec", "ECC_NIST_P256"))
        part = {
            "account": self.keeper,
            "region": REGION,
            "bucket": BUCKET,
            "key_arn": own,
            "signing_key_arn": signing["KeyMetadata"]["Arn"],
            **more,
        }
        return ResponsePolicy(evidence=EvidencePart(**part))

    def enter(self, service: str) -> Any:
        """Return a client of the account that keeps evidence."""
        return self.response.world.enter(self.keeper, service)

    def start_instance(self, **more: Any) -> str:
        """Return the ARN of an instance that runs, with a secret in its user data."""
        made = self.response.client("ec2").run_instances(
            ImageId="ami-12345678",
            MinCount=1,
            MaxCount=1,
            InstanceType="t3.micro",
            **{"UserData": f"#!/bin/sh\nexport PASSWORD={SECRET}\n", **more},
        )
        name = made["Instances"][0]["InstanceId"]
        return f"arn:aws:ec2:{REGION}:{self.account_id}:instance/{name}"

    def threat(self, kind: str, resource: str, **more: Any) -> Any:
        return self.response.threat(kind, resource, **more)

    def collect(self, threat: Any, policy: Any = None, **more: Any) -> Any:
        """Collect evidence of a threat by a policy; return what was collected."""
        from ringwall.jobs.evidence import CaseEvidenceRequest, collect_case  # noqa: PLC0415
        from ringwall.model.response_policy import ResponsePolicy  # noqa: PLC0415

        note = more.pop("note", lambda _: None)
        request = CaseEvidenceRequest(threat, policy or ResponsePolicy(), **more)
        return collect_case(self.home, request, self.connection, self.told, note)

    def collector(self, **more: Any) -> Any:
        """Return what collects into the folder of the case; nobody is told."""
        from ringwall.respond.evidence.collector import EvidenceCollector  # noqa: PLC0415

        chosen: Mapping[str, Any] = {
            "readers": self.response.world.sessions.reader,
            "keep": self.folder.put,
            "told": lambda _: None,
        }
        return EvidenceCollector(**{**chosen, **more})

    @property
    def folder(self) -> Any:
        from ringwall.store.evidence_folder import EvidenceFolder  # noqa: PLC0415

        return EvidenceFolder(self.home / "evidence" / CASE)

    def content(self, item: Any) -> bytes:
        """Return the file of an item."""
        with self.folder.open(item.sha256) as file:
            found: bytes = file.read()
        return found


def find_item(items: Any, what: str) -> Any:
    """Return the last item of this name."""
    return [item for item in items if item.what == what][-1]


@pytest.fixture
def evidence_world(
    response_world: ResponseWorld, tmp_path: Path, aws_environment: pytest.MonkeyPatch
) -> EvidenceWorld:
    """Return a lone account whose evidence lies in a home folder of its own."""
    from ringwall.jobs.connection import AwsAccess  # noqa: PLC0415 - few tests need it

    aws_environment.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    connection = AwsAccess(region=REGION, role=ROLE)
    vars(connection)["sessions"] = response_world.world.sessions
    return EvidenceWorld(response_world, tmp_path / "home", connection)
