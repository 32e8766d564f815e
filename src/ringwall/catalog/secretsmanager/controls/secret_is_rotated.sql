/*
title = "Secret should be rotated automatically"
family = "setting_has_value"
table = "secretsmanager_secret"
column = "rotation_enabled"
setting = "RotationEnabled"
scope = "r.primary_region = '' or r.primary_region = r.region"
row = {primary_region = ""}
layer = "data"
severity = "medium"
why = "A secret that was copied once works for as long as nobody changes it. What is rotated by itself is of no use to a thief after some days."
fix = "aws secretsmanager rotate-secret --secret-id ARN --rotation-lambda-arn FUNCTION_ARN --rotation-rules AutomaticallyAfterDays=30"
url = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html"
*/
