/*
title = "A function is open to another organization on conditions only"
layer = "data"
severity = "medium"
why = "An account that is named as a whole lets in whomever its administrators choose, now and later. It can call the function with input of its choice, or change its code where it was given more."
fix = "Take the permission back and give it to one role: aws lambda remove-permission --function-name NAME --statement-id SID; aws lambda add-permission --function-name NAME --statement-id SID --action lambda:InvokeFunction --principal ROLE_ARN"
url = "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-cross-account.html"

[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
exposure = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", is_open_to_accounts = false, accounts_reason = "no other organization gets in without a condition on who comes"}]
expect = "pass"

[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
exposure = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", is_open_to_accounts = true, accounts_reason = "AWS:arn:aws:iam::999999999999:root may lambda:InvokeFunction"}]
expect = "fail"

[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
exposure = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", accounts_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
expect = "unknown"
*/
select
  f.arn as resource,
  not e.is_open_to_accounts as ok,
  e.accounts_reason as reason
from estate.lambda_function f
left join facts.exposure e on e.arn = f.arn
