"""The roles of instance profiles, one by one."""

from collections.abc import Iterator

from ringwall.catalog.members import take_list
from ringwall.model.table import Reader, Row, Table, text


def _roles(reader: Reader) -> Iterator[Row]:
    """Yield each role with its instance profile."""
    for profile in reader.items("iam.list_instance_profiles", "InstanceProfiles", MaxItems=1000):
        named = {key: profile[key] for key in ("InstanceProfileName", "Arn")}
        yield from ({**named, "RoleName": role["RoleName"]} for role in take_list(profile, "Roles"))


profile_role = Table(
    name="iam_instance_profile_role",
    doc="The role of an instance profile: AWS allows one.",
    scope="account",
    fetch=_roles,
    arn="{Arn}/role/{RoleName}",
    columns=(
        text("instance_profile_name", "InstanceProfileName", "The instance profile."),
        text("role_name", "RoleName", "The role.", required=True),
    ),
)
