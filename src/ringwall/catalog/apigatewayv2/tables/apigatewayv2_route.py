"""Routes of HTTP and WebSocket APIs of API Gateway."""

from collections.abc import Iterator

from ringwall.catalog.apigatewayv2.apis import read_parts
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row, Table, boolean, text


def _routes(reader: Reader) -> Iterator[Row | CallFailed]:
    return read_parts(reader, "apigatewayv2.get_routes")


route = Table(
    name="apigatewayv2_route",
    doc="A route of an HTTP or WebSocket API: which requests go where, and who may send them.",
    cloudformation="AWS::ApiGatewayV2::Route",
    fetch=_routes,
    arn="arn:{partition}:apigateway:{region}::/apis/{ApiId}/routes/{RouteId}",
    columns=(
        text("api_id", "ApiId", "Its API."),
        text("protocol_type", "ProtocolType", "HTTP or WEBSOCKET.", required=True),
        text("route_key", "RouteKey", "GET /orders, $default, $connect, ...", required=True),
        text(
            "authorization_type",
            "AuthorizationType",
            "NONE, AWS_IAM, CUSTOM or JWT.",
            "NONE",
            default="NONE",
        ),
        boolean(
            "api_key_required",
            "ApiKeyRequired",
            "Callers need an API key.",
            default=False,
        ),
        text("target", "Target", "Its integration; '' for none.", default=""),
    ),
)
