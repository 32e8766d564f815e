"""Clusters of DynamoDB Accelerator (DAX)."""

from ringwall.model.table import Call, Table, boolean, integer, text, texts

cluster = Table(
    name="dax_cluster",
    doc="A cluster of DynamoDB Accelerator, a cache before DynamoDB tables.",
    cloudformation="AWS::DAX::Cluster",
    list=Call("dax.describe_clusters", "Clusters"),
    arn="ClusterArn",
    columns=(
        text("cluster_name", "ClusterName", "The cluster's name."),
        text("status", "Status", "available, creating, ..."),
        text("node_type", "NodeType", "The size of its nodes: dax.t3.small."),
        integer(
            "total_nodes", "TotalNodes", "The number of its nodes.", property="ReplicationFactor"
        ),
        text("iam_role_arn", "IamRoleArn", "The role with which it calls DynamoDB.",
             property="IAMRoleARN"),
        text("subnet_group", "SubnetGroup", "The subnets that it can be in.",
             property="SubnetGroupName"),
        texts("security_groups", "SecurityGroups[].SecurityGroupIdentifier",
              "Its security groups.", property="SecurityGroupIds"),
        boolean(
            "sse_enabled",
            "contains(['ENABLED', 'ENABLING'], SSEDescription.Status || 'DISABLED')",
            "Its data is encrypted at rest.",
            property="SSESpecification.SSEEnabled",
            default=False,
        ),
        text(
            "cluster_endpoint_encryption_type",
            "ClusterEndpointEncryptionType",
            "TLS or NONE: how clients speak with it.",
            default="NONE",
            required=True,
        ),
    ),
)  # fmt: skip
