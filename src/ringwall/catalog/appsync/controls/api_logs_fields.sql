/*
title = "GraphQL API should log its fields"
layer = "detection"
severity = "medium"
why = "Without the logs, nobody can tell which data an attacker asked for, and got."
fix = "aws appsync update-graphql-api --api-id API_ID --name NAME --authentication-type TYPE --log-config fieldLogLevel=ERROR,cloudWatchLogsRoleArn=ROLE_ARN"
url = "https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html"

[[example]]
appsync_graph_ql_api = [{arn = "a", field_log_level = "ERROR"}]
expect = "pass"

[[example]]
appsync_graph_ql_api = [{arn = "a", field_log_level = "ALL"}]
expect = "pass"

[[example]]
appsync_graph_ql_api = [{arn = "a", field_log_level = "NONE"}]
expect = "fail"

[[example]]
appsync_graph_ql_api = [{arn = "a", field_log_level = ""}]
expect = "fail"

[[example]]
appsync_graph_ql_api = [{arn = "a"}]
expect = "unknown"
*/
select
  a.arn as resource,
  a.field_log_level not in ('', 'NONE') as ok,
  'fieldLogLevel is ' || coalesce(nullif(a.field_log_level, ''), 'not set') as reason
from estate.appsync_graph_ql_api a
