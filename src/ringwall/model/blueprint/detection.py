"""The language of a blueprint: the layer detection, a struct for each of its sections."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.names import AccountId, BucketName, Days, EmailAddress
from ringwall.model.blueprint.vpc_logs import FlowLogs, ResolverLogs

ONCE: dict[str, Any] = {"once": True}
"""Marks what is set once for the organization."""

DataResource = Literal["AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table"]
GuardDutyFeature = Literal[
    "S3_DATA_EVENTS",
    "EKS_AUDIT_LOGS",
    "EBS_MALWARE_PROTECTION",
    "RDS_LOGIN_EVENTS",
    "LAMBDA_NETWORK_LOGS",
    "RUNTIME_MONITORING",
]
"""EKS_RUNTIME_MONITORING is none of them: RUNTIME_MONITORING covers EKS, and AWS refuses both."""
GuardDutyAgent = Literal[
    "EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"
]
StandardName = Literal[
    "aws-foundational-security-best-practices/v/1.0.0",
    "cis-aws-foundations-benchmark/v/1.4.0",
    "cis-aws-foundations-benchmark/v/3.0.0",
    "cis-aws-foundations-benchmark/v/5.0.0",
    "nist-800-53/v/5.0.0",
    "nist-800-171/v/2.0.0",
    "pci-dss/v/4.0.1",
]
InspectorScan = Literal["EC2", "ECR", "LAMBDA", "LAMBDA_CODE", "CODE_REPOSITORY"]
LakeSource = Literal[
    "CLOUD_TRAIL_MGMT",
    "EKS_AUDIT",
    "LAMBDA_EXECUTION",
    "ROUTE53",
    "S3_DATA",
    "SH_FINDINGS",
    "VPC_FLOW",
    "WAF",
]
ConformancePackName = Literal["baseline", "encryption"]
"""A file of `catalog/config/packs/`."""
Retention = Literal[
    30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
]
"""What CloudWatch Logs takes, from a month on."""


class Trail(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The trail of the organization: who did what, in all accounts and Regions.

    It belongs to the management account. Its files go to a bucket in the log archive whose
    versions nobody deletes before their time.
    """

    enabled: Annotated[bool, Meta(description="Whether there is such a trail.")] = True
    trail_name: Annotated[
        str,
        Meta(
            description="Its name; <blueprint>-trail if left out.",
            pattern=r"^([A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9])?$",
            extra_json_schema={
                "patternErrorMessage": "a trail is named by 3 to 128 letters, digits, . _ and -"
            },
        ),
    ] = ""
    s3_bucket_name: Annotated[
        BucketName,
        Meta(description="Its bucket; <blueprint>-trail-<account id>-<Region> if left out."),
    ] = ""
    object_lock_mode: Annotated[
        Literal["GOVERNANCE", "COMPLIANCE"],
        Meta(
            description="How its files are locked: GOVERNANCE lets those end a lock who may do so "
            "by name, COMPLIANCE lets nobody, not even AWS: what it costs is paid to the end.",
            extra={"strict": "COMPLIANCE"},
        ),
    ] = "GOVERNANCE"
    object_lock_days: Annotated[
        Days, Meta(description="For how many days each file is locked.")
    ] = 365
    expiration_days: Annotated[
        Days, Meta(description="After how many days files are deleted.", extra={"strict": 2557})
    ] = 731
    data_resource_types: Annotated[
        tuple[DataResource, ...],
        Meta(
            description="The resources whose use is recorded too, call by call, at a price. "
            "Management events always are.",
            extra={"strict": ("AWS::S3::Object", "AWS::Lambda::Function")},
        ),
    ] = ()
    retention_in_days: Annotated[
        Retention,
        Meta(description="For how many days its log group keeps events, of which alarms are made."),
    ] = 365


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """AWS Config: how every resource is set up, and was.

    Its bucket has no Object Lock: AWS Config does not deliver to one that has.
    """

    enabled: Annotated[bool, Meta(description="Whether resources are recorded.")] = True
    recording_frequency: Annotated[
        Literal["CONTINUOUS", "DAILY"],
        Meta(description="Whether each change is recorded, or how things are once a day."),
    ] = "CONTINUOUS"
    delivery_frequency: Annotated[
        Literal["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"],
        Meta(description="How often all is written to the bucket.", extra=ONCE),
    ] = "TwentyFour_Hours"
    s3_bucket_name: Annotated[
        BucketName,
        Meta(
            description="Its bucket; <blueprint>-config-<account id>-<Region> if left out.",
            extra=ONCE,
        ),
    ] = ""
    expiration_days: Annotated[
        Days, Meta(description="After how many days files are deleted.", extra=ONCE)
    ] = 2557
    conformance_packs: Annotated[
        tuple[ConformancePackName, ...],
        Meta(
            description="The conformance packs that every account is checked by, in each Region; "
            "AWS charges for each check.",
            extra={"once": True, "strict": ("baseline", "encryption")},
        ),
    ] = ("baseline",)


