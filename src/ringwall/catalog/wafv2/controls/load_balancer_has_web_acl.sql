/*
title = "The Application Load Balancer should have a web ACL"
layer = "infrastructure"
severity = "medium"
why = "Without a web ACL of AWS WAF, every request reaches the application: SQL injection, known exploits, and floods from one address."
fix = "aws wafv2 associate-web-acl --web-acl-arn ACL_ARN --resource-arn LOAD_BALANCER_ARN; or infrastructure.web_firewall in a blueprint"
url = "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html"

[[example]]
elasticloadbalancingv2_load_balancer = [{arn = "lb", type = "application"}]
wafv2_web_acl_association = [{arn = "a", resource_arn = "lb", web_acl_arn = "acl"}]
expect = "pass"

[[example]]
elasticloadbalancingv2_load_balancer = [{arn = "lb", type = "application"}]
expect = "fail"

# Another one's.
[[example]]
elasticloadbalancingv2_load_balancer = [{arn = "lb", type = "application"}]
wafv2_web_acl_association = [{arn = "a", resource_arn = "other", web_acl_arn = "acl"}]
expect = "fail"

[[example]]
elasticloadbalancingv2_load_balancer = [{arn = "lb", type = "application"}]
wafv2_web_acl_association = [{arn = "a", web_acl_arn = "acl"}]
expect = "unknown"

# It may be one of another type.
[[example]]
elasticloadbalancingv2_load_balancer = [{arn = "lb"}]
expect = "unknown"
*/
with guarded as (
  select
    b.arn,
    b.type,
    bool_or(a.resource_arn = b.arn) as is_guarded,
    count(a.arn) > count(a.resource_arn) as is_doubtful
  from estate.elasticloadbalancingv2_load_balancer b
  left join estate.wafv2_web_acl_association a
    on a.account_id = b.account_id
    and a.region = b.region
    and (a.resource_arn = b.arn) is not false
  where (b.type = 'application') is not false
  group by b.arn, b.type
)
select
  g.arn as resource,
  case
    when g.is_guarded then true
    when g.is_doubtful or g.type is null then null
    else false
  end as ok,
  case when g.is_guarded then 'a web ACL is associated' else 'no web ACL is associated' end
    as reason
from guarded g
