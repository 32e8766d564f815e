/*
title = "GraphQL API should not authenticate by API keys"
layer = "identity"
severity = "high"
why = "An API key is in every copy of the application: whoever reads it there has the rights of all callers, and nobody can tell them apart."
fix = "aws appsync update-graphql-api --api-id API_ID --name NAME --authentication-type AMAZON_COGNITO_USER_POOLS --user-pool-config file://pool.json"
url = "https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html"

[[example]]
appsync_graph_ql_api = [{arn = "a", authentication_type = "AWS_IAM", additional_authentication_types = ["AMAZON_COGNITO_USER_POOLS"]}]
expect = "pass"

[[example]]
appsync_graph_ql_api = [{arn = "a", authentication_type = "API_KEY", additional_authentication_types = []}]
expect = "fail"

[[example]]
appsync_graph_ql_api = [{arn = "a", authentication_type = "AWS_IAM", additional_authentication_types = ["API_KEY"]}]
expect = "fail"

[[example]]
appsync_graph_ql_api = [{arn = "a", additional_authentication_types = []}]
expect = "unknown"

[[example]]
appsync_graph_ql_api = [{arn = "a", authentication_type = "AWS_IAM"}]
expect = "unknown"
*/
select
  a.arn as resource,
  a.authentication_type <> 'API_KEY'
    and not list_contains(a.additional_authentication_types, 'API_KEY') as ok,
  case
    when a.authentication_type = 'API_KEY' then 'the authentication type is API_KEY'
    when list_contains(a.additional_authentication_types, 'API_KEY') then 'API_KEY is an additional type'
    else 'the authentication type is ' || a.authentication_type
  end as reason
from estate.appsync_graph_ql_api a
