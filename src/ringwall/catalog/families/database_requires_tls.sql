/*
doc = "Does a parameter make a database instance refuse clients without TLS?"
layer = "data"

[parameters.engines]
kind = "value"
doc = "The engines that know the parameter."
sample = ["custom-postgres"]

[parameters.column]
kind = "column"
doc = "The column of rds_db_parameter_group with the parameter's value."
default = "force_ssl"

[parameters.setting]
kind = "value"
doc = "The parameter's name as AWS spells it, for the reason."
default = "rds.force_ssl"

[parameters.scope]
kind = "condition"
doc = "Which instances d of these engines are in scope."
default = "true"

[[example]]
rds_db_instance = [{arn = "d", engine = "$engines[0]", engine_version = "99.1", db_cluster_identifier = "", db_parameter_group = "p", parameter_apply_status = "in-sync"}]
rds_db_parameter_group = [{arn = "p", db_parameter_group_name = "p", "$column" = "1"}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", engine = "$engines[0]", engine_version = "99.1", db_cluster_identifier = "", db_parameter_group = "p", parameter_apply_status = "in-sync"}]
rds_db_parameter_group = [{arn = "p", db_parameter_group_name = "p", "$column" = "ON"}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", engine = "$engines[0]", engine_version = "99.1", db_cluster_identifier = "", db_parameter_group = "p", parameter_apply_status = "in-sync"}]
rds_db_parameter_group = [{arn = "p", db_parameter_group_name = "p", "$column" = "0"}]
expect = "fail"

# The engine's default, and another group that nobody uses.
[[example]]
rds_db_instance = [{arn = "d", engine = "$engines[0]", engine_version = "99.1", db_cluster_identifier = "", db_parameter_group = "p", parameter_apply_status = "in-sync"}]
rds_db_parameter_group = [
  {arn = "p", db_parameter_group_name = "p", "$column" = ""},
  {arn = "q", db_parameter_group_name = "q", "$column" = "1"},
]
expect = "fail"

# It works with the parameter after the next reboot only.
[[example]]
rds_db_instance = [{arn = "d", engine = "$engines[0]", engine_version = "99.1", db_cluster_identifier = "", db_parameter_group = "p", parameter_apply_status = "pending-reboot"}]
rds_db_parameter_group = [{arn = "p", db_parameter_group_name = "p", "$column" = "1"}]
expect = "fail"

[[example]]
rds_db_instance = [{arn = "d", engine = "$engines[0]", engine_version = "99.1", db_cluster_identifier = "", db_parameter_group = "p", parameter_apply_status = "in-sync"}]
rds_db_parameter_group = [{arn = "p", db_parameter_group_name = "p"}]
expect = "unknown"

# The group of another Region has the same name.
[[example]]
rds_db_instance = [{arn = "d", engine = "$engines[0]", engine_version = "99.1", db_cluster_identifier = "", db_parameter_group = "p", parameter_apply_status = "in-sync"}]
rds_db_parameter_group = [{arn = "p", region = "us-east-1", db_parameter_group_name = "p", "$column" = "1"}]
expect = "unknown"
*/
with instance as (
  select
    d.arn,
    d.account_id,
    d.region,
    d.db_parameter_group,
    nullif(d.parameter_apply_status, '') as apply_status,
    d.engine in ($engines) and d.db_cluster_identifier = '' and $scope as is_in_scope
  from estate.rds_db_instance d
)
select
  i.arn as resource,
  case
    when i.is_in_scope then lower(g.$column) in ('1', 'on', 'true') and i.apply_status = 'in-sync'
  end as ok,
  case
    when i.apply_status <> 'in-sync' and lower(g.$column) in ('1', 'on', 'true')
      then $setting || ' is set, and the instance is ' || i.apply_status
    when g.$column = '' then $setting || ' is not set in ' || i.db_parameter_group
    else $setting || ' is ' || g.$column || ' in ' || i.db_parameter_group
  end as reason
from instance i
left join estate.rds_db_parameter_group g
  on g.account_id = i.account_id
  and g.region = i.region
  and g.db_parameter_group_name = i.db_parameter_group
where i.is_in_scope is not false
