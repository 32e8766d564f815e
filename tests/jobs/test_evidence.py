"""Evidence of a case, from the first call to a verification without AWS."""

import base64
import hashlib
import resource
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from evidence_world import BUCKET, SECRET, EvidenceWorld, find_item
from response_world import CASE, Death, Killed, Mortal, MortalConnections, tell_steps

from ringwall.apply.run import execute
from ringwall.jobs.evidence import (
    DEPOSIT,
    deposit_case,
    describe_item,
    plan_case_deposit,
    read_evidence,
    verify_case,
    verify_file,
)
from ringwall.jobs.history import begin_journal, open_journal
from ringwall.jobs.runs import open_environment, resume_run
from ringwall.model.errors import BadInput, CallFailed, NotCollected, StorageFailed
from ringwall.model.response_policy import ResponsePolicy
from ringwall.respond.evidence.manifest import read_signature
from ringwall.store.home import Home


def deposit(world: EvidenceWorld, policy: Any) -> Any:
    return deposit_case(world.home, CASE, policy, world.connection, world.told)


def list_objects(world: EvidenceWorld) -> dict[str, Mapping[str, Any]]:
    """Return what the bucket says of each object, by its key."""
    s3 = world.enter("s3")
    found = s3.list_object_versions(Bucket=BUCKET).get("Versions", ())
    keys = [one["Key"] for one in found]
    assert len(set(keys)) == len(keys), "no object is there twice"
    return {key: s3.head_object(Bucket=BUCKET, Key=key, ChecksumMode="ENABLED") for key in keys}


