"""Integrations of HTTP and WebSocket APIs of API Gateway."""

from collections.abc import Iterator

from ringwall.catalog.apigatewayv2.apis import read_parts
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row, Table, boolean, text


def _integrations(reader: Reader) -> Iterator[Row | CallFailed]:
    for found in read_parts(reader, "apigatewayv2.get_integrations"):
        yield found if isinstance(found, CallFailed) else leave_values_out(found)


def leave_values_out(integration: Row) -> Row:
    """Return an integration, in either form, without headers and templates, which may be secret."""
    secret = {"RequestParameters", "RequestTemplates", "ResponseParameters"}
    return {name: value for name, value in integration.items() if name not in secret}


integration = Table(
    name="apigatewayv2_integration",
    doc="An integration of an HTTP or WebSocket API: the backend of a route.",
    cloudformation="AWS::ApiGatewayV2::Integration",
    fetch=_integrations,
    arn="arn:{partition}:apigateway:{region}::/apis/{ApiId}/integrations/{IntegrationId}",
    conceal=leave_values_out,
    columns=(
        text("api_id", "ApiId", "Its API."),
        text("integration_type", "IntegrationType", "HTTP_PROXY, AWS_PROXY, MOCK, ..."),
        text(
            "connection_type",
            "ConnectionType",
            "INTERNET, or VPC_LINK for a private connection.",
            default="INTERNET",
            required=True,
        ),
        text("integration_uri", "IntegrationUri", "The backend; '' for none.", default=""),
        boolean(
            "has_tls_config",
            "type(TlsConfig) == 'object'",
            "A private connection is made by HTTPS.",
            property="type(TlsConfig) == 'object'",
        ),
    ),
)
