/*
title = "DNS queries of the VPC should be logged"
layer = "detection"
severity = "low"
why = "Malware asks DNS for its servers, and data leaves in DNS queries. Without query logs, nobody can look back for a name."
fix = "aws route53resolver create-resolver-query-log-config --name NAME --destination-arn BUCKET_ARN --creator-request-id ID, then aws route53resolver associate-resolver-query-log-config --resolver-query-log-config-id ID --resource-id VPC_ID"
url = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs.html"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
route53resolver_resolver_query_logging_config_association = [{arn = "a", vpc_id = "vpc-1", status = "ACTIVE"}]
expect = "pass"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
route53resolver_resolver_query_logging_config_association = [{arn = "a", vpc_id = "vpc-1", status = "FAILED"}]
expect = "fail"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
expect = "fail"

# Another VPC's.
[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
route53resolver_resolver_query_logging_config_association = [{arn = "a", vpc_id = "vpc-2", status = "ACTIVE"}]
expect = "fail"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
route53resolver_resolver_query_logging_config_association = [{arn = "a", vpc_id = "vpc-1"}]
expect = "unknown"
*/
with logged as (
  select
    v.arn,
    bool_or(a.vpc_id = v.vpc_id and a.status = 'ACTIVE') as is_logged,
    count(a.arn) > count(a.vpc_id = v.vpc_id and a.status = 'ACTIVE') as is_doubtful
  from estate.ec2_vpc v
  left join estate.route53resolver_resolver_query_logging_config_association a
    on a.account_id = v.account_id
    and a.region = v.region
    and (a.vpc_id = v.vpc_id) is not false
  group by v.arn
)
select
  l.arn as resource,
  case
    when l.is_logged then true
    when l.is_doubtful then null
    else false
  end as ok,
  case when l.is_logged then 'its queries are logged' else 'no logging of its queries is active' end
    as reason
from logged l