class AccessLogs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A bucket in each Region for the access logs of load balancers and of the log buckets.

    It is encrypted by S3 itself: neither service writes to one with a key of its own.
    """

    enabled: Annotated[bool, Meta(description="Whether there are such buckets.")] = True
    expiration_days: Annotated[
        Days, Meta(description="After how many days access logs are deleted.")
    ] = 365


class GuardDuty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Amazon GuardDuty: threats, found in the logs of all accounts and Regions."""

    enabled: Annotated[bool, Meta(description="Whether GuardDuty is on, in every account.")] = True
    finding_publishing_frequency: Annotated[
        Literal["FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"],
        Meta(description="How often a finding that comes again is sent."),
    ] = "FIFTEEN_MINUTES"
    features: Annotated[
        tuple[GuardDutyFeature, ...],
        Meta(description="What it looks at, beside what it always does. Others are turned off."),
    ] = (
        "S3_DATA_EVENTS",
        "EKS_AUDIT_LOGS",
        "EBS_MALWARE_PROTECTION",
        "RDS_LOGIN_EVENTS",
        "LAMBDA_NETWORK_LOGS",
        "RUNTIME_MONITORING",
    )
    agents: Annotated[
        tuple[GuardDutyAgent, ...],
        Meta(description="The agents of RUNTIME_MONITORING that GuardDuty installs and updates."),
    ] = ("EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT")
    publishing_destination: Annotated[
        bool,
        Meta(
            description="Whether findings are written to a bucket in the log archive: GuardDuty "
            "itself keeps them for 90 days.",
            extra={"strict": True},
        ),
    ] = False
    s3_bucket_name: Annotated[
        BucketName,
        Meta(description="That bucket; <blueprint>-guardduty-<account id>-<Region> if left out."),
    ] = ""


