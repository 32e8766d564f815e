"""Workgroups of Redshift Serverless."""

from ringwall.model.table import Call, Table, boolean, integer, moment, text, texts

workgroup = Table(
    name="redshiftserverless_workgroup",
    doc="A workgroup: what computes the queries of a namespace.",
    cloudformation="AWS::RedshiftServerless::Workgroup",
    list=Call("redshift-serverless.list_workgroups", "workgroups"),
    arn="workgroupArn",
    columns=(
        text("workgroup_name", "workgroupName", "The workgroup's name.", property="WorkgroupName"),
        text("namespace_name", "namespaceName", "Its namespace.", property="NamespaceName"),
        text("status", "status", "AVAILABLE, CREATING, ..."),
        integer("base_capacity", "baseCapacity", "Its processing units.", property="BaseCapacity"),
        integer("port", "port", "Its port.", property="Port"),
        boolean(
            "publicly_accessible",
            "publiclyAccessible",
            "It has a public address.",
            property="PubliclyAccessible",
            default=False,
            required=True,
        ),
        boolean(
            "enhanced_vpc_routing",
            "enhancedVpcRouting",
            "COPY and UNLOAD go through the VPC.",
            property="EnhancedVpcRouting",
            default=False,
            required=True,
        ),
        text(
            "require_ssl",
            "configParameters[?parameterKey == 'require_ssl'].parameterValue | [0]",
            "true where clients have to use TLS; '' where AWS does not say it.",
            property="ConfigParameters[?ParameterKey == 'require_ssl'].ParameterValue | [0]",
        ),
        texts("subnet_ids", "subnetIds", "Its subnets.", property="SubnetIds"),
        texts(
            "security_group_ids",
            "securityGroupIds",
            "Its security groups.",
            property="SecurityGroupIds",
        ),
        moment("creation_date", "creationDate", "When it was created."),
    ),
)
