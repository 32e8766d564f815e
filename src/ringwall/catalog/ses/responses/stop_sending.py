"""Stops mail that an attacker sends by SES: of the account in each Region, or of some sets."""

from collections.abc import Iterator
from functools import partial
from itertools import islice

from ringwall.catalog.audited_calls import AuditedCall, tell_calls
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import AccessDenied, RegionDisabled
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.state import read_state
from ringwall.model.table import Reader
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

SET = r"[\w-]{1,64}"
MOST_SETS = 20
WRITES = (
    WriteShape("sesv2.put_account_sending_attributes", {"SendingEnabled": bool}),
    WriteShape(
        "sesv2.put_configuration_set_sending_options",
        {"ConfigurationSetName": SET, "SendingEnabled": bool},
    ),
)
_SENDS, _LEADS = "mail can be sent in its name", "it lets more be sent, or hides what was"
AUDITED = (
    AuditedCall("CreateEmailIdentity", "emailIdentity", "Delete the new identities: {}", _SENDS),
    AuditedCall("VerifyEmailIdentity", "emailAddress", "Delete the new identities: {}", _SENDS),
    AuditedCall("VerifyDomainIdentity", "domain", "Delete the new identities: {}", _SENDS),
    AuditedCall(
        "CreateEmailIdentityPolicy", "emailIdentity", "Delete the new policies of: {}", _SENDS
    ),
    AuditedCall("PutIdentityPolicy", "identity", "Delete the new policies of: {}", _SENDS),
    AuditedCall("PutAccountDetails", "websiteURL", "Tell AWS Support that {} is not yours", _LEADS),
    AuditedCall(
        "DeleteConfigurationSetEventDestination",
        "configurationSetName",
        "Record the events of these sets again: {}",
        _LEADS,
    ),
    AuditedCall(
        "DeleteSuppressedDestination",
        "emailAddress",
        "Suppress these addresses again: {}",
        _LEADS,
    ),
)


@responds(
    "Stop sending by SES",
    "service",
    "account",
    writes=WRITES,
    reads=(
        "cloudtrail.lookup_events",
        "ec2.describe_regions",
        "sesv2.get_account",
        "sesv2.get_configuration_set",
        "sesv2.list_configuration_sets",
        "sesv2.list_email_identities",
    ),
    risks=(
        "All mail of the account by SES stops, its own too: orders, passwords, alarms.",
        "What was handed over to SES before is still delivered.",
        "SMTP credentials stay valid: who has them can send again once this is undone.",
    ),
    rollback="Sending is on again where it was.",
    answers=("ses.*", "guardduty.*:SES/*"),
    options=(
        ResponseOption(
            "regions",
            "Where sending stops: in all Regions with an identity, or in that of the threat.",
            "all",
            "all|one",
        ),
        ResponseOption(
            "sets",
            "Configuration sets, with commas, whose mail stops in place of all that is sent.",
            "",
            rf"({SET}(,{SET}){{0,19}})?",
        ),
    ),
)
def stop_sending(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Turn sending off, for the account or some configuration sets; tell what was made since."""
    here = scene.reader(threat)
    chosen = [one for one in scene.options["sets"].split(",") if one]
    regions = [here.region]
    if scene.options["regions"] == "all":
        regions += [one for one in _find_regions(here, scene) if one != here.region]
    for region in regions:
        reader = here.at(region)
        try:
            if region != here.region and not _has_identity(reader):
                continue
        except AccessDenied as error:
            what = f"Look which identities SES has in {region}"
            why = f"it is not known whether any sends there, so it is stopped there, too: {error}"
            yield HumanStep(_arn(reader, "identity/*"), what, why)
        yield from _stop_sets(reader, chosen) if chosen else _stop(reader)
    yield from _tell_sets(here)
    yield from tell_calls(here, AUDITED, _arn(here, "*"), threat.first_at)
    what = "Find the SMTP credentials, which are access keys of users: iam.contain_user"
    yield HumanStep(_arn(here, "*"), what, "who has them can send again")


def _find_regions(reader: Reader, scene: Scene) -> list[str]:
    if scene.settings.regions:
        return list(scene.settings.regions)
    return [one["RegionName"] for one in reader.items("ec2.describe_regions", "Regions")]


def _has_identity(reader: Reader) -> bool:
    """Whether something in a Region may send; AccessDenied where nobody may look."""
    try:
        return any(islice(reader.items("sesv2.list_email_identities", "EmailIdentities"), 1))
    except RegionDisabled:
        return False


def _arn(reader: Reader, resource: str) -> str:
    return f"arn:{reader.partition}:ses:{reader.region}:{reader.account_id}:{resource}"


def _stop(reader: Reader) -> Iterator[Change | HumanStep]:
    probe = Probe("sesv2.get_account", {}, "SendingEnabled")
    try:
        before = read_state(probe, reader)
    except RegionDisabled as error:
        yield HumanStep(_arn(reader, "account"), "Look whether SES sends there", str(error))
        return
    if not before:
        return
    write = partial(Write, "sesv2.put_account_sending_attributes")
    yield Change(
        account_id=reader.account_id,
        region=reader.region,
        resource=_arn(reader, "account"),
        write=write({"SendingEnabled": False}),
        probe=probe,
        before=True,
        after=False,
        why="nothing more is sent by SES in the Region",
        layer="response",
        blast="availability",
        undo=write({"SendingEnabled": True}),
        stage="contain",
    )


def _stop_sets(reader: Reader, names: list[str]) -> Iterator[Change | HumanStep]:
    for name in names:
        which = {"ConfigurationSetName": name}
        probe = Probe(
            "sesv2.get_configuration_set",
            which,
            "{on: SendingOptions.SendingEnabled != `false`}",
            ("NotFoundException",),
        )
        state = read_state(probe, reader)
        if state is None or state == {"on": False}:
            continue
        write = partial(Write, "sesv2.put_configuration_set_sending_options")
        yield Change(
            account_id=reader.account_id,
            region=reader.region,
            resource=_arn(reader, f"configuration-set/{name}"),
            write=write({**which, "SendingEnabled": False}),
            probe=probe,
            before={"on": True},
            after={"on": False},
            why=f"nothing more is sent with the set {name}",
            layer="response",
            blast="availability",
            undo=write({**which, "SendingEnabled": True}),
            stage="contain",
        )


def _tell_sets(reader: Reader) -> Iterator[HumanStep]:
    arn, why = _arn(reader, "configuration-set/*"), "they tell what was sent"
    try:
        found = reader.items("sesv2.list_configuration_sets", "ConfigurationSets || `[]`")
        names = [str(name) for name in islice(found, MOST_SETS)]
    except AccessDenied as error:
        what = "Look which configuration sets there are, and where their events go"
        yield HumanStep(arn, what, f"{why}, and AWS let nobody look: {error}")
        return
    if names:
        what = f"Look where the events of configuration sets go: {', '.join(names)}"
        yield HumanStep(arn, what, why)
