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
expect = "pass"

[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
external_access = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", principal = "Service:s3.amazonaws.com", origin = "service", actions = ["lambda:InvokeFunction"], verdict = "must", conditions = [], is_confused_deputy = true}]
expect = "fail"

# A condition that fixes no source does not help.
[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
external_access = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", principal = "Service:s3.amazonaws.com", origin = "service", actions = ["lambda:InvokeFunction"], verdict = "may", conditions = ["ArnLike aws:SourceArn arn:aws:*"], is_confused_deputy = true}]
expect = "fail"

# A role of another account is no service.
[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
external_access = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", principal = "AWS:arn:aws:iam::222222222222:role/r", origin = "organization", actions = ["lambda:InvokeFunction"], verdict = "must", conditions = [], is_confused_deputy = false}]
expect = "pass"

# The stranger's way leads to another one.
[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
external_access = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f-2", principal = "Service:s3.amazonaws.com", origin = "service", actions = ["lambda:InvokeFunction"], verdict = "must", is_confused_deputy = true}]
expect = "pass"

[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
external_access = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", principal = "Service:s3.amazonaws.com", origin = "service", actions = ["lambda:InvokeFunction"], verdict = "unknown", unknown = ["a condition that cannot be told"]}]
expect = "unknown"
*/
select
  f.arn as resource,
  case
    when bool_or(x.is_confused_deputy) then false
    when count(x.arn) > count(x.is_confused_deputy) then null
    else true
  end as ok,
  case
    when bool_or(x.is_confused_deputy) then min(
      case
        when x.is_confused_deputy
          then x.principal || ' may, for anyone''s resources, ' || x.actions[1]
            || case
              when array_length(x.actions) > 1
                then ' and ' || (array_length(x.actions) - 1) || ' more'
              else ''
            end
            || coalesce(' (' || x.conditions[1] || ')', '')
      end
    )
    when count(x.arn) > count(x.is_confused_deputy) then min(x.unknown[1])
    else 'no service is trusted for anyone''s resources'
  end as reason
from estate.lambda_function f
left join facts.external_access x on x.arn = f.arn
group by f.arn
