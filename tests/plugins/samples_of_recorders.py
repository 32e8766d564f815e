"""Samples of threats to what records and watches: trails, GuardDuty, AWS Config, Security Hub."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import disabled_hub
import narrowed_recorder
import watching_detector
import weakened_trail

Made = tuple[Any, Mapping[str, str]]


def weak_trail(world: Any) -> Made:
    weakened_trail.weaken(world, weakened_trail.make_main_trail(world))
    return weakened_trail.make_threat(world), {}


def deleted_trail(world: Any) -> Made:
    client = weakened_trail.make_main_trail(world)
    weakened_trail.record_configuration(world)
    client.delete_trail(Name="main")
    return weakened_trail.make_threat(world), {}


def trail_without_records(world: Any) -> Made:
    client = weakened_trail.make_main_trail(world)
    weakened_trail.record_configuration(world)
    now = int(datetime.now(UTC).timestamp() * 1000)
    world.world.emulator.state.log.records.clear()
    client.update_trail(Name="main", S3BucketName="other-logs")
    return weakened_trail.make_threat(world, first_at=now), {}


def trail_with_a_disabled_key(world: Any) -> Made:
    client = weakened_trail.make_main_trail(world)
    key = weakened_trail.encrypt(world, client)
    world.client("kms").disable_key(KeyId=key)
    return weakened_trail.make_threat(world), {}


def trail_with_a_deleted_key(world: Any) -> Made:
    client = weakened_trail.make_main_trail(world)
    key = weakened_trail.encrypt(world, client)
    world.client("kms").schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    return weakened_trail.make_threat(world), {}


def trail_to_a_log_group(world: Any) -> Made:
    client = weakened_trail.make_main_trail(world)
    weakened_trail.deliver_to_logs(world, client)
    client.delete_trail(Name="main")
    return weakened_trail.make_threat(world), {}


def disabled_detector(world: Any) -> Made:
    client = watching_detector.make_detector(world)
    detector = watching_detector.detector_of(client)
    off = [{"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}]
    client.update_detector(DetectorId=detector, Features=off, Enable=False)
    return watching_detector.make_threat(world), {}


def deleted_detector(world: Any) -> Made:
    client = watching_detector.make_detector(world)
    client.delete_detector(DetectorId=watching_detector.detector_of(client))
    forget_role(world, "AWSServiceRoleForAmazonGuardDuty")
    return watching_detector.make_threat(world), {}


def members_let_go(world: Any) -> Made:
    client = watching_detector.make_detector(world)
    member = watching_detector.administer(world, client)
    detector = watching_detector.detector_of(client)
    client.disassociate_members(DetectorId=detector, AccountIds=[member])
    return watching_detector.make_threat(world), {}


def members_suspended(world: Any) -> Made:
    client = watching_detector.make_detector(world)
    member = watching_detector.administer(world, client)
    detector = watching_detector.detector_of(client)
    client.stop_monitoring_members(DetectorId=detector, AccountIds=[member])
    return watching_detector.make_threat(world), {}


def narrowed_recorder_that_stopped(world: Any) -> Made:
    client = narrowed_recorder.make_recorder(world)
    narrowed_recorder.narrow(client)
    client.stop_configuration_recorder(ConfigurationRecorderName="default")
    return narrowed_recorder.make_threat(world), {}


def deleted_recorder(world: Any) -> Made:
    narrowed_recorder.delete(narrowed_recorder.make_recorder(world))
    return narrowed_recorder.make_threat(world), {}


def hub_that_is_off(world: Any) -> Made:
    disabled_hub.make_hub(world).disable_security_hub()
    forget_role(world, "AWSServiceRoleForSecurityHub")
    return disabled_hub.make_threat(world), {}


def hub_without_standards(world: Any) -> Made:
    disabled_hub.disable_standard(disabled_hub.make_hub(world))
    return disabled_hub.make_threat(world), {}


def hub_without_members(world: Any) -> Made:
    hub = disabled_hub.make_hub(world)
    member = disabled_hub.administer(world, hub)
    hub.disassociate_members(AccountIds=[member])
    return disabled_hub.make_threat(world), {}


def forget_role(world: Any, name: str) -> None:
    """Delete the role of a service, which it makes again when it is used."""
    world.client("iam").delete_service_linked_role(RoleName=name)
