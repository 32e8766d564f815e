/*
title = "Redshift cluster should require TLS of its clients"
layer = "data"
severity = "medium"
why = "Without TLS whoever can read the network reads statements and their results, and a client cannot know that it speaks with the cluster."
fix = "aws redshift modify-cluster-parameter-group --parameter-group-name OWN_GROUP --parameters ParameterName=require_ssl,ParameterValue=true, then aws redshift reboot-cluster --cluster-identifier NAME (a default group cannot be changed: create one, and give it to the cluster with aws redshift modify-cluster --cluster-parameter-group-name)"
url = "https://docs.aws.amazon.com/redshift/latest/mgmt/connecting-ssl-support.html"

[[example]]
redshift_cluster = [{arn = "c", cluster_parameter_group = "p", parameter_apply_status = "in-sync"}]
redshift_cluster_parameter_group = [{arn = "p", parameter_group_name = "p", require_ssl = "true"}]
expect = "pass"

[[example]]
redshift_cluster = [{arn = "c", cluster_parameter_group = "p", parameter_apply_status = "in-sync"}]
redshift_cluster_parameter_group = [
  {arn = "p", parameter_group_name = "p", require_ssl = "false"},
  {arn = "q", parameter_group_name = "q", require_ssl = "true"},
]
expect = "fail"

# The parameter works after the next restart only.
[[example]]
redshift_cluster = [{arn = "c", cluster_parameter_group = "p", parameter_apply_status = "pending-reboot"}]
redshift_cluster_parameter_group = [{arn = "p", parameter_group_name = "p", require_ssl = "true"}]
expect = "fail"

# The group of another Region has the same name.
[[example]]
redshift_cluster = [{arn = "c", cluster_parameter_group = "p", parameter_apply_status = "in-sync"}]
redshift_cluster_parameter_group = [{arn = "p", region = "us-east-1", parameter_group_name = "p", require_ssl = "true"}]
expect = "unknown"

[[example]]
redshift_cluster = [{arn = "c", cluster_parameter_group = "p", parameter_apply_status = "in-sync"}]
redshift_cluster_parameter_group = [{arn = "p", parameter_group_name = "p"}]
expect = "unknown"
*/
with cluster as (
  select
    c.arn,
    c.account_id,
    c.region,
    c.cluster_parameter_group,
    nullif(c.parameter_apply_status, '') as apply_status
  from estate.redshift_cluster c
)
select
  c.arn as resource,
  lower(g.require_ssl) = 'true' and c.apply_status = 'in-sync' as ok,
  case
    when lower(g.require_ssl) = 'true' and c.apply_status <> 'in-sync'
      then 'require_ssl is set, and the cluster is ' || c.apply_status
    else 'require_ssl is ' || g.require_ssl || ' in ' || c.cluster_parameter_group
  end as reason
from cluster c
left join estate.redshift_cluster_parameter_group g
  on g.account_id = c.account_id
  and g.region = c.region
  and g.parameter_group_name = c.cluster_parameter_group
