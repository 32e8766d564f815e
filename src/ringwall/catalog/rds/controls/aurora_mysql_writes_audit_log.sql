/*
title = "Aurora MySQL cluster should write an audit log"
layer = "detection"
severity = "medium"
why = "The audit log says who signed in and which statements they sent. Without it nobody can say after an attack what was read."
fix = "aws rds modify-db-cluster-parameter-group --db-cluster-parameter-group-name OWN_GROUP --parameters ParameterName=server_audit_logging,ParameterValue=1,ApplyMethod=immediate ParameterName=server_audit_events,ParameterValue=CONNECT,ApplyMethod=immediate (a default group cannot be changed: create one, and give it to the cluster with aws rds modify-db-cluster --db-cluster-parameter-group-name)"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html"

[[example]]
rds_db_cluster = [{arn = "c", engine = "aurora-mysql", db_cluster_parameter_group = "p", members_out_of_sync = []}]
rds_db_cluster_parameter_group = [{arn = "p", db_cluster_parameter_group_name = "p", server_audit_logging = "1"}]
expect = "pass"

[[example]]
rds_db_cluster = [{arn = "c", engine = "aurora-mysql", db_cluster_parameter_group = "p", members_out_of_sync = []}]
rds_db_cluster_parameter_group = [{arn = "p", db_cluster_parameter_group_name = "p", server_audit_logging = "0"}]
expect = "fail"

# The engine's default.
[[example]]
rds_db_cluster = [{arn = "c", engine = "aurora-mysql", db_cluster_parameter_group = "p", members_out_of_sync = []}]
rds_db_cluster_parameter_group = [{arn = "p", db_cluster_parameter_group_name = "p", server_audit_logging = ""}]
expect = "fail"

# An instance works with the old parameters.
[[example]]
rds_db_cluster = [{arn = "c", engine = "aurora-mysql", db_cluster_parameter_group = "p", members_out_of_sync = ["c-1"]}]
rds_db_cluster_parameter_group = [{arn = "p", db_cluster_parameter_group_name = "p", server_audit_logging = "1"}]
expect = "fail"

# Aurora PostgreSQL has no such parameter.
[[example]]
rds_db_cluster = [
  {arn = "c", engine = "aurora-mysql", db_cluster_parameter_group = "p", members_out_of_sync = []},
  {arn = "d", engine = "aurora-postgresql", db_cluster_parameter_group = "q", members_out_of_sync = []},
]
rds_db_cluster_parameter_group = [
  {arn = "p", db_cluster_parameter_group_name = "p", server_audit_logging = "ON"},
  {arn = "q", db_cluster_parameter_group_name = "q", server_audit_logging = ""},
]
expect = "pass"

# The group was not collected.
[[example]]
rds_db_cluster = [{arn = "c", engine = "aurora-mysql", db_cluster_parameter_group = "p", members_out_of_sync = []}]
expect = "unknown"
*/
select
  c.arn as resource,
  case
    when c.engine in ('aurora', 'aurora-mysql') then
      lower(g.server_audit_logging) in ('1', 'on', 'true') and len(c.members_out_of_sync) = 0
  end as ok,
  case
    when g.server_audit_logging = '' then 'server_audit_logging is not set in ' || c.db_cluster_parameter_group
    when len(c.members_out_of_sync) > 0
      then 'not in sync with ' || c.db_cluster_parameter_group || ': ' || array_to_string(c.members_out_of_sync, ', ')
    else 'server_audit_logging is ' || g.server_audit_logging || ' in ' || c.db_cluster_parameter_group
  end as reason
from estate.rds_db_cluster c
left join estate.rds_db_cluster_parameter_group g
  on g.account_id = c.account_id
  and g.region = c.region
  and g.db_cluster_parameter_group_name = c.db_cluster_parameter_group
where (c.engine in ('aurora', 'aurora-mysql')) is not false
