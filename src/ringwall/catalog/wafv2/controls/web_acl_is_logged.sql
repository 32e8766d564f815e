/*
title = "The web ACL should be logged"
layer = "infrastructure"
severity = "low"
why = "Without logs nobody knows which requests a web ACL let pass in an attack, nor whom a rule blocks that should not be blocked."
fix = "aws wafv2 put-logging-configuration --logging-configuration ResourceArn=ACL_ARN,LogDestinationConfigs=LOG_GROUP_ARN, to a log group, bucket or stream whose name begins with aws-waf-logs-"
url = "https://docs.aws.amazon.com/waf/latest/developerguide/logging.html"

[[example]]
wafv2_web_acl = [{arn = "acl"}]
wafv2_logging_configuration = [{arn = "l", resource_arn = "acl"}]
expect = "pass"

[[example]]
wafv2_web_acl = [{arn = "acl"}]
expect = "fail"

# Another one's.
[[example]]
wafv2_web_acl = [{arn = "acl"}]
wafv2_logging_configuration = [{arn = "l", resource_arn = "other"}]
expect = "fail"

[[example]]
wafv2_web_acl = [{arn = "acl"}]
wafv2_logging_configuration = [{arn = "l"}]
expect = "unknown"
*/
with logged as (
  select
    w.arn,
    bool_or(l.resource_arn = w.arn) as is_logged,
    count(l.arn) > count(l.resource_arn) as is_doubtful
  from estate.wafv2_web_acl w
  left join estate.wafv2_logging_configuration l
    on l.account_id = w.account_id
    and l.region = w.region
    and (l.resource_arn = w.arn) is not false
  group by w.arn
)
select
  l.arn as resource,
  case
    when l.is_logged then true
    when l.is_doubtful then null
    else false
  end as ok,
  case when l.is_logged then 'its requests are logged' else 'its requests are logged nowhere' end
    as reason
from logged l
