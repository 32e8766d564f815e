"""URLs of Lambda functions."""

from ringwall.catalog.function_parts import read_urls
from ringwall.model.table import Table, text

url = Table(
    name="lambda_url",
    doc="The URL of a function, or of an alias: who has it may call it, if AuthType is NONE.",
    cloudformation="AWS::Lambda::Url",
    fetch=read_urls,
    arn="{FunctionArn}/url",
    columns=(
        text("function_arn", "FunctionArn", "The function, or the alias."),
        text("function_url", "FunctionUrl", "The URL."),
        text("auth_type", "AuthType", "AWS_IAM, or NONE for everybody.", required=True),
        text("invoke_mode", "InvokeMode", "BUFFERED or RESPONSE_STREAM.", default="BUFFERED"),
    ),
)
