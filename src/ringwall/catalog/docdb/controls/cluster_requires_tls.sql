/*
title = "DocumentDB cluster should require TLS of its clients"
layer = "data"
severity = "medium"
why = "Without TLS whoever can read the network reads documents and passwords, and a client cannot know that it speaks with the database."
fix = "aws docdb modify-db-cluster-parameter-group --db-cluster-parameter-group-name OWN_GROUP --parameters ParameterName=tls,ParameterValue=enabled,ApplyMethod=pending-reboot, then restart its instances: aws docdb reboot-db-instance --db-instance-identifier INSTANCE"
url = "https://docs.aws.amazon.com/documentdb/latest/developerguide/security.encryption.ssl.html"

[[example]]
rds_db_cluster = [{arn = "c", engine = "docdb", db_cluster_parameter_group = "p", members_out_of_sync = []}]
rds_db_cluster_parameter_group = [{arn = "p", db_cluster_parameter_group_name = "p", tls = "enabled"}]
expect = "pass"

# Only newer versions of TLS.
[[example]]
rds_db_cluster = [{arn = "c", engine = "docdb", db_cluster_parameter_group = "p", members_out_of_sync = []}]
rds_db_cluster_parameter_group = [{arn = "p", db_cluster_parameter_group_name = "p", tls = "tls1.3+"}]
expect = "pass"

[[example]]
rds_db_cluster = [{arn = "c", engine = "docdb", db_cluster_parameter_group = "p", members_out_of_sync = []}]
rds_db_cluster_parameter_group = [{arn = "p", db_cluster_parameter_group_name = "p", tls = "disabled"}]
expect = "fail"

# An instance works with the old parameters.
[[example]]
rds_db_cluster = [{arn = "c", engine = "docdb", db_cluster_parameter_group = "p", members_out_of_sync = ["c-1"]}]
rds_db_cluster_parameter_group = [{arn = "p", db_cluster_parameter_group_name = "p", tls = "enabled"}]
expect = "fail"

# A cluster of another engine is not judged here.
[[example]]
rds_db_cluster = [
  {arn = "c", engine = "docdb", db_cluster_parameter_group = "p", members_out_of_sync = []},
  {arn = "d", engine = "aurora-mysql", db_cluster_parameter_group = "q", members_out_of_sync = []},
]
rds_db_cluster_parameter_group = [
  {arn = "p", db_cluster_parameter_group_name = "p", tls = "fips-140-3"},
  {arn = "q", db_cluster_parameter_group_name = "q", tls = ""},
]
expect = "pass"

# DocumentDB always says what the parameter is.
[[example]]
rds_db_cluster = [{arn = "c", engine = "docdb", db_cluster_parameter_group = "p", members_out_of_sync = []}]
rds_db_cluster_parameter_group = [{arn = "p", db_cluster_parameter_group_name = "p", tls = ""}]
expect = "unknown"

# The group was not collected.
[[example]]
rds_db_cluster = [{arn = "c", engine = "docdb", db_cluster_parameter_group = "p", members_out_of_sync = []}]
expect = "unknown"
*/
with parameters as (
  select
    g.account_id,
    g.region,
    g.db_cluster_parameter_group_name,
    nullif(g.tls, '') as tls
  from estate.rds_db_cluster_parameter_group g
)
select
  c.arn as resource,
  case
    when c.engine = 'docdb' then p.tls <> 'disabled' and len(c.members_out_of_sync) = 0
  end as ok,
  case
    when len(c.members_out_of_sync) > 0
      then 'not in sync with ' || c.db_cluster_parameter_group || ': ' || array_to_string(c.members_out_of_sync, ', ')
    else 'tls is ' || p.tls || ' in ' || c.db_cluster_parameter_group
  end as reason
from estate.rds_db_cluster c
left join parameters p
  on p.account_id = c.account_id
  and p.region = c.region
  and p.db_cluster_parameter_group_name = c.db_cluster_parameter_group
where (c.engine = 'docdb') is not false
