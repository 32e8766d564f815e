/*
title = "Secrets Manager should have the master password of a database instance"
layer = "data"
severity = "medium"
why = "A master password that somebody chose is in a template, a shell's history or a mail, and stays the same for years. One that RDS makes is in Secrets Manager alone, and is changed every seven days."
fix = "RDS makes a new password, so first let programs read the secret: aws rds modify-db-instance --db-instance-identifier NAME --manage-master-user-password --apply-immediately"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html"

[[example]]
rds_db_instance = [{arn = "d", master_user_secret = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:rds!db-AbCdEf", db_cluster_identifier = "", read_replica_source = "", engine = "postgres"}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", master_user_secret = "", db_cluster_identifier = "", read_replica_source = "", engine = "postgres"}]
expect = "fail"

[[example]]
rds_db_instance = [{arn = "d", db_cluster_identifier = "", read_replica_source = "", engine = "postgres"}]
expect = "unknown"
*/
select
  d.arn as resource,
  case when d.db_cluster_identifier = '' and d.read_replica_source = '' and not d.engine like 'custom-%' then d.master_user_secret <> '' end as ok,
  case
    when d.master_user_secret = '' then 'somebody chose the password of ' || d.master_username
    else 'RDS keeps the password in ' || d.master_user_secret
  end as reason
from estate.rds_db_instance d
where (d.db_cluster_identifier = '' and d.read_replica_source = '' and not d.engine like 'custom-%') is not false
