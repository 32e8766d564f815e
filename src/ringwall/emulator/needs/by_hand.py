"""Operations whose permissions no rule finds, by service and operation."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.call import BY_ROOT, EmulatedCall
from ringwall.emulator.needs.directory_needs import DIRECTORY_FINDERS
from ringwall.emulator.needs.dynamodb_needs import DYNAMODB_FINDERS
from ringwall.emulator.needs.identifiers import walk_texts
from ringwall.emulator.needs.listed_items import read_items
from ringwall.emulator.needs.operations import load_table
from ringwall.emulator.needs.stored import find_key_arn, find_key_of_ciphertext
from ringwall.emulator.needs.templates import find_partition, split_arn
from ringwall.emulator.needs.unknown_needs import UnknownNeedsError

NeedFinder = Callable[[EmulatedCall], Iterator[Need]]
TOPIC_COLONS = 5
"""In the ARN of a topic; that of a subscription has one more."""


def find_needs_by_hand(call: EmulatedCall) -> tuple[Need, ...] | None:
    """Return the needs of an operation of the table; None for all others."""
    if call.service in {"apigateway", "apigatewayv2"}:
        return (_find_for_api_gateway(call),)
    if call.service == "iam" and call.environ.get(BY_ROOT) and not call.parameters.get("UserName"):
        root = f"arn:{find_partition(call.region)}:iam::{call.account_id}:root"
        return (Need(f"iam:{call.operation}", root),)
    finder = FINDERS.get((call.service, call.operation))
    return tuple(finder(call)) if finder is not None else None


def _find_for_api_gateway(call: EmulatedCall) -> Need:
    """API Gateway's actions are methods, and its resources are paths.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
    """
    path = str(call.environ.get("PATH_INFO", "")).removeprefix("/v2")
    method = str(call.environ.get("REQUEST_METHOD", call.model.http.get("method", "")))
    resource = f"arn:{find_partition(call.region)}:apigateway:{call.region}::{path}"
    return Need(f"apigateway:{method}", resource)


def _delete_objects(call: EmulatedCall) -> Iterator[Need]:
    bucket = f"arn:{find_partition(call.region)}:s3:::{call.parameters.get('Bucket')}"
    bypasses = call.parameters.get("BypassGovernanceRetention")
    for item in read_items((call.parameters.get("Delete") or {}).get("Objects")):
        arn, version = f"{bucket}/{item.get('Key')}", item.get("VersionId")
        if version:
            yield Need("s3:DeleteObjectVersion", arn, {"s3:versionid": version})
        else:
            yield Need("s3:DeleteObject", arn)
        if bypasses:
            yield Need("s3:BypassGovernanceRetention", arn)


def _re_encrypt(call: EmulatedCall) -> Iterator[Need]:
    """Re-encryption is asked of both keys, each with a context of its own.

    https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html
    """
    given = call.parameters
    named = str(given.get("SourceKeyId") or "")
    # The ciphertext tells which key decrypts it, whatever else the request says.
    source = find_key_of_ciphertext(call, given.get("CiphertextBlob"))
    source = source or find_key_arn(call, named or "*")
    target = find_key_arn(call, str(given.get("DestinationKeyId") or ""))
    same = {"kms:ReEncryptOnSameKey": source == target}
    for action, arn, context in (
        ("kms:ReEncryptFrom", source, given.get("SourceEncryptionContext")),
        ("kms:ReEncryptTo", target, given.get("DestinationEncryptionContext")),
    ):
        yield Need(action, arn or "*", same | write_encryption_context(context))


def write_encryption_context(context: Any) -> dict[str, Any]:
    """Return the condition keys of an encryption context."""
    if not isinstance(context, Mapping) or not context:
        return {}
    pairs = {f"kms:EncryptionContext:{name}": str(value) for name, value in context.items()}
    return {**pairs, "kms:EncryptionContextKeys": [str(name) for name in context]}


def _publish(call: EmulatedCall) -> Iterator[Need]:
    """A text message to a phone has no topic."""
    named = [call.parameters.get(member) for member in ("TopicArn", "TargetArn")]
    yield from (Need("sns:Publish", str(arn)) for arn in [n for n in named if n] or ["*"])


def _unsubscribe(call: EmulatedCall) -> Iterator[Need]:
    """A subscription belongs to its topic, whose ARN its own begins with."""
    arn = str(call.parameters.get("SubscriptionArn"))
    yield Need("sns:Unsubscribe", arn.rpartition(":")[0] if arn.count(":") > TOPIC_COLONS else arn)


def _put_events(call: EmulatedCall) -> Iterator[Need]:
    place = f"arn:{find_partition(call.region)}:events:{call.region}:{call.account_id}"
    for entry in read_items(call.parameters.get("Entries")):
        bus = str(entry.get("EventBusName") or "default")
        arn = bus if bus.startswith("arn:") else f"{place}:event-bus/{bus}"
        found = {
            "events:source": entry.get("Source"),
            "events:detail-type": entry.get("DetailType"),
        }
        yield Need("events:PutEvents", arn, {k: v for k, v in found.items() if v})


def _create_load_balancer(call: EmulatedCall) -> Iterator[Need]:
    kinds = {"network": "net", "gateway": "gwy"}
    kind = kinds.get(str(call.parameters.get("Type")), "app")
    place = f"arn:{find_partition(call.region)}:elasticloadbalancing:{call.region}"
    arn = f"{place}:{call.account_id}:loadbalancer/{kind}/{call.parameters.get('Name')}/*"
    yield Need("elasticloadbalancing:CreateLoadBalancer", arn)
    if call.parameters.get("Tags"):
        yield Need("elasticloadbalancing:AddTags", arn)


def _assume_root(call: EmulatedCall) -> Iterator[Need]:
    """The root user is the other account's, which the request names by its id or by an ARN.

    https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
    """
    target = str(call.parameters.get("TargetPrincipal") or "")
    account_id = split_arn(target)[4] or target
    if not account_id.isdecimal():
        raise UnknownNeedsError
    policy = call.parameters.get("TaskPolicyArn") or {}
    arn = f"arn:{find_partition(call.region)}:iam::{account_id}:root"
    keys = {"sts:TaskPolicyArn": policy["arn"]} if policy.get("arn") else {}
    yield Need("sts:AssumeRoot", arn, keys)


def _import_findings(call: EmulatedCall) -> Iterator[Need]:
    """Findings are imported for a product, about an account.

    https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
    """
    for finding in read_items(call.parameters.get("Findings")):
        keys = {"securityhub:TargetAccount": str(finding.get("AwsAccountId") or "")}
        arn = str(finding.get("ProductArn") or "*")
        yield Need("securityhub:BatchImportFindings", arn, keys)


def _update_findings(call: EmulatedCall) -> Iterator[Need]:
    """Policies may say what of findings can be changed, and to what.

    https://docs.aws.amazon.com/securityhub/latest/userguide/batchupdatefindings-configure-access.html
    """
    place = f"arn:{find_partition(call.region)}:securityhub:{call.region}:{call.account_id}"
    given = {n: v for n, v in call.parameters.items() if n != "FindingIdentifiers"}
    keys = {
        f"securityhub:ASFFSyntaxPath/{'.'.join(part for part in path if not part.isdigit())}": text
        for path, text in walk_texts(given)
    }
    yield Need("securityhub:BatchUpdateFindings", f"{place}:hub/default", keys)


def _make_cache(call: EmulatedCall) -> Iterator[Need]:
    """A cache has the default parameter group of its engine, if it names none."""
    place = f"arn:{find_partition(call.region)}:elasticache:{call.region}:{call.account_id}"
    given = call.parameters
    names = {
        "cluster": [given.get("CacheClusterId"), given.get("PrimaryClusterId")],
        "parametergroup": [given.get("CacheParameterGroupName") or "default.*"],
        "replicationgroup": [given.get("ReplicationGroupId")],
        "securitygroup": given.get("CacheSecurityGroupNames") or [],
        "snapshot": [given.get("SnapshotName")],
        "subnetgroup": [given.get("CacheSubnetGroupName")],
        "usergroup": given.get("UserGroupIds") or [],
    }
    for kind, found in names.items():
        for name in filter(None, found):
            yield Need(f"elasticache:{call.operation}", f"{place}:{kind}:{name}")


TAG_ACTIONS = {
    "autoscaling": ("CreateOrUpdateTags", "DeleteTags"),
    "cloudtrail": ("AddTags", "RemoveTags"),
    "ec2": ("CreateTags", "DeleteTags"),
    "elasticloadbalancing": ("AddTags", "RemoveTags"),
    "es": ("AddTags", "RemoveTags"),
    "rds": ("AddTagsToResource", "RemoveTagsFromResource"),
    "s3": ("PutBucketTagging", "PutBucketTagging"),
    "sqs": ("TagQueue", "UntagQueue"),
    "ssm": ("AddTagsToResource", "RemoveTagsFromResource"),
}
"""What tagging is called where it is not called TagResource and UntagResource."""


def _tag_resources(call: EmulatedCall) -> Iterator[Need]:
    """Tagging takes the permission of the resource's own service as well.

    https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html
    """
    yield Need(f"tag:{call.operation}", "*")
    tags = call.parameters.get("Tags") or {}
    keys: dict[str, Any] = {f"aws:RequestTag/{name}": value for name, value in tags.items()}
    keys["aws:TagKeys"] = list(tags or call.parameters.get("TagKeys") or ())
    usual = ("TagResource", "UntagResource")
    for arn in call.parameters.get("ResourceARNList") or ():
        service = split_arn(str(arn))[2]
        name = TAG_ACTIONS.get(service, usual)[call.operation == "UntagResources"]
        yield Need(f"{service}:{name}", str(arn), keys)


def _run_stack(_call: EmulatedCall) -> Iterator[Need]:
    """CloudFormation makes, changes and deletes resources with the caller's permissions.

    Which those are, each type of resource says for itself: that is not known here.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
    """
    raise UnknownNeedsError


STACKS = (
    "CreateStack",
    "CreateStackInstances",
    "CreateStackSet",
    "DeleteStack",
    "DeleteStackInstances",
    "ExecuteChangeSet",
    "RollbackStack",
    "UpdateStack",
    "UpdateStackInstances",
    "UpdateStackSet",
)


def _tag_balancers(call: EmulatedCall) -> Iterator[Need]:
    """Whatever a load balancer is made of can be tagged: AWS's reference has Classic's alone.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddTags.html
    """
    for arn in call.parameters.get("ResourceArns") or ():
        keys: dict[str, Any] = {}
        if call.operation == "AddTags":
            tags = read_items(call.parameters.get("Tags"))
            keys = {f"aws:RequestTag/{tag.get('Key')}": tag.get("Value") or "" for tag in tags}
            keys["aws:TagKeys"] = [tag.get("Key") for tag in tags]
        yield Need(f"elasticloadbalancing:{call.operation}", str(arn), keys)


def _create_linked_role(call: EmulatedCall) -> Iterator[Need]:
    """The path of a service-linked role names its service, which knows the rest of the name.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
    """
    service = str(call.parameters.get("AWSServiceName"))
    names = (rule["role"] for rule in load_table()["linked_roles"] if rule["service"] == service)
    place = f"arn:{find_partition(call.region)}:iam::{call.account_id}:role/aws-service-role"
    arn = f"{place}/{service}/{next(names, 'AWSServiceRoleFor*')}"
    yield Need("iam:CreateServiceLinkedRole", arn, {"iam:AWSServiceName": service})


FINDERS: Mapping[tuple[str, str], NeedFinder] = {
    **{("cloudformation", operation): _run_stack for operation in STACKS},
    ("elbv2", "AddTags"): _tag_balancers,
    ("elbv2", "CreateLoadBalancer"): _create_load_balancer,
    ("elasticache", "CreateCacheCluster"): _make_cache,
    ("elasticache", "CreateReplicationGroup"): _make_cache,
    ("elbv2", "RemoveTags"): _tag_balancers,
    ("events", "PutEvents"): _put_events,
    ("iam", "CreateServiceLinkedRole"): _create_linked_role,
    ("kms", "ReEncrypt"): _re_encrypt,
    ("resourcegroupstaggingapi", "TagResources"): _tag_resources,
    ("resourcegroupstaggingapi", "UntagResources"): _tag_resources,
    ("s3", "DeleteObjects"): _delete_objects,
    ("securityhub", "BatchImportFindings"): _import_findings,
    ("securityhub", "BatchUpdateFindings"): _update_findings,
    ("sns", "Publish"): _publish,
    ("sns", "Unsubscribe"): _unsubscribe,
    ("sts", "AssumeRoot"): _assume_root,
    **DIRECTORY_FINDERS,
    **DYNAMODB_FINDERS,
}
