/*
title = "Redshift Serverless namespace should send its connection and user logs to CloudWatch Logs"
family = "exports_logs"
table = "redshiftserverless_namespace"
column = "log_exports"
logs = ["connectionlog", "userlog"]
severity = "medium"
why = "The logs say who connected and what changed about users. Without them nobody can say after an attack who signed in."
fix = "aws redshift-serverless update-namespace --namespace-name NAME --log-exports userlog connectionlog useractivitylog"
url = "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-audit-logging.html"
*/
