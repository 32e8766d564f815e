"""OpenSearch and Elasticsearch domains, with their policies."""

from collections.abc import Iterator

from ringwall.model.table import Call, Reader, Row, Table, boolean, document, text, texts

BATCH = 5


def _domains(reader: Reader) -> Iterator[Row]:
    names = _list_names(reader)
    for start in range(0, len(names), BATCH):
        asked = names[start : start + BATCH]
        missing = set(asked)
        for domain in reader.items(
            "opensearch.describe_domains", "DomainStatusList", DomainNames=asked
        ):
            missing -= {domain["DomainName"]}
            yield domain
        if missing and (left := missing & set(_list_names(reader))):  # the others are deleted
            raise LookupError(f"no answer on {', '.join(sorted(left))}")


def _list_names(reader: Reader) -> list[str]:
    found = reader.items("opensearch.list_domain_names", "DomainNames[].DomainName")
    return [str(name) for name in found]


domain = Table(
    name="opensearchservice_domain",
    doc="An OpenSearch or Elasticsearch domain.",
    cloudformation="AWS::OpenSearchService::Domain",
    fetch=_domains,
    arn="ARN",
    tags="Tags",
    calls=(Call("opensearch.list_tags", "TagList", {"ARN": "{ARN}"}, into="Tags"),),
    gone=("ResourceNotFoundException",),
    columns=(
        text("domain_name", "DomainName", "The domain's name."),
        document(
            "access_policies",
            "[AccessPolicies][?@ != ''] | [0]",  # AWS writes none as an empty text
            "The policy; {} where there is none.",
            property="AccessPolicies || `null`",
            default={},
        ),
        text("engine_version", "EngineVersion", "OpenSearch_2.5, Elasticsearch_7.10, ..."),
        boolean(
            "encryption_at_rest",
            "EncryptionAtRestOptions.Enabled",
            "It is encrypted.",
            default=False,
        ),
        text(
            "kms_key_id",
            "EncryptionAtRestOptions.KmsKeyId",
            "The key; '' for none.",
            default="",
            unless="EncryptionAtRestOptions.Enabled",
        ),
        boolean(
            "node_to_node_encryption",
            "NodeToNodeEncryptionOptions.Enabled",
            "Traffic between its nodes is encrypted.",
            default=False,
        ),
        boolean(
            "enforce_https",
            "DomainEndpointOptions.EnforceHTTPS",
            "It requires HTTPS.",
            default=False,
        ),
        text(
            "tls_security_policy",
            "DomainEndpointOptions.TLSSecurityPolicy",
            "The TLS policy, such as Policy-Min-TLS-1-2-2019-07.",
        ),
        text(
            "vpc_id",
            "VPCOptions.VPCId",
            "Its VPC; '' for a public endpoint.",
            default="",
            unless="VPCOptions.SubnetIds",
        ),
        texts("subnet_ids", "VPCOptions.SubnetIds", "Its subnets.", default=[]),
        texts(
            "security_group_ids",
            "VPCOptions.SecurityGroupIds",
            "Its security groups.",
            default=[],
            unless="VPCOptions.SubnetIds",
        ),
        boolean(
            "advanced_security",
            "AdvancedSecurityOptions.Enabled",
            "Fine-grained access control is enabled.",
            default=False,
        ),
        boolean(
            "anonymous_auth",
            "AdvancedSecurityOptions.AnonymousAuthEnabled",
            "Anonymous access is allowed, for a migration to fine-grained access control.",
            default=False,
        ),
    ),
    policy="access_policies",
)
