"""SAML providers."""

from ringwall.model.table import Call, Table, moment

saml_provider = Table(
    name="iam_saml_provider",
    doc="A SAML provider whose assertions roles can trust.",
    cloudformation="AWS::IAM::SAMLProvider",
    scope="account",
    list=Call("iam.list_saml_providers", "SAMLProviderList"),
    arn="Arn",
    columns=(
        moment("valid_until", "ValidUntil", "When its certificate expires."),
        moment("create_date", "CreateDate", "When it was created."),
    ),
)
