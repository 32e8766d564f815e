"""The language of a blueprint: the layer response, a struct for each of its sections."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.names import (
    AccountName,
    BucketName,
    Days,
    EmailAddress,
    RegionName,
)
from ringwall.model.blueprint.network import Cidr, InterfaceEndpoint
from ringwall.model.blueprint.responder import AutomaticResponder
from ringwall.model.blueprint.vpc_logs import LoggedVpc

RunbookName = Literal[
    "block-bucket",
    "close-bucket",
    "close-opened-group",
    "contain-key",
    "contain-role",
    "contain-user",
    "disable-access-key",
    "end-sessions",
    "isolate-instance",
    "restore-detector",
    "restore-hub",
    "restore-recorder",
    "restore-trail",
    "revoke-role-sessions",
    "rotate-secret",
    "snapshot-volumes",
    "stop-function",
    "unshare-database-snapshot",
    "unshare-image",
    "unshare-snapshot",
]
"""A file of `catalog/ssm/runbooks/`."""
TrustedRole = Annotated[
    str,
    Meta(
        pattern=r"^[\w+=,.@-][\w+=,.@*-]{0,63}$",
        extra_json_schema={
            "patternErrorMessage": "a role is named by up to 64 letters, digits and +=,.@-_; * "
            "stands for any, but not at the beginning: all roles would be trusted"
        },
    ),
]


class EvidenceBucket(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A bucket for evidence, and its key: responders write to it, and nobody deletes from it.

    AWS charges for the key and for what is stored, each object until its lock has ended.
    """

    enabled: Annotated[bool, Meta(description="Whether there is such a bucket.")] = False
    account: Annotated[
        AccountName | None,
        Meta(description="The account that has it; that of accounts.log_archive if left out."),
    ] = None
    s3_bucket_name: Annotated[
        BucketName,
        Meta(description="Its name; <blueprint>-evidence-<account id>-<Region> if left out."),
    ] = ""
    object_lock_mode: Annotated[
        Literal["GOVERNANCE", "COMPLIANCE"],
        Meta(
            description="How evidence is locked: GOVERNANCE lets those end a lock who may do so by "
            "name, after the bucket's policy was changed; COMPLIANCE lets nobody, not even AWS.",
            extra={"strict": "COMPLIANCE"},
        ),
    ] = "GOVERNANCE"
    object_lock_days: Annotated[
        Days, Meta(description="For how many days each object is locked; it stays after that.")
    ] = 365


