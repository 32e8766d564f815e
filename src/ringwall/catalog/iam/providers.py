"""Identity providers, server certificates and virtual MFA devices."""

from ringwall.model.table import Call, Table, moment, text, texts

oidc_provider = Table(
    name="iam_oidc_provider",
    doc="An OpenID Connect provider whose tokens roles may trust.",
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
    columns=(
        text("url", "Provider.Url", "The issuer, without https://."),
        texts("client_id_list", "Provider.ClientIDList", "Audiences that AWS accepts."),
        texts("thumbprint_list", "Provider.ThumbprintList", "Thumbprints of its certificates."),
        moment("create_date", "Provider.CreateDate", "When it was made."),
    ),
)

saml_provider = Table(
    name="iam_saml_provider",
    doc="A SAML provider whose assertions roles may trust.",
    cloudformation="AWS::IAM::SAMLProvider",
    scope="account",
    list=Call("iam.list_saml_providers", "SAMLProviderList"),
    arn="Arn",
    columns=(
        moment("valid_until", "ValidUntil", "When its certificate expires."),
        moment("create_date", "CreateDate", "When it was made."),
    ),
)

server_certificate = Table(
    name="iam_server_certificate",
    doc="A TLS certificate that is kept in IAM.",
    cloudformation="AWS::IAM::ServerCertificate",
    scope="account",
    list=Call("iam.list_server_certificates", "ServerCertificateMetadataList"),
    arn="Arn",
    columns=(
        text("server_certificate_name", "ServerCertificateName", "The certificate's name."),
        text("path", "Path", "The path of the name."),
        moment("upload_date", "UploadDate", "When it was uploaded."),
        moment("expiration", "Expiration", "When it expires."),
    ),
)

virtual_mfa_device = Table(
    name="iam_virtual_mfa_device",
    doc="A virtual MFA device; the root user's hardware keys are not listed by AWS.",
    cloudformation="AWS::IAM::VirtualMFADevice",
    scope="account",
    list=Call("iam.list_virtual_mfa_devices", "VirtualMFADevices"),
    arn="SerialNumber",
    tags="Tags",
    columns=(
        text("serial_number", "SerialNumber", "The device's serial number, an ARN."),
        text("user_arn", "User.Arn", "Whose it is; '' where nobody has it."),
        moment("enable_date", "EnableDate", "When somebody began to use it."),
    ),
)
