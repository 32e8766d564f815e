"""GraphQL APIs of AppSync."""

from ringwall.model.table import Call, Table, boolean, text, texts

api = Table(
    name="appsync_graph_ql_api",
    doc="A GraphQL API.",
    cloudformation="AWS::AppSync::GraphQLApi",
    list=Call("appsync.list_graphql_apis", "graphqlApis", {"maxResults": 25}),
    arn="arn",
    tags="tags",
    columns=(
        text("api_id", "apiId", "The API's ID.", property="ApiId"),
        text("name", "name", "Its name.", property="Name"),
        text(
            "authentication_type",
            "authenticationType",
            "How callers prove who they are: API_KEY, AWS_IAM, AMAZON_COGNITO_USER_POOLS, ...",
            required=True,
            property="AuthenticationType",
        ),
        texts(
            "additional_authentication_types",
            "additionalAuthenticationProviders[].authenticationType",
            "Other ways to do so.",
            property="AdditionalAuthenticationProviders[].AuthenticationType",
            default=[],
        ),
        text(
            "field_log_level",
            "logConfig.fieldLogLevel",
            "What is logged of each field: NONE, ERROR, INFO, DEBUG, ALL; '' for no logs at all.",
            property="LogConfig.FieldLogLevel",
            default="",
        ),
        boolean(
            "xray_enabled",
            "xrayEnabled",
            "Requests are traced by X-Ray.",
            property="XrayEnabled",
            default=False,
        ),
        text(
            "visibility",
            "visibility",
            "GLOBAL, or PRIVATE where it is reached from VPCs alone.",
            "GLOBAL",
            property="Visibility",
            default="GLOBAL",
        ),
        text("web_acl_arn", "wafWebAclArn", "Its web ACL; '' for none."),
    ),
)
