"""OpenSearch and Elasticsearch domains, with their policies."""

from collections.abc import Iterator

from ringwall.model.table import Call, Reader, Row, Table, boolean, document, text, texts

BATCH = 5


def _domains(reader: Reader) -> Iterator[Row]:
    names = list(reader.items("opensearch.list_domain_names", "DomainNames[].DomainName"))
    for start in range(0, len(names), BATCH):
        asked = names[start : start + BATCH]
        yield from reader.items(
            "opensearch.describe_domains", "DomainStatusList", DomainNames=asked
        )


domain = Table(
    name="opensearchservice_domain",
    doc="An OpenSearch or Elasticsearch domain.",
    cloudformation="AWS::OpenSearchService::Domain",
    fetch=_domains,
    arn="ARN",
    tags="Tags",
    calls=(Call("opensearch.list_tags", "TagList", {"ARN": "{ARN}"}, into="Tags"),),
    columns=(
        text("domain_name", "DomainName", "The domain's name."),
        document(
            "access_policies",
            "AccessPolicies || `null`",  # AWS writes none as an empty text
            "The policy; {} where there is none.",
        ),
        text("engine_version", "EngineVersion", "OpenSearch_2.5, Elasticsearch_7.10, ..."),
        boolean("encryption_at_rest", "EncryptionAtRestOptions.Enabled", "It is encrypted."),
        text("kms_key_id", "EncryptionAtRestOptions.KmsKeyId", "The key; '' for none."),
        boolean(
            "node_to_node_encryption",
            "NodeToNodeEncryptionOptions.Enabled",
            "Its nodes speak TLS with each other.",
        ),
        boolean("enforce_https", "DomainEndpointOptions.EnforceHTTPS", "Plain HTTP is refused."),
        text("tls_security_policy", "DomainEndpointOptions.TLSSecurityPolicy", "The lowest TLS."),
        text("vpc_id", "VPCOptions.VPCId", "Its VPC; '' for a public endpoint."),
        texts("subnet_ids", "VPCOptions.SubnetIds", "The subnets that it stands in."),
        texts("security_group_ids", "VPCOptions.SecurityGroupIds", "Its security groups."),
        boolean(
            "advanced_security",
            "AdvancedSecurityOptions.Enabled",
            "Roles inside of the domain limit who may do what.",
        ),
        boolean(
            "anonymous_auth",
            "AdvancedSecurityOptions.AnonymousAuthEnabled",
            "While it moves to such roles, callers without a name may come in.",
        ),
    ),
    policy="access_policies",
)
