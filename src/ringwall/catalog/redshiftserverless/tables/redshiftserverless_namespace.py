"""Namespaces of Redshift Serverless."""

from ringwall.catalog.passwords import drop_passwords
from ringwall.model.table import Call, Table, moment, text, texts

namespace = Table(
    name="redshiftserverless_namespace",
    doc="A namespace: databases, users and their data.",
    cloudformation="AWS::RedshiftServerless::Namespace",
    list=Call("redshift-serverless.list_namespaces", "namespaces"),
    arn="namespaceArn",
    conceal=drop_passwords,
    columns=(
        text("namespace_name", "namespaceName", "The namespace's name.", property="NamespaceName"),
        text("db_name", "dbName", "The database that was made with it.", property="DbName"),
        text("status", "status", "AVAILABLE, MODIFYING, ..."),
        text(
            "admin_username",
            "adminUsername",
            "The name of the admin user.",
            property="AdminUsername",
            required=True,
        ),
        text(
            "admin_password_secret_arn",
            "adminPasswordSecretArn",
            "The secret with the admin's password, which Redshift manages; '' for none.",
            property="Namespace.AdminPasswordSecretArn",
        ),
        text("kms_key_id", "kmsKeyId", "The key that it is encrypted with.", property="KmsKeyId"),
        texts(
            "log_exports",
            "logExports",
            "Logs that are sent to CloudWatch Logs: connectionlog, useractivitylog, userlog.",
            property="LogExports",
            default=[],
        ),
        texts("iam_roles", "iamRoles", "Roles that statements can use.", property="IamRoles"),
        moment("creation_date", "creationDate", "When it was created."),
    ),
)
