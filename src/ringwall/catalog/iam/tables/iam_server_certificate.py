"""TLS certificates that are stored in IAM."""

from ringwall.model.table import Call, Table, moment, text

server_certificate = Table(
    name="iam_server_certificate",
    doc="A TLS certificate that is stored in IAM.",
    cloudformation="AWS::IAM::ServerCertificate",
    scope="account",
    list=Call("iam.list_server_certificates", "ServerCertificateMetadataList"),
    arn="Arn",
    columns=(
        text("server_certificate_name", "ServerCertificateName", "The certificate's name."),
        text("path", "Path", "The path of the name.", default="/"),
        moment("upload_date", "UploadDate", "When it was uploaded."),
        moment("expiration", "Expiration", "When it expires.", required=True),
    ),
)
