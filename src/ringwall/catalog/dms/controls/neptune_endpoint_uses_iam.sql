/*
title = "DMS endpoint of Neptune should sign in with IAM"
family = "setting_has_value"
table = "dms_endpoint"
column = "neptune_iam_auth_enabled"
setting = "IamAuthEnabled"
value = true
other = false
scope = "lower(r.engine_name) = 'neptune'"
row = {engine_name = "neptune"}
layer = "identity"
severity = "medium"
why = "Without IAM authentication whoever reaches the port of Neptune can write to the graph, and so can the replication."
fix = "aws dms modify-endpoint --endpoint-arn ARN --neptune-settings ServiceAccessRoleArn=ROLE_ARN,S3BucketName=BUCKET,S3BucketFolder=FOLDER,IamAuthEnabled=true"
url = "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Neptune.html"

# An endpoint of another engine.
[[example]]
dms_endpoint = [
  {arn = "e", engine_name = "neptune", neptune_iam_auth_enabled = true},
  {arn = "f", engine_name = "mysql", neptune_iam_auth_enabled = false},
]
expect = "pass"
*/
