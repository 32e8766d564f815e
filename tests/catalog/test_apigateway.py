"""API Gateway and AppSync: stages, routes, integrations and GraphQL APIs."""

import json
from collections.abc import Callable
from typing import Any

from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Reader

SECRET = "EXAMPLE-VALUE-OF-A-VARIABLE"
# https://docs.aws.amazon.com/cli/latest/reference/apigateway/get-stages.html, with a variable and
# a setting, which the example has not.
STAGES: dict[str, Any] = {
    "item": [
        {
            "stageName": "dev",
            "cacheClusterSize": "0.5",
            "cacheClusterEnabled": False,
            "cacheClusterStatus": "NOT_AVAILABLE",
            "deploymentId": "123h64",
            "lastUpdatedDate": 1456185138,
            "createdDate": 1453589092,
            "variables": {"key": SECRET},
            "methodSettings": {
                "*/*": {"loggingLevel": "INFO", "cachingEnabled": True},
                "~1orders/GET": {"loggingLevel": "OFF", "cacheDataEncrypted": True},
            },
        }
    ]
}
REST: dict[str, Any] = {
    "apigateway.get_rest_apis": {"items": [{"id": "1234123412", "name": "My API"}]},
    "apigateway.get_stages": STAGES,
}
# https://docs.aws.amazon.com/cli/latest/reference/apigatewayv2/get-apis.html, get-stages.html,
# get-routes.html, get-integrations.html
API = {
    "ApiEndpoint": "wss://a1b2c3d4.execute-api.us-west-2.amazonaws.com",
    "ApiId": "a1b2c3d4",
    "ApiKeySelectionExpression": "$request.header.x-api-key",
    "Name": "my-websocket-api",
    "ProtocolType": "WEBSOCKET",
    "RouteSelectionExpression": "$request.body.action",
    "Tags": {},
}
PARTS: dict[str, Any] = {
    "apigatewayv2.get_apis": {"Items": [API]},
    "apigatewayv2.get_stages": {
        "Items": [
            {
                "DefaultRouteSettings": {"DetailedMetricsEnabled": False},
                "RouteSettings": {},
                "StageName": "dev",
                "StageVariables": {"key": SECRET},
                "Tags": {},
            }
        ]
    },
    "apigatewayv2.get_routes": {
        "Items": [
            {
                "ApiKeyRequired": False,
                "AuthorizationType": "NONE",
                "RouteId": "a1b2c3d",
                "RouteKey": "$connect",
                "Target": "integrations/abcd123",
            }
        ]
    },
    "apigatewayv2.get_integrations": {
        "Items": [
            {
                "ConnectionId": "abc123",
                "ConnectionType": "VPC_LINK",
                "IntegrationId": "a1b2c3",
                "IntegrationMethod": "ANY",
                "IntegrationType": "HTTP_PROXY",
                "IntegrationUri": "arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/x",
                "RequestParameters": {"append:header.key": SECRET},
                "PayloadFormatVersion": "1.0",
                "TimeoutInMillis": 29000,
            }
        ]
    },
}
# https://docs.aws.amazon.com/cli/latest/reference/appsync/list-graphql-apis.html
GRAPHQL: dict[str, Any] = {
    "graphqlApis": [
        {
            "apiId": "khovkaejgjaoznkwmzc5y",
            "name": "test",
            "authenticationType": "API_KEY",
            "arn": "arn:aws:appsync:us-west-2:007483647462:apis/khovkaejgjaoznkwmzc5y",
            "uris": {"GRAPHQL": "https://example.appsync-api.us-west-2.amazonaws.com/graphql"},
            "xrayEnabled": False,
        }
    ]
}
V2 = ("apigatewayv2_stage", "apigatewayv2_route", "apigatewayv2_integration")


def test_a_stage_of_a_rest_api_is_read_without_its_variables(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned(REST), "apigateway_stage")
    (stage,) = rows["apigateway_stage"]
    assert gaps == []
    assert stage["arn"] == "arn:aws:apigateway:eu-west-1::/restapis/1234123412/stages/dev"
    assert (stage["logging_level"], stage["logging_levels"]) == ("INFO", ["INFO", "OFF"])
    assert (stage["cache_cluster_enabled"], stage["plain_caches"]) == (False, 1)
    assert (stage["client_certificate_id"], stage["tracing_enabled"]) == ("", False)
    assert SECRET not in json.dumps(rows, default=str)


def test_stages_that_may_not_be_listed_are_a_gap(canned: Any, collect: Any) -> None:
    for error, expected in (
        (AccessDenied("no", "AccessDeniedException"), 1),
        (CallFailed("gone", "NotFoundException"), 0),
    ):
        answers = REST | {"apigateway.get_stages": error}
        rows, gaps = collect(canned(answers), "apigateway_stage")
        assert (rows["apigateway_stage"], len(gaps)) == ([], expected)


def test_an_account_without_apis_is_no_gap(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned({"apigateway.get_rest_apis": {"items": []}}), "apigateway_stage")
    assert (rows["apigateway_stage"], gaps) == ([], [])


def test_the_parts_of_an_api_are_read_as_aws_shows_them(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned(PARTS), *V2)
    assert gaps == []
    (stage,), (route,), (integration,) = (rows[name] for name in V2)
    assert stage["arn"] == "arn:aws:apigateway:eu-west-1::/apis/a1b2c3d4/stages/dev"
    assert (stage["protocol_type"], stage["logging_level"]) == ("WEBSOCKET", "")
    assert stage["access_log_destination_arn"] == ""
    assert (route["route_key"], route["authorization_type"]) == ("$connect", "NONE")
    assert (integration["connection_type"], integration["has_tls_config"]) == ("VPC_LINK", False)
    assert SECRET not in json.dumps(rows, default=str)


def test_a_graphql_api_is_read_as_aws_shows_it(canned: Any, collect: Any) -> None:
    answers = {"appsync.list_graphql_apis": GRAPHQL}
    rows, gaps = collect(canned(answers), "appsync_graph_ql_api")
    (api,) = rows["appsync_graph_ql_api"]
    assert gaps == []
    assert (api["authentication_type"], api["field_log_level"]) == ("API_KEY", "")
    assert api["additional_authentication_types"] == []


def test_the_service_reads_apis(live: Reader, aws: Callable[[str], Any], collect: Any) -> None:
    apis = aws("apigatewayv2")
    api = apis.create_api(Name="a", ProtocolType="HTTP")["ApiId"]
    apis.create_route(ApiId=api, RouteKey="GET /", AuthorizationType="AWS_IAM")
    apis.create_stage(ApiId=api, StageName="v1")
    rows, gaps = collect(live, *V2)
    assert gaps == []
    assert [row["authorization_type"] for row in rows["apigatewayv2_route"]] == ["AWS_IAM"]
    assert [row["protocol_type"] for row in rows["apigatewayv2_stage"]] == ["HTTP"]
    aws("appsync").create_graphql_api(name="a", authenticationType="AWS_IAM")
    rows, gaps = collect(live, "appsync_graph_ql_api")
    assert gaps == []
    assert [row["authentication_type"] for row in rows["appsync_graph_ql_api"]] == ["AWS_IAM"]
