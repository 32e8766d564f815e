"""Launch templates of EC2: what new instances are made of, without their user data."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ringwall.catalog.plaintext import (
    conceal,
    derive_credentials,
    find_in_user_data,
    plaintext_column,
)
from ringwall.model.table import Call, Reader, Row, Shared, Table, integer, moment, text

_USED = ["$Default", "$Latest"]
"""The versions that instances are launched from, unless somebody names another one."""


def _versions(reader: Reader) -> Mapping[str, Row]:
    """Return what the user data of the used versions give away, by the template's id."""
    found: dict[str, list[Row]] = defaultdict(list)
    for version in reader.items(
        "ec2.describe_launch_template_versions", "LaunchTemplateVersions", Versions=_USED
    ):
        found[version["LaunchTemplateId"]].append(version["LaunchTemplateData"])
    return {name: conceal({"Versions": used}, {}, _find) for name, used in found.items()}


def _find(versions: Row) -> Iterator[Row]:
    seen: set[str] = set()
    for version in versions["Versions"]:
        for one in find_in_user_data(version.get("UserData")):
            if one["Label"] not in seen:
                seen.add(one["Label"])
                yield one


def _conceal_properties(properties: Row) -> Row:
    """Return CloudFormation properties without the user data in them."""
    kept = {name: value for name, value in properties.items() if name != "LaunchTemplateData"}
    return conceal(properties, kept, _find_in_properties)


def _find_in_properties(properties: Row) -> Iterator[Row]:
    data = properties.get("LaunchTemplateData") or {}
    return find_in_user_data(data.get("UserData"))


launch_template = Table(
    name="ec2_launch_template",
    doc="What instances are launched from, with what its default and latest version give away.",
    cloudformation="AWS::EC2::LaunchTemplate",
    list=Call("ec2.describe_launch_templates", "LaunchTemplates", {"MaxResults": 200}),
    arn="arn:{partition}:ec2:{region}:{account_id}:launch-template/{LaunchTemplateId}",
    tags="Tags",
    tags_property="TagSpecifications[?ResourceType=='launch-template'] | [0].Tags",
    shared=(Shared("Used", _versions, "LaunchTemplateId"),),
    columns=(
        text("launch_template_id", "LaunchTemplateId", "The template's ID: lt-...", required=True),
        text("launch_template_name", "LaunchTemplateName", "Its name.", required=True),
        integer("default_version_number", "DefaultVersionNumber", "The version that is used."),
        integer("latest_version_number", "LatestVersionNumber", "The newest version."),
        moment("create_time", "CreateTime", "When it was created."),
        plaintext_column("Used"),
    ),
    conceal=_conceal_properties,
    derived=(derive_credentials("Used"),),
)
