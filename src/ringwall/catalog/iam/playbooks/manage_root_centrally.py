"""Enables the central management of root users of member accounts."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

FEATURES = {
    "RootCredentialsManagement": (
        "credentials_management",
        "root users of member accounts need no credentials of their own, which could be stolen",
    ),
    "RootSessions": (
        "sessions",
        "what only a root user can do is done in short sessions with few permissions",
    ),
}
WRITES = tuple(
    WriteShape(f"iam.{verb}_organizations_root_{feature}", {})
    for feature, _ in FEATURES.values()
    for verb in ("enable", "disable")
)


@answers("iam.root_access_is_managed_centrally", writes=WRITES)
def manage_root_centrally(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable both features; the root users of member accounts keep what they have."""
    read = "iam.list_organizations_features"
    try:
        reader.call(read)
    except CallFailed as error:
        if error.code != "ServiceAccessNotEnabledException":
            raise
        raise NeedsHuman(
            f"{finding.resource}: IAM has no trusted access yet; first: aws organizations "
            "enable-aws-service-access --service-principal iam.amazonaws.com"
        ) from error
    for name, (feature, why) in FEATURES.items():

        def switch(state: str | None, feature: str = feature) -> Write:
            return Write(f"iam.{'enable' if state else 'disable'}_organizations_root_{feature}", {})

        probe = Probe(read, {}, f"EnabledFeatures[?@=='{name}'] | [0]")
        yield from change_setting(finding, reader, probe, switch, after=name, why=why, blast="none")
