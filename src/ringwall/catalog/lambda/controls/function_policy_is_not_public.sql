/*
title = "A function policy does not let anyone call the function"
layer = "data"
severity = "critical"
why = "A permission for Principal * that names no source account or organization lets every AWS account run the function with input of its choice, under the function's role and at its owner's cost."
fix = "Take the permission back and give it to those who call: aws lambda remove-permission --function-name NAME --statement-id SID; aws lambda add-permission --function-name NAME --statement-id SID --action lambda:InvokeFunction --principal ACCOUNT_OR_SERVICE --source-account ACCOUNT"
url = "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html"

[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
exposure = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", is_public = false, public_reason = "nobody gets in who is not named"}]
expect = "pass"

[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
exposure = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", is_public = true, public_reason = "anybody may lambda:InvokeFunction"}]
expect = "fail"

[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
exposure = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", public_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
expect = "unknown"
*/
select
  f.arn as resource,
  not e.is_public as ok,
  e.public_reason as reason
from estate.lambda_function f
left join facts.exposure e on e.arn = f.arn
