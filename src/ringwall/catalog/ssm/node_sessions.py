"""Sessions of Session Manager and commands that run: found by owner or by instance, and ended."""

from collections.abc import Callable, Iterator
from datetime import datetime

from ringwall.catalog.actor_events import find_acts, walk
from ringwall.catalog.ec2.suspect import INSTANCE
from ringwall.catalog.response_site import ResponseSite
from ringwall.model.change import Change, Probe, Write
from ringwall.model.table import Row
from ringwall.model.threat import Threat
from ringwall.model.write_shape import WriteShape

SESSION = r"[\w+=,.@-]{1,96}"
COMMAND = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
WRITES = (
    WriteShape("ssm.terminate_session", {"SessionId": SESSION}),
    WriteShape("ssm.cancel_command", {"CommandId": COMMAND, "InstanceIds?": (INSTANCE,)}),
)
READS = (
    "ssm.describe_sessions",
    "ssm.list_commands",
    "ssm.list_command_invocations",
    "cloudtrail.lookup_events",
)
RUNNING = "Status=='Pending' || Status=='InProgress' || Status=='Delayed'"
STATES = ("Pending", "InProgress")


def end_sessions_of(site: ResponseSite, is_wanted: Callable[[Row], bool]) -> Iterator[Change]:
    """Yield what ends the sessions that go on in a Region and are wanted."""
    for one in site.reader.items("ssm.describe_sessions", "Sessions", State="Active"):
        if not is_wanted(one):
            continue
        own = str(one["SessionId"])
        asked = [{"key": "SessionId", "value": own}]
        yield site.change(
            site.name(f"session/{own}", "ssm"),
            write=Write("ssm.terminate_session", {"SessionId": own}),
            probe=Probe(
                "ssm.describe_sessions",
                {"State": "Active", "Filters": asked},
                "Sessions[?Status!='Terminating'] | [0].SessionId",
            ),
            before=own,
            after=None,
            why=f"somebody is on {one.get('Target')} by it",
            blast="irreversible",
            irreversible="a session that was ended is started again by who needs it",
            stage="contain",
        )


def cancel_on_instance(site: ResponseSite, instance: str) -> Iterator[Change]:
    """Yield what cancels the commands that run on an instance; elsewhere they go on."""
    for state in STATES:
        asked = [{"key": "Status", "value": state}]
        found = site.reader.items(
            "ssm.list_commands", "Commands", InstanceId=instance, Filters=asked
        )
        for one in found:
            yield _cancel(site, str(one["CommandId"]), instance)


def cancel_of_actor(site: ResponseSite, threat: Threat, since: datetime) -> Iterator[Change]:
    """Yield what cancels the commands of the actor that run, on all instances."""
    sent = {
        str(walk(record, "responseElements", "command", "commandId"))
        for record in find_acts(site.reader, "SendCommand", threat, since)
    }
    if not sent:
        return
    for state in STATES:
        asked = [{"key": "Status", "value": state}]
        for one in site.reader.items("ssm.list_commands", "Commands", Filters=asked):
            if one["CommandId"] in sent:
                yield _cancel(site, str(one["CommandId"]), "")


def _cancel(site: ResponseSite, command: str, instance: str) -> Change:
    which: Row = {"CommandId": command}
    probe = Probe("ssm.list_commands", which, f"Commands[?{RUNNING}] | [0].CommandId")
    if instance:
        probe = Probe(
            "ssm.list_command_invocations",
            {**which, "InstanceId": instance},
            f"CommandInvocations[?{RUNNING}] | [0].CommandId",
        )
    return site.change(
        site.name(f"command/{command}", "ssm"),
        write=Write(
            "ssm.cancel_command", {**which, "InstanceIds": [instance]} if instance else which
        ),
        probe=probe,
        before=command,
        after=None,
        why="it runs what the attacker may have sent",
        blast="irreversible",
        irreversible="a command that was canceled is sent again by who needs it",
        stage="contain",
    )