def test_a_lone_account_keeps_evidence_that_verifies(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    noted: list[Mapping[str, Any]] = []
    found = world.collect(world.threat("instance", world.start_instance()), note=noted.append)
    assert found.manifest.revision == 1
    assert [one["number"] for one in noted[:-1]] == [item.number for item in found.items]
    assert noted[-1]["act"] == "collected"
    assert noted[-1]["who"] == f"arn:aws:iam::{world.account_id}:user/operator"
    assert SECRET not in str(noted)
    check = verify_case(world.home, CASE)
    assert check.is_sound
    assert check.manifest == found.manifest == read_evidence(world.home, CASE)
    assert verify_file(world.home, found.path).is_sound
    assert verify_file(world.home, found.path / "manifest-0001.json", [check.key]).is_sound
    assert f"the key {check.key} (local) from now on" in world.told.notes[0]
    assert (
        plan_case_deposit(world.home, CASE, ResponsePolicy(), world.connection).plan.changes == ()
    )
    assert {path.stat().st_mode & 0o077 for path in found.path.iterdir()} == {0}
    tools = found.manifest.tools
    assert {"ringwall", "python", "botocore"} <= tools.keys()


def test_a_second_collection_adds_to_the_first(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    threat = world.threat("instance", world.start_instance())
    first = world.collect(threat)
    second = world.collect(threat)
    assert second.manifest.revision == 2
    assert second.manifest.items[: len(first.items)] == first.manifest.items
    numbers = [item.number for item in second.manifest.items]
    assert numbers == list(range(1, len(numbers) + 1))
    assert second.manifest.custody[0] == first.manifest.custody[0]
    assert verify_case(world.home, CASE).is_sound


def test_evidence_is_signed_by_kms_and_deposited_under_a_lock(
    evidence_world: EvidenceWorld,
) -> None:
    world = evidence_world
    policy = world.make_keeper()
    found = world.collect(world.threat("instance", world.start_instance()), policy)
    results = deposit(world, policy)
    assert [result.outcome for result in results] == ["clean", "clean"]
    signature = read_signature(world.folder.read_manifest(2)[1])
    assert signature.key_arn == policy.evidence.signing_key_arn
    assert signature.algorithm == "ECDSA_SHA_256"
    objects = list_objects(world)
    names = {f"{CASE}/{item.sha256}" for item in found.items if item.has_file}
    for revision in (1, 2):
        names |= {f"{CASE}/manifest-000{revision}{end}" for end in (".json", ".sig.json")}
    assert objects.keys() == names | {f"{CASE}/{signature.key}.pem"}
    for key, facts in objects.items():
        assert facts["ObjectLockMode"] == "GOVERNANCE"
        assert facts["SSEKMSKeyId"] == policy.evidence.key_arn
        if key.startswith(tuple(names)) and len(key) == len(CASE) + 65:
            assert base64.b64decode(facts["ChecksumSHA256"]).hex() == key[len(CASE) + 1 :]
    with pytest.raises(ClientError, match="AccessDenied"):
        world.enter("s3").delete_object(Bucket=BUCKET, Key=key, VersionId=facts["VersionId"])
    last = read_evidence(world.home, CASE).custody[-1]
    assert (last.act, last.detail["bucket"]) == ("deposited", BUCKET)
    assert last.detail["run"] == results[0].run.id
    assert verify_case(world.home, CASE).is_sound
    assert deposit(world, policy) == ()
    assert list_objects(world).keys() == objects.keys()


def test_what_is_deposited_verifies_by_itself(
    evidence_world: EvidenceWorld, tmp_path: Path
) -> None:
    """An examiner has the bucket and a fingerprint, and nothing of this machine."""
    world = evidence_world
    policy = world.make_keeper(spec="RSA_2048")
    world.collect(world.threat("instance", world.start_instance()), policy)
    deposit(world, policy)
    key = verify_case(world.home, CASE).key
    copy = tmp_path / "copy"
    copy.mkdir()
    s3 = world.enter("s3")
    for name in list_objects(world):
        body = s3.get_object(Bucket=BUCKET, Key=name)["Body"].read()
        (copy / name.rpartition("/")[2]).write_bytes(body)
    assert verify_file(tmp_path / "no home", copy, [key]).is_sound
    check = verify_file(tmp_path / "no home", copy, ["0" * 64])
    assert not check.is_sound


def test_no_content_gets_into_the_journal_or_a_plan(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    policy = world.make_keeper()
    found = world.collect(world.threat("instance", world.start_instance()), policy)
    planned = plan_case_deposit(world.home, CASE, policy, world.connection)
    assert SECRET not in str(planned.describe())
    deposit(world, policy)
    secret = find_item(found.items, "user data")
    assert SECRET.encode() in world.content(secret)
    assert SECRET.encode() not in (world.home / "hub.sqlite").read_bytes()
    journal = open_journal(Home(world.home))
    bodies = str([event.body for run in journal.runs() for event in journal.events(run.id)])
    assert secret.sha256 in bodies


def test_a_collection_that_is_killed_anywhere_loses_nothing(
    evidence_world: EvidenceWorld,
) -> None:
    world = evidence_world
    threat = world.threat("instance", world.start_instance())
    for point in (1, 4, 20):
        noted: list[Mapping[str, Any]] = []

        def die(body: Mapping[str, Any], noted: list[Any] = noted, point: int = point) -> None:
            noted.append(body)
            if len(noted) == point:
                raise Killed

        before = len(world.folder.revisions())
        with pytest.raises(Killed):
            world.collect(threat, note=die)
        assert len(world.folder.revisions()) == before
        found = world.collect(threat)
        kept = [{**describe_item(item), "number": 0} for item in found.items]
        assert all({**one, "number": 0} in kept for one in noted)
        assert verify_case(world.home, CASE).is_sound
    assert not (world.folder.path / "collecting.jsonl").exists()


def test_a_kill_between_manifest_and_its_end_counts_nothing_twice(
    evidence_world: EvidenceWorld,
) -> None:
    world = evidence_world
    threat = world.threat("instance", world.start_instance())
    lines: list[bytes] = []

    def keep(body: Mapping[str, Any]) -> None:
        if body.get("act") == "collected":
            (world.folder.path / "collecting.jsonl").write_bytes(lines[-1])
        else:
            lines.append((world.folder.path / "collecting.jsonl").read_bytes())

    first = world.collect(threat, note=keep)
    assert (world.folder.path / "collecting.jsonl").exists()
    second = world.collect(threat)
    assert len(second.manifest.items) == len(first.items) + len(second.items)
    assert second.items[0].what == "the threat, as it was told"
    assert len([one for one in second.items if one.what == second.items[0].what]) == 1


@pytest.mark.slow
def test_a_deposit_that_is_killed_anywhere_goes_on(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    policy = world.make_keeper()
    world.collect(
        world.threat(
            "bucket", "arn:aws:s3:::acme-evidence", account_id=world.keeper, region="eu-west-1"
        ),
        policy,
    )
    start = world.response.save()
    planned = plan_case_deposit(world.home, CASE, policy, world.connection).plan.changes[:3]

    def environment(death: Death) -> Any:
        whole = open_environment(Home(world.home), world.connection, begin_journal)
        journal: Any = Mortal(whole.journal, death, frozenset({"append", "end"}))
        connections: Any = MortalConnections(whole.connections, death)
        return replace(whole, journal=journal, connections=connections, sleep=lambda _: None)

    counted = Death()
    report = execute(planned, environment(counted), "test", kind="apply", options=DEPOSIT)
    assert tell_steps(report) == []
    after = {key: facts["ChecksumSHA256"] for key, facts in list_objects(world).items()}
    assert len(after) == 3
    for point in range(counted.passed):
        world.response.load(start)
        with pytest.raises(Killed):
            execute(planned, environment(Death(point)), "test", kind="apply", options=DEPOSIT)
        forget_leases(world)
        run = open_journal(Home(world.home)).runs()[-1]
        if run.status != "done" and run.id != report.run.id:
            result = resume_run(world.home, run.id, world.connection, world.told, DEPOSIT)
            assert result.outcome == "clean", f"killed at {point}"
        deposit_rest = plan_case_deposit(world.home, CASE, policy, world.connection).plan.changes
        assert not {one.id for one in planned} & {one.id for one in deposit_rest}
        found = {key: facts["ChecksumSHA256"] for key, facts in list_objects(world).items()}
        assert found == after, f"killed at {point}"


def forget_leases(world: EvidenceWorld) -> None:
    """End the leases of who was killed, as time does."""
    import sqlalchemy as sa  # noqa: PLC0415 - of this test alone

    from ringwall.store.database.connection import writing  # noqa: PLC0415 - the same
    from ringwall.store.database.schema import LEASE  # noqa: PLC0415 - the same

    with writing(open_journal(Home(world.home)).engine) as connection:
        connection.execute(sa.delete(LEASE))


def test_what_was_changed_after_it_was_planned_is_not_deposited(
    evidence_world: EvidenceWorld,
) -> None:
    world = evidence_world
    policy = world.make_keeper()
    found = world.collect(world.threat("instance", world.start_instance()), policy)
    path = found.path / find_item(found.items, "instance").sha256
    good = path.read_bytes()
    path.write_bytes(good.replace(b"t3.micro", b"t3.large"))
    (result,) = deposit(world, policy)
    assert result.others == {"refused": 1}
    assert read_evidence(world.home, CASE).custody[-1].act == "collected"
    check = verify_case(world.home, CASE)
    assert [one.item.what for one in check.items if one.verdict == "changed"] == ["instance"]
    path.write_bytes(good)
    assert [one.outcome for one in deposit(world, policy)] == ["clean", "clean"]
    assert verify_case(world.home, CASE).is_sound


def test_an_object_of_somebody_else_is_not_taken_for_evidence(
    evidence_world: EvidenceWorld,
) -> None:
    world = evidence_world
    policy = world.make_keeper()
    found = world.collect(world.threat("instance", world.start_instance()), policy)
    key = f"{CASE}/{find_item(found.items, 'instance').sha256}"
    world.enter("s3").put_object(Bucket=BUCKET, Key=key, Body=b"forged")
    planned = plan_case_deposit(world.home, CASE, policy, world.connection)
    ((resource, why),) = planned.plan.skipped
    assert resource.endswith(key)
    assert "not this evidence" in why


def test_an_edited_manifest_is_not_signed_anew(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    threat = world.threat("instance", world.start_instance())
    found = world.collect(threat)
    path = found.path / "manifest-0001.json"
    path.write_bytes(path.read_bytes().replace(b"t3", b"t4").replace(b"operator", b"somebody"))
    assert not verify_case(world.home, CASE).is_sound
    with pytest.raises(BadInput, match=r"the manifest does not hold: .*nothing is added"):
        world.collect(threat)


def test_a_signing_key_that_was_replaced_is_refused(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    policy = world.make_keeper()
    threat = world.threat("bucket", f"arn:aws:s3:::{BUCKET}", account_id=world.keeper)
    world.collect(threat, policy)
    trusted = world.home.parent / "settings" / "ringwall" / "evidence.trusted"
    trusted.write_text(trusted.read_text().replace(trusted.read_text()[:8], "00000000"))
    with pytest.raises(BadInput, match="not trusted"):
        world.collect(threat, policy)
    path = world.folder.path
    for one in path.iterdir():
        one.unlink()
    with pytest.raises(BadInput, match="its public key is not the one that was used here before"):
        world.collect(threat, policy)


def test_a_signature_that_is_denied_keeps_what_was_collected(
    evidence_world: EvidenceWorld,
) -> None:
    world = evidence_world
    policy = world.make_keeper()
    threat = world.threat("bucket", f"arn:aws:s3:::{BUCKET}", account_id=world.keeper)
    world.emulator.deny("kms:Sign")
    try:
        with pytest.raises(CallFailed):
            world.collect(threat, policy)
    finally:
        world.emulator.allow()
    assert world.folder.revisions() == ()
    lines = (world.folder.path / "collecting.jsonl").read_bytes().count(b"\n")
    found = world.collect(threat, policy)
    assert len(found.items) == 2 * lines
    assert verify_case(world.home, CASE).is_sound


def test_where_nothing_was_collected_there_is_nothing_to_verify(
    evidence_world: EvidenceWorld, tmp_path: Path
) -> None:
    for act in (verify_case, read_evidence):
        with pytest.raises(NotCollected, match="no evidence was collected here"):
            act(evidence_world.home, CASE)
    with pytest.raises(BadInput, match="no manifest of evidence"):
        verify_file(evidence_world.home, tmp_path)


def test_rows_of_the_own_logs_are_evidence(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    rows = ({"event_id": str(number), "what": "a\nb\u202e"} for number in range(3))
    found = world.collect(
        world.threat("instance", world.start_instance()), logs={"cloudtrail": rows}
    )
    item = find_item(found.items, "lines of logs.cloudtrail")
    assert world.content(item).count(b"\n") == 3
    assert hashlib.sha256(world.content(item)).hexdigest() == item.sha256


def test_a_full_disk_is_told_and_what_was_collected_by_then_is_kept(
    evidence_world: EvidenceWorld,
) -> None:
    """A limit of the process on the size of files stands in for the disk."""
    world = evidence_world
    threat = world.threat(
        "bucket", "arn:aws:s3:::shop", account_id=world.account_id, region="eu-west-1"
    )
    noted: list[Mapping[str, Any]] = []
    rows = ({"line": "x" * 1000} for _ in range(1000))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 18, limits[1]))
    try:
        with pytest.raises(StorageFailed, match="what was collected by then is kept"):
            world.collect(threat, logs={"cloudtrail": rows}, note=noted.append)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert noted
    assert world.folder.revisions() == ()
    found = world.collect(threat)
    kept = [{**describe_item(item), "number": 0} for item in found.items]
    assert all({**one, "number": 0} in kept for one in noted)
    assert verify_case(world.home, CASE).is_sound


def test_copies_in_the_evidence_account_are_items(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    policy = world.make_keeper()
    ec2 = world.enter("ec2")
    volume = ec2.create_volume(AvailabilityZone="eu-west-1a", Size=1)["VolumeId"]
    tags = [{"ResourceType": "snapshot", "Tags": [{"Key": "ringwall:case", "Value": CASE}]}]
    made = ec2.create_snapshot(VolumeId=volume, TagSpecifications=tags)["SnapshotId"]
    threat = world.threat("bucket", f"arn:aws:s3:::{BUCKET}", account_id=world.keeper)
    found = world.collect(threat, policy)
    item = find_item(found.items, f"snapshot {made}")
    assert item.source.account_id == world.keeper
    assert [one.verdict for one in verify_case(world.home, CASE).items if one.item == item] == [
        "not checked"
    ]


@pytest.mark.needs("openssl", "jq", "sha256sum")
def test_the_words_of_the_page_verify_with_openssl(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    policy = world.make_keeper()
    found = world.collect(world.threat("instance", world.start_instance()), policy)
    page = Path(__file__).parents[2] / "docs" / "howto" / "evidence.md"
    text = page.read_text("utf-8").partition("The same with OpenSSL")[2]
    block = [line.strip() for line in text.splitlines() if line.startswith("    ")][:3]
    script = "\n".join(block).replace("0002", "0001")
    script = script.replace("FINGERPRINT", verify_case(world.home, CASE).key)
    command = ["bash", "-euo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=found.path, capture_output=True, check=False)  # noqa: S603 - the page's words
    assert done.returncode == 0, done.stderr
    assert b"Verified OK" in done.stdout
    (found.path / find_item(found.items, "instance").sha256).write_bytes(b"forged")
    done = subprocess.run(command, cwd=found.path, capture_output=True, check=False)  # noqa: S603 - the same
    assert done.returncode == 1
