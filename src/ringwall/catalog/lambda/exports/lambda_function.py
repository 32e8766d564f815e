"""Where CloudFormation has functions: with the object of their code in place of its hash."""

import base64

from ringwall.model.export import PropertyWriter, TableExport
from ringwall.model.table import Row


def write_code(names: Row) -> Row:
    """Return where the code is."""
    digest = base64.b64decode(names["code_sha256"], validate=True).hex()
    return {
        "Code.S3Bucket": names["code_bucket"],
        "Code.S3Key": names["code_key"].replace("{sha256}", digest),
    }


function = TableExport(
    table="lambda_function",
    properties={"Environment.Variables": "{own_variables}"},
    writer=PropertyWriter(("code_sha256",), ("Code.S3Bucket", "Code.S3Key"), write_code),
    known={"arn": "arn:{partition}:lambda:{region}:{account_id}:function:{function_name}"},
)
