"""OpenID Connect providers."""

from ringwall.model.table import Call, Table, moment, text, texts

oidc_provider = Table(
    name="iam_oidc_provider",
    doc="An OpenID Connect provider whose tokens roles can trust.",
    cloudformation="AWS::IAM::OIDCProvider",
    scope="account",
    list=Call("iam.list_open_id_connect_providers", "OpenIDConnectProviderList"),
    arn="Arn",
    tags="Provider.Tags",
    calls=(
        Call(
            "iam.get_open_id_connect_provider",
            parameters={"OpenIDConnectProviderArn": "{Arn}"},
            into="Provider",
        ),
    ),
    gone=("NoSuchEntity",),
    columns=(
        # CloudFormation has it with https://.
        text("url", "Provider.Url", "The issuer, without https://.", required=True),
        texts(
            "client_id_list",
            "Provider.ClientIDList",
            "Audiences that AWS accepts.",
            property="ClientIdList",
            default=[],
            required=True,
        ),
        texts(
            "thumbprint_list",
            "Provider.ThumbprintList",
            "Thumbprints of its certificates.",
            property="ThumbprintList",
        ),
        moment("create_date", "Provider.CreateDate", "When it was created."),
    ),
)