class ForensicsNetwork(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A VPC where evidence is examined: it is joined to no other, and not to the internet."""

    enabled: Annotated[
        bool, Meta(description="Whether the account with the instances has such a VPC.")
    ] = False
    regions: Annotated[
        tuple[RegionName, ...],
        Meta(
            description="The Regions that have one; the home Region if left out. Copies of a "
            "volume are examined in its Region."
        ),
    ] = ()
    cidr: Annotated[
        Cidr,
        Meta(
            description="Its block, of /16 to /24; each subnet gets a sixteenth. It may overlap "
            "with others, for nothing is joined to it."
        ),
    ] = "192.168.240.0/24"
    zones: Annotated[int, Meta(ge=1, le=4, description="In how many zones it has a subnet.")] = 1
    interface_endpoints: Annotated[
        tuple[InterfaceEndpoint, ...],
        Meta(
            description="Services that are reached by interface endpoints. Session Manager needs "
            "ssm and ssmmessages; ebs reads snapshots by blocks. Each is paid by the hour and zone."
        ),
    ] = ("ssm", "ssmmessages")


class Forensics(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The roles by which responders read and act in all accounts, and examine evidence.

    They may act where an attacker has the account already, and so can whoever becomes the role
    that is trusted: protect that one as you protect administrators.
    """

    enabled: Annotated[bool, Meta(description="Whether there are such roles.")] = False
    account: Annotated[
        AccountName | None,
        Meta(
            description="The account with the instances that examine evidence; that of "
            "accounts.security if left out."
        ),
    ] = None
    trusted_role: Annotated[
        TrustedRole,
        Meta(
            description="The role of the account accounts.security that may assume those of "
            "responders, with any path. `*` stands for any letters: AWSReservedSSO_Respond_*, "
            "which has to be Identity Center's own role."
        ),
    ] = "ringwall-response"
    external_id: Annotated[
        str,
        Meta(
            description="What the caller has to give as its external id; nothing if left out.",
            pattern=r"^([\w+=,.@:/-]{2,1224})?$",
            extra_json_schema={
                "patternErrorMessage": "an external id has 2 to 1224 letters, digits and +=,.@:/-_"
            },
        ),
    ] = ""
    session_revocation: Annotated[
        bool,
        Meta(
            description="Whether responders may do what grants, too: write inline policies, which "
            "end the old sessions of a role, and trust policies, pass roles, write policies of "
            "keys and of the organization, assign permission sets. IAM cannot limit what these "
            "say: who may write one may grant everything. Without it playbooks stop at such a "
            "step, and responders attach AWSDenyAll, which ends new sessions too."
        ),
    ] = False
    network: Annotated[ForensicsNetwork, Meta(description="Where instances examine evidence.")] = (
        msgspec.field(default_factory=ForensicsNetwork)
    )


class Quarantine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A security group without rules in each VPC, for what is isolated. It costs nothing.

    A change of groups does not end connections that are tracked: see the layer's page.
    """

    enabled: Annotated[
        bool,
        Meta(
            description="Whether the VPCs of infrastructure.network have such a group.",
            extra={"strict": True},
        ),
    ] = False
    vpcs: Annotated[
        tuple[LoggedVpc, ...],
        Meta(description="The VPCs that are there and have such a group, too."),
    ] = ()


class Notifications(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Topics for those who respond, and for those who approve. AWS charges for their key."""

    enabled: Annotated[bool, Meta(description="Whether there are such topics.")] = False
    responder_email_addresses: Annotated[
        tuple[EmailAddress, ...],
        Meta(description="Who responds. Each has to confirm a message of AWS first."),
    ] = ()
    approver_email_addresses: Annotated[
        tuple[EmailAddress, ...],
        Meta(description="Who approves. Each has to confirm a message of AWS first."),
    ] = ()
    findings: Annotated[
        bool,
        Meta(
            description="Whether responders get grave findings of the home Region. Where "
            "detection.rules sends them already, they are not sent twice."
        ),
    ] = True


class Runbooks(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Runbooks of Systems Manager in the security account, which the other accounts share.

    They run in all accounts by the two roles that AWS names for that.
    """

    enabled: Annotated[bool, Meta(description="Whether there are such runbooks.")] = False
    names: Annotated[tuple[RunbookName, ...], Meta(description="The runbooks that there are.")] = (
        "isolate-instance",
        "snapshot-volumes",
        "revoke-role-sessions",
        "disable-access-key",
        "block-bucket",
    )


class Readiness(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is ready when the other layers have failed."""

    evidence: Annotated[
        EvidenceBucket,
        Meta(
            description="Where evidence is kept.", extra={"once": True, "services": ("s3", "kms")}
        ),
    ] = msgspec.field(default_factory=EvidenceBucket)
    forensics: Annotated[
        Forensics,
        Meta(
            description="The roles of responders, and the VPC where they examine evidence.",
            extra={"once": True, "services": ("iam",)},
        ),
    ] = msgspec.field(default_factory=Forensics)
    quarantine: Annotated[
        Quarantine,
        Meta(
            description="Where instances are isolated.",
            extra={"once": True, "services": ("ec2",)},
        ),
    ] = msgspec.field(default_factory=Quarantine)
    notifications: Annotated[
        Notifications,
        Meta(
            description="Who is told.",
            extra={"once": True, "services": ("sns", "events", "kms")},
        ),
    ] = msgspec.field(default_factory=Notifications)
    runbooks: Annotated[
        Runbooks,
        Meta(
            description="What can be run in all accounts.",
            extra={"once": True, "services": ("ssm", "iam")},
        ),
    ] = msgspec.field(default_factory=Runbooks)
    responder: Annotated[
        AutomaticResponder,
        Meta(
            description="What responds to findings by itself.",
            extra={
                "once": True,
                "services": ("lambda", "dynamodb", "sqs", "events", "kms", "logs", "iam"),
            },
        ),
    ] = msgspec.field(default_factory=AutomaticResponder)
