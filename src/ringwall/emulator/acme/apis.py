"""Acme's APIs: prod's, as they should be, and what dev has tried out."""

import json
from typing import Any

from ringwall.emulator.acme.team import HOME, Team

ONLY_LAST = {
    "rulePriority": 1,
    "selection": {"tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 5},
    "action": {"type": "expire"},
}


def serve_orders(team: Team) -> None:
    """Make prod's HTTP API and its GraphQL API, which know who calls, and log it."""
    group = "/acme/api/orders"
    logs = team.client("logs", HOME)
    logs.create_log_group(logGroupName=group)
    logs.put_retention_policy(logGroupName=group, retentionInDays=365)
    destination = team.arn("logs", HOME, f"log-group:{group}")
    api = _make_api(team, "orders", "HTTP")
    apis = team.client("apigatewayv2", HOME)
    apis.create_route(ApiId=api, RouteKey="GET /orders", AuthorizationType="AWS_IAM")
    apis.create_stage(
        ApiId=api,
        StageName="v1",
        AccessLogSettings={"DestinationArn": destination, "Format": "$context.requestId"},
        Tags=_tag(team),
    )
    role = team.arn("iam", "", "role/acme-appsync-logs")
    team.client("appsync", HOME).create_graphql_api(
        name="orders",
        authenticationType="AWS_IAM",
        logConfig={"fieldLogLevel": "ERROR", "cloudWatchLogsRoleArn": role},
        tags=_tag(team),
    )


def expire_images(team: Team) -> None:
    """Let prod's old images go."""
    team.client("ecr", HOME).put_lifecycle_policy(
        repositoryName="shop", lifecyclePolicyText=json.dumps({"rules": [ONLY_LAST]})
    )


def try_out_apis(team: Team) -> None:
    """Make dev's APIs, repository and web ACL, each left as it was on its first day."""
    rest = team.client("apigateway", HOME)
    api = rest.create_rest_api(name="trial", tags=_tag(team))["id"]
    root = rest.get_resources(restApiId=api)["items"][0]["id"]
    method = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
    rest.put_method(**method, authorizationType="AWS_IAM")
    rest.put_integration(**method, type="MOCK")
    rest.create_deployment(restApiId=api, stageName="v1")
    _make_http_api(team)
    team.client("appsync", HOME).create_graphql_api(
        name="trial", authenticationType="API_KEY", tags=_tag(team)
    )
    team.client("ecr", HOME).create_repository(repositoryName="trial", imageTagMutability="MUTABLE")
    unseen = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False}
    wafv2 = team.client("wafv2", HOME)
    wafv2.create_web_acl(
        Name="trial",
        Scope="REGIONAL",
        DefaultAction={"Allow": {}},
        VisibilityConfig={**unseen, "MetricName": "trial"},
    )
    wafv2.create_rule_group(
        Name="trial",
        Scope="REGIONAL",
        Capacity=10,
        VisibilityConfig={**unseen, "MetricName": "trial"},
    )


def _make_http_api(team: Team) -> None:
    apis = team.client("apigatewayv2", HOME)
    api = _make_api(team, "trial", "HTTP")
    apis.create_route(ApiId=api, RouteKey="GET /", AuthorizationType="NONE")
    apis.create_stage(ApiId=api, StageName="v1")
    apis.create_integration(
        ApiId=api,
        IntegrationType="HTTP_PROXY",
        IntegrationMethod="GET",
        IntegrationUri=team.arn("elasticloadbalancing", HOME, "listener/app/trial/1/2"),
        ConnectionType="VPC_LINK",
        ConnectionId="trial",
        PayloadFormatVersion="1.0",
    )
    chat = _make_api(team, "chat", "WEBSOCKET", RouteSelectionExpression="$request.body.action")
    apis.create_route(ApiId=chat, RouteKey="$connect", AuthorizationType="AWS_IAM")
    apis.create_stage(ApiId=chat, StageName="v1")


def _make_api(team: Team, name: str, protocol: str, **more: Any) -> str:
    made = team.client("apigatewayv2", HOME).create_api(
        Name=name, ProtocolType=protocol, Tags=_tag(team), **more
    )
    found: str = made["ApiId"]
    return found


def _tag(team: Team) -> dict[str, str]:
    return {"environment": team.name, "owner": f"{team.name}-team"}
