/*
doc = "Do instances that are launched from something require IMDSv2, by it or by the account's default?"
layer = "infrastructure"

[parameters.table]
kind = "table"
doc = "The table of what instances are launched from: it has http_tokens and http_endpoint."
needs = "http_tokens and http_endpoint"

[[example]]
"$table" = [{arn = "t", http_tokens = "required", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = ""}]
expect = "pass"

[[example]]
"$table" = [{arn = "t", http_tokens = "optional", http_endpoint = "enabled"}]
ec2_account = [{arn = "a", http_tokens = ""}]
expect = "fail"

# It does not say, and neither does the account.
[[example]]
"$table" = [{arn = "t", http_tokens = "", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = ""}]
expect = "fail"

# It does not say, and the account's default requires tokens.
[[example]]
"$table" = [{arn = "t", http_tokens = "", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = "required"}]
expect = "pass"

# What it says wins over the account's default.
[[example]]
"$table" = [{arn = "t", http_tokens = "optional", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = "required"}]
expect = "fail"

# Without the metadata service, no tokens are needed.
[[example]]
"$table" = [{arn = "t", http_tokens = "optional", http_endpoint = "disabled"}]
ec2_account = [{arn = "a", http_tokens = ""}]
expect = "pass"

# The default of another Region.
[[example]]
"$table" = [{arn = "t", http_tokens = "", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = "required", region = "eu-west-3"}]
expect = "unknown"

[[example]]
"$table" = [{arn = "t", http_tokens = "", http_endpoint = ""}]
ec2_account = [{arn = "a"}]
expect = "unknown"

[[example]]
"$table" = [{arn = "t", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = ""}]
expect = "unknown"
*/
select
  t.arn as resource,
  t.http_tokens = 'required'
    or t.http_endpoint = 'disabled'
    or (t.http_tokens = '' and a.http_tokens = 'required') as ok,
  case
    when t.http_endpoint = 'disabled' then 'HttpEndpoint is disabled'
    when t.http_tokens = '' and a.http_tokens in ('', 'no-preference')
      then 'HttpTokens is not set, and the account has no default'
    when t.http_tokens = ''
      then 'HttpTokens is not set; the account''s default is ' || coalesce(a.http_tokens, 'not known')
    else 'HttpTokens is ' || t.http_tokens
  end as reason
from estate.$table t
left join estate.ec2_account a on a.account_id = t.account_id and a.region = t.region
