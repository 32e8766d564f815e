/*
title = "RDS for SQL Server instance should require TLS of its clients"
family = "database_requires_tls"
engines = ["sqlserver-ee", "sqlserver-se", "sqlserver-ex", "sqlserver-web"]
severity = "medium"
why = "Without TLS whoever can read the network reads statements and their results, and a client cannot know that it speaks with the database."
fix = "aws rds modify-db-parameter-group --db-parameter-group-name OWN_GROUP --parameters ParameterName=rds.force_ssl,ParameterValue=1,ApplyMethod=pending-reboot (a default group cannot be changed: create one, and give it to the instance with aws rds modify-db-instance --db-parameter-group-name)"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/SQLServer.Concepts.General.SSL.Using.html"
*/
