/*
title = "OpenSearch domain should not be public"
layer = "data"
severity = "critical"
why = "A domain with a public endpoint and a policy for Principal * answers everyone who finds it, without a password. Its indexes are copied, or deleted for ransom."
fix = "Name the roles that search, or limit Principal * with a Condition IpAddress aws:SourceIp: aws opensearch update-domain-config --domain-name NAME --access-policies file://policy.json. To move a domain into a VPC, create a new one there."
url = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html"

[[example]]
opensearchservice_domain = [{arn = "d", vpc_id = ""}]
expect = "pass"

[[example]]
opensearchservice_domain = [{arn = "d", vpc_id = ""}]
external_access = [{arn = "d", principal = "*", origin = "public", actions = ["es:ESHttpGet"], verdict = "always", conditions = [], is_public = true}]
expect = "fail"

# Access is limited to one network.
[[example]]
opensearchservice_domain = [{arn = "d", vpc_id = ""}]
external_access = [{arn = "d", principal = "*", origin = "public", actions = ["es:ESHttpGet"], verdict = "conditional", conditions = ["IpAddress aws:SourceIp 192.0.2.0/24"], is_public = false}]
expect = "pass"

# In a VPC, security groups limit access, and AWS suggests an open policy there.
[[example]]
opensearchservice_domain = [{arn = "d", vpc_id = "vpc-1"}]
external_access = [{arn = "d", principal = "*", origin = "public", actions = ["es:ESHttpGet"], verdict = "always", conditions = [], is_public = true}]
expect = "pass"

[[example]]
opensearchservice_domain = [{arn = "d"}]
external_access = [{arn = "d", principal = "*", origin = "public", actions = ["es:ESHttpGet"], verdict = "always", conditions = [], is_public = true}]
expect = "unknown"

[[example]]
opensearchservice_domain = [{arn = "d", vpc_id = ""}]
external_access = [{arn = "d", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of d was not collected"]}]
expect = "unknown"
*/
with outside as (
  select
    x.arn,
    case
      when bool_or(x.is_public) then true
      when count(*) > count(x.is_public) then null
      else false
    end as is_public,
    min(case when x.is_public then x.actions[1] end) as action,
    'depends on ' || min(x.unknown[1]) as doubt
  from facts.external_access x
  group by x.arn
)
select
  d.arn as resource,
  d.vpc_id <> '' or not (case when o.arn is null then false else o.is_public end) as ok,
  case
    when o.is_public then 'anyone can call ' || o.action
      || case
        when d.vpc_id is null then '; whether the domain is in a VPC is not known'
        else ' over the internet'
      end
    else coalesce(o.doubt, 'the policy limits who can call it')
  end as reason
from estate.opensearchservice_domain d
left join outside o on o.arn = d.arn
