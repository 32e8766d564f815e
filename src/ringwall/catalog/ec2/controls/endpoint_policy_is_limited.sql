/*
title = "Gateway endpoint should have a policy that limits who and what"
layer = "infrastructure"
severity = "medium"
why = "With its default policy, an endpoint lets anything in the VPC call any bucket or table of any account: data leaves to an attacker's bucket without passing the internet, and no firewall sees it."
fix = "Give the endpoint a policy with conditions on aws:PrincipalOrgID and aws:ResourceOrgID: aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT_ID --policy-document file://policy.json"
url = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html"

[[example]]
ec2_vpc_endpoint = [{arn = "e", vpc_endpoint_type = "Gateway", state = "available", policy_document = {Statement = [{Effect = "Allow"}]}}]
policy_statement = [{arn = "e", effect = "Allow", actions = ["*"], resources = ["*"], condition = {StringEquals = {"aws:ResourceOrgID" = "o-1"}}}]
expect = "pass"

[[example]]
ec2_vpc_endpoint = [{arn = "e", vpc_endpoint_type = "Gateway", state = "available", policy_document = {Statement = [{Effect = "Allow"}]}}]
policy_statement = [{arn = "e", effect = "Allow", actions = ["s3:getobject"], resources = ["arn:aws:s3:::ours/*"], condition = {}}]
expect = "pass"

# The policy that AWS gives it.
[[example]]
ec2_vpc_endpoint = [{arn = "e", vpc_endpoint_type = "Gateway", state = "available", policy_document = {Statement = [{Effect = "Allow"}]}}]
policy_statement = [{arn = "e", effect = "Allow", actions = ["*"], resources = ["*"], condition = {}}]
expect = "fail"

# No policy is that one, too.
[[example]]
ec2_vpc_endpoint = [{arn = "e", vpc_endpoint_type = "Gateway", state = "available", policy_document = {}}]
expect = "fail"

[[example]]
ec2_vpc_endpoint = [{arn = "e", vpc_endpoint_type = "Gateway", state = "available", policy_document = {Statement = [{Effect = "Allow"}]}}]
policy_statement = [{arn = "e", effect = "Allow", actions = ["*"], resources = ["*"]}]
expect = "unknown"

[[example]]
ec2_vpc_endpoint = [{arn = "e", vpc_endpoint_type = "Gateway", state = "available"}]
expect = "unknown"
*/
with wide as (
  select
    arn,
    bool_or(
      effect = 'Allow'
      and ('*' in actions or 's3:*' in actions or 'dynamodb:*' in actions)
      and '*' in resources
      and condition = '{}'
    ) as is_wide,
    count(*) > count(effect) or count(*) > count(actions) or count(*) > count(resources)
      or count(*) > count(condition) as is_doubtful
  from estate.policy_statement
  group by arn
)
select
  e.arn as resource,
  case
    when e.vpc_endpoint_type is null or e.state is null then null
    when e.policy_document = '{}' then false
    when w.is_wide then false
    when e.policy_document is null or w.is_doubtful then null
    else true
  end as ok,
  case
    when e.policy_document = '{}' then 'it has no policy, which allows everything'
    when w.is_wide then 'a statement allows all resources without a condition'
    else 'no statement allows all resources without a condition'
  end as reason
from estate.ec2_vpc_endpoint e
left join wide w on w.arn = e.arn
where coalesce(e.vpc_endpoint_type, 'Gateway') = 'Gateway'
  and coalesce(lower(e.state), '') not in ('deleting', 'deleted', 'failed')
