"""What a request names without writing its ARN, its id or its name in a parameter of that kind."""

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.operations import find_prefix
from ringwall.emulator.needs.organization_arns import find_member_arn, find_organization
from ringwall.emulator.needs.stored import (
    find_caller_name,
    find_iam_arn,
    find_key_arn,
    find_key_of_ciphertext,
)
from ringwall.emulator.needs.templates import find_partition
from ringwall.emulator.on_moto.moto_client import moto_backend


@dataclass(frozen=True)
class NamedArn:
    """An ARN that a request names, or that a parameter of it stands for."""

    member: str
    arn: str
    text: str = ""
    """The parameter's value; '' where the ARN follows from something else."""


ArnFinder = Callable[[EmulatedCall], Iterator[NamedArn]]


def find_implied_arns(call: EmulatedCall) -> Iterator[NamedArn]:
    """Yield ARNs that the request is about, though no parameter has them."""
    finder = FINDERS.get(find_prefix(call))
    if finder is not None:
        yield from (named for named in finder(call) if named.arn)


def find_implied_values(call: EmulatedCall) -> dict[str, str]:
    """Return values for the open names of ARN templates that no parameter gives."""
    if find_prefix(call) == "wafv2":
        scope = {"CLOUDFRONT": "global", "REGIONAL": "regional"}
        found = scope.get(str(call.parameters.get("Scope")))
        return {"Scope": found} if found else {}
    if find_prefix(call) == "inspector2":
        return {"OwnerId": call.account_id}
    if find_prefix(call) != "organizations":
        return {}
    backend = find_organization(call)
    if backend is None:
        return {}
    kind = str(call.parameters.get("Type") or call.parameters.get("PolicyType") or "")
    values = {"Account": backend.org.master_account_id, "OrganizationId": backend.org.id}
    return values | ({"PolicyType": kind.lower()} if kind else {})


def _imply_iam(call: EmulatedCall) -> Iterator[NamedArn]:
    """A call without a user's name is about the user that makes it."""
    if call.operation == "CreateOpenIDConnectProvider":
        url = str(call.parameters.get("Url") or "")
        arn = find_iam_arn(call, "oidc-provider", url.removeprefix("https://"))
        yield NamedArn("Url", arn, url)
    if call.parameters.get("UserName"):
        return
    key = str(call.parameters.get("AccessKeyId") or "")
    is_of_key = call.operation == "GetAccessKeyLastUsed"
    # Who is no user has no such name: AWS refuses the call by itself.
    name = find_caller_name(call, key if is_of_key else "") or "*"
    yield NamedArn("AccessKeyId", find_iam_arn(call, "user", name), key)


def _imply_kms(call: EmulatedCall) -> Iterator[NamedArn]:
    given = call.parameters
    if call.operation in {"DeleteAlias", "UpdateAlias"}:
        yield NamedArn("AliasTarget", find_key_arn(call, str(given.get("AliasName") or "alias/")))
    named = str(given.get("KeyId") or "*")
    if call.operation == "Decrypt":
        # The ciphertext tells which key decrypts it, whatever else the request says.
        found = find_key_of_ciphertext(call, given.get("CiphertextBlob"))
        yield NamedArn("CiphertextBlob", found or find_key_arn(call, named))
    if call.operation == "RetireGrant":
        keys = moto_backend("kms", call.account_id, call.region).keys.values()
        token = given.get("GrantToken")
        held = [str(k.arn) for k in keys if any(g.token == token for g in k.grants.values())]
        yield NamedArn("GrantToken", find_key_arn(call, held[0] if held else named))


def _imply_ec2(call: EmulatedCall) -> Iterator[NamedArn]:
    """Associations have no ARN: what they associate has."""
    ec2 = moto_backend("ec2", call.account_id, call.region)
    place = f"arn:{find_partition(call.region)}:ec2:{call.region}:{call.account_id}"
    wanted = call.parameters.get("AssociationId")
    public = call.parameters.get("PublicIp")
    if wanted:
        profiles = ec2.iam_instance_profile_associations.items()
        ids = [
            f"instance/{instance_id}"
            for instance_id, held in profiles
            if held.association_id == wanted
        ]
        acls = (part for acl in ec2.network_acls.values() for part in acl.associations)
        ids += [f"subnet/{part.subnet_id}" for part in acls if part.id == wanted]
        yield from (NamedArn("AssociationId", f"{place}:{found}") for found in ids)
        for table in ec2.route_tables.values():
            if any(part["RouteTableAssociationId"] == wanted for part in table.associations):
                yield NamedArn("AssociationId", f"{place}:route-table/{table.id}")
    yield from _imply_attached(call, ec2, place)
    for address in ec2.addresses if wanted or public else ():
        is_wanted = bool(wanted) and address.association_id == wanted
        if is_wanted or (bool(public) and address.public_ip == public):
            yield NamedArn("AssociationId", f"{place}:elastic-ip/{address.allocation_id}")
    yield from _imply_groups(call, ec2, place)
    yield from _imply_templates(call, ec2, place)


