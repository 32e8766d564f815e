/*
title = "RDS for PostgreSQL instance should require TLS of its clients"
family = "database_requires_tls"
engines = ["postgres"]
severity = "medium"
why = "Without TLS whoever can read the network reads statements and their results, and a client cannot know that it speaks with the database."
fix = "aws rds modify-db-parameter-group --db-parameter-group-name OWN_GROUP --parameters ParameterName=rds.force_ssl,ParameterValue=1,ApplyMethod=immediate (a default group cannot be changed: create one, and give it to the instance with aws rds modify-db-instance --db-parameter-group-name)"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html"

# A member of a cluster has the parameter of the cluster.
[[example]]
rds_db_instance = [
  {arn = "d", engine = "postgres", db_cluster_identifier = "", db_parameter_group = "p", parameter_apply_status = "in-sync"},
  {arn = "e", engine = "postgres", db_cluster_identifier = "c", db_parameter_group = "q", parameter_apply_status = "in-sync"},
]
rds_db_parameter_group = [
  {arn = "p", db_parameter_group_name = "p", force_ssl = "1"},
  {arn = "q", db_parameter_group_name = "q", force_ssl = "0"},
]
expect = "pass"
*/
