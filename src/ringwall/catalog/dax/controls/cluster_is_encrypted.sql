/*
title = "DAX cluster should be encrypted at rest"
family = "setting_has_value"
table = "dax_cluster"
column = "sse_enabled"
setting = "SSEEnabled"
layer = "data"
severity = "medium"
why = "A cache of DynamoDB holds the items of its tables, and writes them to disk. To read encrypted ones you also need the key."
fix = "A cluster cannot be encrypted in place: aws dax create-cluster --cluster-name NAME-ENCRYPTED --node-type TYPE --replication-factor COUNT --iam-role-arn ROLE_ARN --sse-specification Enabled=true, and let programs use it"
url = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionAtRest.html"
*/