def _imply_templates(call: EmulatedCall, ec2: Any, place: str) -> Iterator[NamedArn]:
    """Launch templates may be named by their names, alone or in what starts instances."""
    inner = call.parameters.get("LaunchTemplate")
    given = inner if isinstance(inner, Mapping) else call.parameters
    name = given.get("LaunchTemplateName")
    if name and call.operation != "CreateLaunchTemplate":
        found = ec2.launch_template_name_to_ids.get(str(name), "*")
        yield NamedArn("LaunchTemplateName", f"{place}:launch-template/{found}", str(name))


def _imply_attached(call: EmulatedCall, ec2: Any, place: str) -> Iterator[NamedArn]:
    """An attachment is an interface's and an instance's; a peering is with the accepter's VPC."""
    wanted = call.parameters.get("AttachmentId")
    for interface in ec2.enis.values() if wanted else ():
        if interface.attachment_id == wanted:
            yield NamedArn("AttachmentId", f"{place}:network-interface/{interface.id}")
            yield NamedArn("AttachmentId", f"{place}:instance/{interface.instance.id}")
    peering = ec2.vpc_pcxs.get(call.parameters.get("VpcPeeringConnectionId"))
    if peering is not None and call.operation == "AcceptVpcPeeringConnection":
        yield NamedArn("VpcPeeringConnectionId", f"{place}:vpc/{peering.peer_vpc.id}")


def _imply_groups(call: EmulatedCall, ec2: Any, place: str) -> Iterator[NamedArn]:
    """Groups of a default VPC may be named by their names."""
    name = call.parameters.get("GroupName")
    if not name or "SecurityGroup" not in call.operation or call.operation.startswith("Create"):
        return
    for group in (group for groups in ec2.groups.values() for group in groups.values()):
        if group.name == name:
            yield NamedArn("GroupName", f"{place}:security-group/{group.id}", str(name))


TAGGED = {
    "Association": "association",
    "Automation": "automation-execution",
    "Document": "document",
    "MaintenanceWindow": "maintenancewindow",
    "ManagedInstance": "managed-instance",
    "OpsItem": "opsitem",
    "OpsMetadata": "opsmetadata",
    "Parameter": "parameter",
    "PatchBaseline": "patchbaseline",
}
"""https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html"""


def _imply_ssm(call: EmulatedCall) -> Iterator[NamedArn]:
    place = f"arn:{find_partition(call.region)}:ssm:{call.region}"
    name = str(call.parameters.get("DocumentName") or "")
    if name and not name.startswith("arn:"):
        # AWS's own documents belong to no account.
        owner = "" if name.startswith("AWS-") else call.account_id
        yield NamedArn("DocumentName", f"{place}:{owner}:document/{name}", name)
    kind = TAGGED.get(str(call.parameters.get("ResourceType")))
    if kind and "Tags" in call.operation:
        identifier = str(call.parameters.get("ResourceId") or "").lstrip("/")
        yield NamedArn("ResourceId", f"{place}:{call.account_id}:{kind}/{identifier}")
    compute = f"arn:{find_partition(call.region)}:ec2:{call.region}:{call.account_id}"
    for target in call.parameters.get("Targets") or ():
        yield from _imply_target(compute, target)
    for member in ("Target", "InstanceId", "InstanceIds"):
        nodes = call.parameters.get(member)
        for node in nodes if isinstance(nodes, list | tuple) else (nodes,):
            if isinstance(node, str) and node.startswith("i-"):
                yield NamedArn(member, f"{compute}:instance/{node}", node)


def _imply_target(compute: str, target: Any) -> Iterator[NamedArn]:
    """Yield the nodes that a target means: those of tags and groups may be any."""
    named = target if isinstance(target, Mapping) else {}
    is_list = named.get("Key") == "InstanceIds"
    for node in named.get("Values") or () if is_list else ("*",):
        yield NamedArn("Targets", f"{compute}:instance/{node}", str(node))