class SecurityHub(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """AWS Security Hub CSPM: standards checked in every account, by central configuration.

    What AWS calls Security Hub today is a newer service, which correlates findings: see `v2`.
    """

    enabled: Annotated[bool, Meta(description="Whether Security Hub CSPM is on.")] = True
    enabled_standard_identifiers: Annotated[
        tuple[StandardName, ...],
        Meta(
            description="The standards that every account is checked by.",
            extra={
                "strict": (
                    "aws-foundational-security-best-practices/v/1.0.0",
                    "cis-aws-foundations-benchmark/v/3.0.0",
                    "nist-800-53/v/5.0.0",
                )
            },
        ),
    ] = (
        "aws-foundational-security-best-practices/v/1.0.0",
        "cis-aws-foundations-benchmark/v/3.0.0",
    )
    disabled_security_control_identifiers: Annotated[
        tuple[Annotated[str, Meta(pattern=r"^[A-Za-z0-9]+\.[0-9]+$")], ...],
        Meta(description="The controls that are off, such as Macie.1. All others are on."),
    ] = ()
    v2: Annotated[
        bool,
        Meta(
            description="Whether the newer Security Hub is on too, in every account. It needs "
            "neither Security Hub CSPM nor its standards, and is paid by resource."
        ),
    ] = False


class Inspector(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Amazon Inspector: known vulnerabilities of what runs in all accounts."""

    enabled: Annotated[bool, Meta(description="Whether Inspector scans all accounts.")] = True
    resource_types: Annotated[
        tuple[InspectorScan, ...],
        Meta(
            description="What it scans. LAMBDA_CODE needs LAMBDA.",
            extra={"strict": ("EC2", "ECR", "LAMBDA", "LAMBDA_CODE")},
        ),
    ] = ("EC2", "ECR", "LAMBDA")


class EcrScanning(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Amazon ECR's enhanced scanning: each image is scanned by Inspector, again and again.

    It is paid by the image and by each scan of it.
    """

    enabled: Annotated[
        bool,
        Meta(
            description="Whether all repositories are scanned continuously, by ENHANCED scanning.",
            extra={"strict": True},
        ),
    ] = False


class Detective(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Amazon Detective: what led to a finding, from the logs of all accounts.

    It is paid by the amount of logs, beside GuardDuty.
    """

    enabled: Annotated[
        bool,
        Meta(description="Whether Detective takes in all accounts.", extra={"strict": True}),
    ] = False


class LakeSubscriber(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account that reads the lake, such as that of a SIEM."""

    name: Annotated[str, Meta(description="Its name.", pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    principal: Annotated[AccountId, Meta(description="The account.")]
    external_id: Annotated[
        str, Meta(description="The external ID that it names.", pattern=r"^[\w+=,.@:/-]{2,256}$")
    ]
    sources: Annotated[tuple[LakeSource, ...], Meta(description="The logs that it reads.")]
    access: Annotated[
        Literal["S3", "LAKEFORMATION"], Meta(description="How: the files, or by queries.")
    ] = "S3"


class SecurityLake(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Amazon Security Lake: the logs of all accounts in one form, to be queried.

    It is paid by the amount of logs, and for its storage.
    """

    enabled: Annotated[bool, Meta(description="Whether there is a lake.")] = False
    sources: Annotated[
        tuple[LakeSource, ...], Meta(description="The logs that it takes in, of every account.")
    ] = ("CLOUD_TRAIL_MGMT", "ROUTE53", "SH_FINDINGS", "VPC_FLOW")
    expiration_days: Annotated[Days, Meta(description="After how many days they are deleted.")] = (
        365
    )
    subscribers: Annotated[
        tuple[LakeSubscriber, ...], Meta(description="Who reads it, in each Region.")
    ] = ()


class Alarms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Alarms of the CIS benchmark: acts that are rare, and known at once. They need the trail."""

    enabled: Annotated[bool, Meta(description="Whether there are alarms.")] = True
    email_addresses: Annotated[
        tuple[EmailAddress, ...],
        Meta(description="Who gets them. Each has to confirm a message of AWS first."),
    ] = ()


class Rules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rules of EventBridge: findings that cannot wait are sent to a topic."""

    enabled: Annotated[bool, Meta(description="Whether there are such rules.")] = True
    guardduty_severity: Annotated[
        int,
        Meta(
            description="From which severity findings of GuardDuty are sent: 7 is high, 9 is "
            "critical.",
            ge=1,
            le=10,
            extra={"strict": 4},
        ),
    ] = 7
    security_hub_severity_labels: Annotated[
        tuple[Literal["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"], ...],
        Meta(description="Of which severities findings of Security Hub CSPM are sent."),
    ] = ("CRITICAL", "HIGH")
    email_addresses: Annotated[
        tuple[EmailAddress, ...],
        Meta(description="Who gets them. Each has to confirm a message of AWS first."),
    ] = ()


def _of(*services: str, is_once: bool = True) -> dict[str, Any]:
    return {"services": services, **(ONCE if is_once else {})}


class Detection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The layer detection of a blueprint.

    CloudTrail Lake is none of its sections: AWS takes no new customers for it.
    """

    trail: Annotated[
        Trail, Meta(description="The trail of the organization.", extra=_of("cloudtrail"))
    ] = msgspec.field(default_factory=Trail)
    config: Annotated[
        Config, Meta(description="What AWS Config records.", extra=_of("config", is_once=False))
    ] = msgspec.field(default_factory=Config)
    access_logs: Annotated[
        AccessLogs, Meta(description="Where access logs are kept.", extra=ONCE)
    ] = msgspec.field(default_factory=AccessLogs)
    guardduty: Annotated[
        GuardDuty, Meta(description="What GuardDuty does.", extra=_of("guardduty"))
    ] = msgspec.field(default_factory=GuardDuty)
    security_hub: Annotated[
        SecurityHub, Meta(description="What Security Hub does.", extra=_of("securityhub"))
    ] = msgspec.field(default_factory=SecurityHub)
    inspector: Annotated[
        Inspector, Meta(description="What Inspector scans.", extra=_of("inspector2"))
    ] = msgspec.field(default_factory=Inspector)
    ecr_scanning: Annotated[
        EcrScanning,
        Meta(
            description="How images in Amazon ECR are scanned.",
            extra=_of("ecr", "inspector2", is_once=False),
        ),
    ] = msgspec.field(default_factory=EcrScanning)
    detective: Annotated[
        Detective, Meta(description="Whether Detective is on.", extra=_of("detective"))
    ] = msgspec.field(default_factory=Detective)
    security_lake: Annotated[
        SecurityLake, Meta(description="What Security Lake keeps.", extra=_of("securitylake"))
    ] = msgspec.field(default_factory=SecurityLake)
    alarms: Annotated[
        Alarms,
        Meta(description="Alarms on what the trail records.", extra=_of("cloudwatch", "logs")),
    ] = msgspec.field(default_factory=Alarms)
    rules: Annotated[
        Rules, Meta(description="Which findings are sent at once.", extra=_of("events", "sns"))
    ] = msgspec.field(default_factory=Rules)
    flow_logs: Annotated[FlowLogs, Meta(description="Flow logs of VPCs.", extra=_of("ec2"))] = (
        msgspec.field(default_factory=FlowLogs)
    )
    resolver_logs: Annotated[
        ResolverLogs,
        Meta(description="Query logs of VPCs.", extra=_of("route53resolver")),
    ] = msgspec.field(default_factory=ResolverLogs)
