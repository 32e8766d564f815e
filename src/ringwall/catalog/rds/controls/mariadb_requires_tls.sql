/*
title = "RDS for MariaDB instance should require TLS of its clients"
family = "database_requires_tls"
engines = ["mariadb"]
column = "require_secure_transport"
setting = "require_secure_transport"
scope = "split_part(d.engine_version, '.', 1) <> '10' or try_cast(split_part(d.engine_version, '.', 2) as integer) >= 5"
severity = "medium"
why = "Without TLS whoever can read the network reads statements and their results, and a client cannot know that it speaks with the database."
fix = "aws rds modify-db-parameter-group --db-parameter-group-name OWN_GROUP --parameters ParameterName=require_secure_transport,ParameterValue=1,ApplyMethod=immediate (a default group cannot be changed: create one, and give it to the instance with aws rds modify-db-instance --db-parameter-group-name)"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mariadb-ssl-connections.require-ssl.html"

# MariaDB 10.4 does not know the parameter.
[[example]]
rds_db_instance = [
  {arn = "d", engine = "mariadb", engine_version = "10.11.8", db_cluster_identifier = "", db_parameter_group = "p", parameter_apply_status = "in-sync"},
  {arn = "e", engine = "mariadb", engine_version = "10.4.34", db_cluster_identifier = "", db_parameter_group = "q", parameter_apply_status = "in-sync"},
]
rds_db_parameter_group = [
  {arn = "p", db_parameter_group_name = "p", require_secure_transport = "1"},
  {arn = "q", db_parameter_group_name = "q", require_secure_transport = ""},
]
expect = "pass"
*/
