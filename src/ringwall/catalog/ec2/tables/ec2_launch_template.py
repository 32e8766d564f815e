"""Launch templates of EC2: what new instances are made of, without their user data."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.catalog.plaintext import (
    conceal,
    derive_credentials,
    find_in_user_data,
    plaintext_column,
)
from ringwall.model.errors import CallFailed
from ringwall.model.table import (
    Call,
    Reader,
    Row,
    Shared,
    Table,
    boolean,
    integer,
    moment,
    text,
    texts,
)

_USED = ["$Default", "$Latest"]
"""The versions that instances are launched from, unless somebody names another one."""
_KEPT = ("BlockDeviceMappings", "MetadataOptions", "NetworkInterfaces")
"""What is kept of the default version: user data and tags are not."""
_TRUE = "[`true`, 'true']"
_PUBLIC = (
    f"length(%s.NetworkInterfaces[?contains({_TRUE}, AssociatePublicIpAddress)] || `[]`) > `0`"
)
_INTERFACES = "%s.NetworkInterfaces[].NetworkInterfaceId"
_PLAIN = "%s.BlockDeviceMappings[?Ebs && contains([`false`, 'false'], Ebs.Encrypted)].DeviceName"
_UNSAID = (
    "%s.BlockDeviceMappings[?Ebs && !contains([`true`, 'true', `false`, 'false'], Ebs.Encrypted)]"
    ".DeviceName"
)
_DEFAULT = "Used.Default"
_WRITTEN = "LaunchTemplateData"


def _versions(reader: Reader) -> Mapping[str, Row | CallFailed]:
    """Return what is kept of the used versions, by the template's id."""
    found: dict[str, list[Row]] = defaultdict(list)
    defaults: dict[str, Row] = {}
    for version in reader.items(
        "ec2.describe_launch_template_versions", "LaunchTemplateVersions", Versions=_USED
    ):
        if not isinstance(version["LaunchTemplateData"], dict):
            raise TypeError("a version of a launch template without its data")
        found[version["LaunchTemplateId"]].append(version["LaunchTemplateData"])
        if version["DefaultVersion"]:
            defaults[version["LaunchTemplateId"]] = _keep(version["LaunchTemplateData"])
    return {
        name: conceal({"Versions": used}, {"Default": defaults[name]}, _find)
        if name in defaults
        else CallFailed("AWS lists no default version", "MissingMember")
        for name, used in found.items()
    }


def _keep(data: Any) -> Row:
    return {name: data[name] for name in _KEPT if name in data} if isinstance(data, dict) else {}


def _find(versions: Row) -> Iterator[Row]:
    seen: set[str] = set()
    for version in versions["Versions"]:
        for one in find_in_user_data(version.get("UserData")):
            if one["Label"] not in seen:
                seen.add(one["Label"])
                yield one


def _conceal_properties(properties: Row) -> Row:
    """Return CloudFormation properties without the user data in them."""
    kept = {**properties, _WRITTEN: _keep(properties.get(_WRITTEN))}
    return conceal(properties, kept, _find_in_properties)


def _find_in_properties(properties: Row) -> Iterator[Row]:
    data = properties.get(_WRITTEN) or {}
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
        text(
            "http_tokens",
            f"{_DEFAULT}.MetadataOptions.HttpTokens",
            "HttpTokens of the default version: required, optional; '' where it does not say.",
            property=f"{_WRITTEN}.MetadataOptions.HttpTokens",
            default="",
        ),
        text(
            "http_endpoint",
            f"{_DEFAULT}.MetadataOptions.HttpEndpoint",
            "HttpEndpoint of the default version: enabled, disabled; '' where it does not say.",
            property=f"{_WRITTEN}.MetadataOptions.HttpEndpoint",
            default="",
        ),
        boolean(
            "associate_public_ip_address",
            _PUBLIC % _DEFAULT,
            "The default version gives an interface a public IPv4 address.",
            property=_PUBLIC % _WRITTEN,
        ),
        texts(
            "network_interface_ids",
            _INTERFACES % _DEFAULT,
            "Interfaces that are there, which the default version names.",
            property=_INTERFACES % _WRITTEN,
            default=[],
        ),
        texts(
            "unencrypted_devices",
            _PLAIN % _DEFAULT,
            "Devices whose volumes the default version wants unencrypted.",
            property=_PLAIN % _WRITTEN,
            default=[],
        ),
        texts(
            "undecided_devices",
            _UNSAID % _DEFAULT,
            "Devices with volumes of which the default version does not say.",
            property=_UNSAID % _WRITTEN,
            default=[],
        ),
        moment("create_time", "CreateTime", "When it was created."),
        plaintext_column("Used"),
    ),
    conceal=_conceal_properties,
    derived=(derive_credentials("Used"),),
)
