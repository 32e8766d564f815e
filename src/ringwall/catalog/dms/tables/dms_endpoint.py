"""Endpoints of the Database Migration Service: the databases that data is copied from and to."""

from ringwall.catalog.passwords import drop_passwords
from ringwall.model.table import Call, Table, boolean, integer, text

endpoint = Table(
    name="dms_endpoint",
    doc="A database or store that data is copied from or to.",
    cloudformation="AWS::DMS::Endpoint",
    list=Call("dms.describe_endpoints", "Endpoints"),
    arn="EndpointArn",
    conceal=drop_passwords,
    columns=(
        text("endpoint_identifier", "EndpointIdentifier", "The endpoint's name."),
        text("endpoint_type", "EndpointType", "source or target."),
        text("engine_name", "EngineName", "mysql, mongodb, redis, s3, ...", required=True),
        text("server_name", "ServerName", "The name of the database's machine."),
        integer("port", "Port", "Its port."),
        text("status", "Status", "active, creating, ..."),
        text(
            "ssl_mode",
            "SslMode",
            "none, require, verify-ca or verify-full; '' where AWS does not say it.",
            default="none",
        ),
        text("certificate_arn", "CertificateArn", "The certificate that it checks.", default=""),
        boolean(
            "neptune_iam_auth_enabled",
            "NeptuneSettings.IamAuthEnabled",
            "Neptune: it signs in with IAM. AWS leaves out what nobody set.",
            property="NeptuneSettings.IamAuthEnabled",
            default=False,
        ),
        text(
            "mongo_db_auth_type",
            "MongoDbSettings.AuthType",
            "MongoDB: no, or password where it signs in.",
            property="MongoDbSettings.AuthType",
            within=True,
        ),
        text(
            "redis_ssl_security_protocol",
            "RedisSettings.SslSecurityProtocol",
            "Redis: plaintext or ssl-encryption.",
            property="RedisSettings.SslSecurityProtocol",
            within=True,
        ),
        text("kms_key_id", "KmsKeyId", "The key that its settings are encrypted with."),
    ),
)
