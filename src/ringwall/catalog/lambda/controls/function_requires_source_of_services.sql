/*
title = "A function is called by AWS services for its own resources only"
layer = "data"
severity = "medium"
why = "S3, SNS or EventBridge act for every customer of AWS. A function that trusts the service without asking for whom runs on what a stranger's bucket or topic hands it, under its own role: the confused deputy."
fix = "Give the permission anew, with a source: aws lambda remove-permission --function-name NAME --statement-id SID; aws lambda add-permission --function-name NAME --statement-id SID --action lambda:InvokeFunction --principal SERVICE --source-arn ARN --source-account ACCOUNT"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"

# No service comes in for a stranger: aws:SourceArn or aws:SourceAccount is asked for.

[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
exposure = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", is_confused_deputy = false, services_reason = "no service is trusted for anyone's resources"}]
expect = "pass"

[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
exposure = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", is_confused_deputy = true, services_reason = "Service:s3.amazonaws.com may lambda:InvokeFunction"}]
expect = "fail"

[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
exposure = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", services_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
expect = "unknown"
*/
select
  f.arn as resource,
  not e.is_confused_deputy as ok,
  e.services_reason as reason
from estate.lambda_function f
left join facts.exposure e on e.arn = f.arn
