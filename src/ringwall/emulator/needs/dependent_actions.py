"""Permissions that a call needs beside its own action: AWS calls them dependent actions."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.bucket_use import find_bucket_use
from ringwall.emulator.needs.key_use import find_key_use
from ringwall.emulator.needs.operations import find_prefix, load_table
from ringwall.emulator.needs.organization_arns import find_member_arn
from ringwall.emulator.needs.passed_roles import find_passed_roles
from ringwall.emulator.needs.request_tags import read_tags
from ringwall.emulator.needs.stored import find_iam
from ringwall.emulator.needs.templates import find_partition


def find_further_needs(call: EmulatedCall) -> Iterator[Need]:
    """Yield the needs beside those for the call's own actions."""
    yield from find_passed_roles(call)
    yield from _find_linked_roles(call)
    yield from _find_in_organization(call)
    yield from _find_copied_objects(call)
    yield from _find_tagged(call)
    yield from _find_private_dns(call)
    yield from find_key_use(call)
    yield from find_bucket_use(call)


def _is_asked(call: EmulatedCall, rule: Mapping[str, Any]) -> bool:
    """Whether a rule of the table is for the call: some ask only where a parameter has a value."""
    if f"{call.service}:{call.operation}" not in rule["operations"]:
        return False
    return all(
        call.parameters.get(name) in values for name, values in rule.get("where", {}).items()
    )


def _find_linked_roles(call: EmulatedCall) -> Iterator[Need]:
    """The first use of some services makes their service-linked role, in the caller's name.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
    """
    for rule in find_linked_role_rules(call):
        path = f"/aws-service-role/{rule['service']}/"
        if any(role.path == path for role in find_iam(call).get_roles()):
            continue
        place = f"arn:{find_partition(call.region)}:iam::{call.account_id}:role"
        keys = {"iam:AWSServiceName": rule["service"]}
        yield Need("iam:CreateServiceLinkedRole", f"{place}{path}{rule['role']}", keys)


def find_linked_role_rules(call: EmulatedCall) -> Iterator[Mapping[str, Any]]:
    """Yield the rules for the service-linked roles that the call makes if there are none."""
    yield from (rule for rule in load_table()["linked_roles"] if _is_asked(call, rule))


def _find_in_organization(call: EmulatedCall) -> Iterator[Need]:
    """Services that are set up for an organization ask Organizations in the caller's name."""
    for rule in load_table()["in_organization"]:
        if not _is_asked(call, rule):
            continue
        member = str(call.parameters.get(rule.get("account", "")) or "")
        arn = find_member_arn(call, member) if member else ""
        keys = {"organizations:ServicePrincipal": rule["service"]} if "service" in rule else {}
        for name in rule["actions"]:
            of_account = name in {"RegisterDelegatedAdministrator", "DescribeAccount"}
            resource = (arn if of_account else "") or "*"
            yield Need(f"organizations:{name}", resource, keys)


def _find_copied_objects(call: EmulatedCall) -> Iterator[Need]:
    """A copy reads its source.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
    """
    source: Any = call.parameters.get("CopySource")
    if call.service != "s3" or not source:
        return
    if isinstance(source, Mapping):
        place, version = f"{source.get('Bucket')}/{source.get('Key')}", source.get("VersionId")
    else:
        place, _, version = unquote(str(source)).lstrip("/").partition("?versionId=")
    partition = find_partition(call.region)
    arn = place if place.startswith("arn:") else f"arn:{partition}:s3:::{place}"
    if version:
        yield Need("s3:GetObjectVersion", arn, {"s3:versionid": version})
    else:
        yield Need("s3:GetObject", arn)


def _find_tagged(call: EmulatedCall) -> Iterator[Need]:
    """EC2 asks for tags on what a call makes, by type of resource.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
    """
    if find_prefix(call) != "ec2":
        return
    for part in call.parameters.get("TagSpecifications") or ():
        kind = part.get("ResourceType")
        if kind and read_tags(call, kind):
            owner = "" if kind in {"image", "snapshot"} else call.account_id
            place = f"arn:{find_partition(call.region)}:ec2:{call.region}:{owner}"
            tags = read_tags(call, kind)
            given = {f"aws:RequestTag/{name}": value for name, value in tags.items()}
            keys = {"ec2:CreateAction": call.operation, "aws:TagKeys": list(tags), **given}
            yield Need("ec2:CreateTags", f"{place}:{kind}/*", keys)


def _find_private_dns(call: EmulatedCall) -> Iterator[Need]:
    """An endpoint that answers to the service's own name has a hosted zone, which AWS makes.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    """
    is_endpoint = find_prefix(call) == "ec2" and call.operation == "CreateVpcEndpoint"
    if is_endpoint and call.parameters.get("PrivateDnsEnabled"):
        zones = f"arn:{find_partition(call.region)}:route53:::hostedzone/*"
        yield Need("route53:AssociateVPCWithHostedZone", zones)