def _imply_account(call: EmulatedCall) -> Iterator[NamedArn]:
    """Another account's settings are its organization's resources."""
    account_id = call.parameters.get("AccountId")
    if account_id:
        arn = find_member_arn(call, str(account_id))
        yield NamedArn("AccountId", arn.replace(":organizations:", ":account:", 1))


def _imply_config(call: EmulatedCall) -> Iterator[NamedArn]:
    """What is named by its name has an ARN with an id, which `?` and `*` stand for."""
    config = moto_backend("config", call.account_id, call.region)
    rule: Any = call.parameters.get("ConfigRuleName") or call.parameters.get("ConfigRule")
    name = rule.get("ConfigRuleName") if isinstance(rule, Mapping) else rule
    place = f"arn:{find_partition(call.region)}:config:{call.region}:{call.account_id}"
    if name:
        held = config.config_rules.get(name)
        arn = str(held.config_rule_arn) if held else f"{place}:config-rule/*"
        yield NamedArn("ConfigRuleName", arn)
    aggregator = call.parameters.get("ConfigurationAggregatorName")
    if aggregator:
        held = config.config_aggregators.get(aggregator)
        arn = str(held.configuration_aggregator_arn) if held else f"{place}:config-aggregator/*"
        yield NamedArn("ConfigurationAggregatorName", arn)
    for noun in ("organization-config-rule", "organization-conformance-pack"):
        member = "".join(word.capitalize() for word in noun.split("-")) + "Name"
        named = call.parameters.get(member)
        if named:
            yield NamedArn(member, f"{place}:{noun}/{named}-{'?' * 8}")
    if "Remediation" in call.operation:
        yield NamedArn("ConfigRuleName", f"{place}:remediation-configuration/*")


def _imply_autoscaling(call: EmulatedCall) -> Iterator[NamedArn]:
    """The ARN of a group has an id that only the group itself tells."""
    held = moto_backend("autoscaling", call.account_id, call.region).autoscaling_groups
    name = call.parameters.get("AutoScalingGroupName")
    instance = call.parameters.get("InstanceId")
    for group in held.values() if instance else ():
        if any(state.instance.id == instance for state in group.instance_states):
            yield NamedArn("InstanceId", str(group.arn), str(instance))
    if name in held:
        yield NamedArn("AutoScalingGroupName", str(held[name].arn), str(name))


def _imply_network_firewall(call: EmulatedCall) -> Iterator[NamedArn]:
    name, kind = call.parameters.get("RuleGroupName"), call.parameters.get("Type")
    if name and kind in {"STATEFUL", "STATELESS"}:
        place = f"arn:{find_partition(call.region)}:network-firewall:{call.region}"
        arn = f"{place}:{call.account_id}:{kind.lower()}-rulegroup/{name}"
        yield NamedArn("RuleGroupName", arn, str(name))


def _imply_ses(call: EmulatedCall) -> Iterator[NamedArn]:
    """Who sends does so for an identity: the sender's address, or else its domain.

    https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
    """
    given = call.parameters
    if not call.operation.startswith("Send"):
        return
    if given.get("SourceArn"):
        yield NamedArn("SourceArn", str(given["SourceArn"]))
        return
    if given.get("FromEmailAddressIdentityArn"):  # an ARN in a parameter is read as it stands
        return
    sender = given.get("Source") or given.get("FromEmailAddress") or _read_sender(given)
    address = parseaddr(str(sender))[1]
    if address:
        held = moto_backend("ses", call.account_id, call.region).email_identities
        names = (address, address.rpartition("@")[2].lower())
        name = next((name for name in names if name in held), address)
        place = f"arn:{find_partition(call.region)}:ses:{call.region}:{call.account_id}"
        yield NamedArn("Source", f"{place}:identity/{name}")


def _read_sender(given: Mapping[str, Any]) -> str:
    """Return who a raw message is from, which its header alone says."""
    content = given.get("Content")
    raw = content.get("Raw") if isinstance(content, Mapping) else given.get("RawMessage")
    data = raw.get("Data") if isinstance(raw, Mapping) else None
    try:
        data = base64.b64decode(data, validate=True) if isinstance(data, str) else data
        return str(BytesHeaderParser().parsebytes(bytes(data or b"")).get("From") or "")
    except binascii.Error:
        return ""


FINDERS: Mapping[str, ArnFinder] = {
    "account": _imply_account,
    "autoscaling": _imply_autoscaling,
    "config": _imply_config,
    "ec2": _imply_ec2,
    "iam": _imply_iam,
    "kms": _imply_kms,
    "network-firewall": _imply_network_firewall,
    "ses": _imply_ses,
    "ssm": _imply_ssm,
}
