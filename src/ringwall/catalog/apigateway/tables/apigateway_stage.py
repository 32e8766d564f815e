"""Stages of REST APIs of API Gateway, without their variables."""

from collections.abc import Iterator

from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row, Table, boolean, integer, text, texts

_ALL = '"*/*"'
"""The key of what is set for all methods of a stage."""


def _stages(reader: Reader) -> Iterator[Row | CallFailed]:
    """Yield the stages of all REST APIs, or why those of one cannot be listed."""
    for api in reader.items("apigateway.get_rest_apis", "items", limit=500):
        try:
            stages = reader.items("apigateway.get_stages", "item", restApiId=api["id"])
            for stage in stages:
                yield leave_variables_out(stage) | {"RestApiId": api["id"]}
        except CallFailed as error:
            if error.code != "NotFoundException":
                yield error  # else the API was deleted meanwhile


def leave_variables_out(stage: Row) -> Row:
    """Return a stage, in either form, without its variables, in which secrets may be."""
    return {name: value for name, value in stage.items() if name.lower() != "variables"}


stage = Table(
    name="apigateway_stage",
    doc="A stage of a REST API: what of it callers reach, and how.",
    cloudformation="AWS::ApiGateway::Stage",
    fetch=_stages,
    arn="arn:{partition}:apigateway:{region}::/restapis/{RestApiId}/stages/{stageName}",
    tags="tags",
    conceal=leave_variables_out,
    columns=(
        text("rest_api_id", "RestApiId", "Its API.", property="RestApiId"),
        text("stage_name", "stageName", "Its name.", required=True, property="StageName"),
        text(
            "client_certificate_id",
            "clientCertificateId",
            "The certificate that backends know API Gateway by; '' for none.",
            property="ClientCertificateId",
            default="",
        ),
        boolean(
            "tracing_enabled",
            "tracingEnabled",
            "Requests are traced by X-Ray.",
            property="TracingEnabled",
            default=False,
        ),
        text("web_acl_arn", "webAclArn", "Its web ACL; '' for none."),
        text(
            "access_log_destination_arn",
            "accessLogSettings.destinationArn",
            "Where requests are logged to; '' for nowhere.",
            property="AccessLogSetting.DestinationArn",
            default="",
        ),
        text(
            "logging_level",
            f"methodSettings.{_ALL}.loggingLevel",
            "What is logged of how methods run, unless one has a setting of its own: OFF, ERROR, "
            "INFO; '' for nothing.",
        ),
        texts(
            "logging_levels",
            "methodSettings.*.loggingLevel",
            "The same for each setting, those of single methods too.",
        ),
        boolean(
            "cache_cluster_enabled",
            "cacheClusterEnabled",
            "It has a cache.",
            property="CacheClusterEnabled",
            default=False,
        ),
        integer(
            "plain_caches",
            "length(values(methodSettings || `{}`)[?cachingEnabled && !cacheDataEncrypted])",
            "How many settings of methods have answers kept unencrypted.",
        ),
    ),
)
