"""The resources that have a web ACL."""

from ringwall.catalog.wafv2.reading import read_associations
from ringwall.model.table import Table, text

association = Table(
    name="wafv2_web_acl_association",
    doc="A resource that has a Regional web ACL. Those of CloudFront are not among them.",
    cloudformation="AWS::WAFv2::WebACLAssociation",
    fetch=read_associations,
    arn="{ResourceArn}/web-acl",
    columns=(
        text("resource_arn", "ResourceArn", "The resource.", required=True),
        text("web_acl_arn", "ARN", "Its web ACL.", required=True, property="WebACLArn"),
        text(
            "resource_type",
            "ResourceType",
            "APPLICATION_LOAD_BALANCER, API_GATEWAY, APPSYNC or COGNITO_USER_POOL.",
        ),
    ),
)
