/*
title = "DynamoDB table should have point-in-time recovery enabled"
family = "setting_has_value"
table = "dynamodb_table"
column = "point_in_time_recovery_enabled"
setting = "PointInTimeRecoveryEnabled"
layer = "response"
severity = "medium"
why = "After a wrong or hostile write the table can be restored to any second before it. Without it there are only the backups that somebody made."
fix = "aws dynamodb update-continuous-backups --table-name NAME --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true"
url = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html"
*/
