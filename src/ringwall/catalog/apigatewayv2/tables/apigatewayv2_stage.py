"""Stages of HTTP and WebSocket APIs of API Gateway, without their variables."""

from collections.abc import Iterator

from ringwall.catalog.apigatewayv2.apis import read_parts
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row, Table, text, texts


def _stages(reader: Reader) -> Iterator[Row | CallFailed]:
    for stage in read_parts(reader, "apigatewayv2.get_stages"):
        yield stage if isinstance(stage, CallFailed) else leave_variables_out(stage)


def leave_variables_out(stage: Row) -> Row:
    """Return a stage, in either form, without its variables, in which secrets may be."""
    return {name: value for name, value in stage.items() if name != "StageVariables"}


stage = Table(
    name="apigatewayv2_stage",
    doc="A stage of an HTTP or WebSocket API: what of it callers reach.",
    cloudformation="AWS::ApiGatewayV2::Stage",
    fetch=_stages,
    arn="arn:{partition}:apigateway:{region}::/apis/{ApiId}/stages/{StageName}",
    tags="Tags",
    conceal=leave_variables_out,
    columns=(
        text("api_id", "ApiId", "Its API.", property="ApiId"),
        text("stage_name", "StageName", "Its name.", required=True),
        text("protocol_type", "ProtocolType", "HTTP or WEBSOCKET.", required=True),
        text(
            "access_log_destination_arn",
            "AccessLogSettings.DestinationArn",
            "Where requests are logged to; '' for nowhere.",
            property="AccessLogSettings.DestinationArn",
            default="",
        ),
        text(
            "logging_level",
            "DefaultRouteSettings.LoggingLevel",
            "What is logged of how routes of a WebSocket API run: OFF, ERROR, INFO; '' for "
            "nothing.",
            property="DefaultRouteSettings.LoggingLevel",
            default="",
        ),
        texts(
            "route_logging_levels",
            "RouteSettings.*.LoggingLevel",
            "The same for routes that have a setting of their own.",
            property="RouteSettings.*.LoggingLevel",
            default=[],
        ),
    ),
)
