/*
title = "A function policy does not let anyone call the function"
layer = "data"
severity = "critical"
why = "A permission for Principal * that names no source account or organization lets every AWS account run the function with input of its choice, under the function's role and at its owner's cost."
fix = "Take the permission back and give it to those who call: aws lambda remove-permission --function-name NAME --statement-id SID; aws lambda add-permission --function-name NAME --statement-id SID --action lambda:InvokeFunction --principal ACCOUNT_OR_SERVICE --source-account ACCOUNT"
url = "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html"

[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
expect = "pass"

[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
external_access = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", principal = "*", origin = "public", actions = ["lambda:InvokeFunction"], verdict = "must", conditions = [], is_public = true}]
expect = "fail"

# Principal * is held to the organization.
[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
external_access = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", principal = "* of organization o-1", origin = "organization", actions = ["lambda:InvokeFunction"], verdict = "may", conditions = ["StringEquals aws:PrincipalOrgID o-1"], is_public = false}]
expect = "pass"

# A condition that names nobody: TLS is for everyone.
[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
external_access = [
  {arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["lambda:InvokeFunction"], verdict = "must", conditions = [], is_public = false},
  {arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", principal = "*", origin = "public", actions = ["lambda:InvokeFunction"], verdict = "may", conditions = ["Bool aws:securetransport true"], is_public = true},
]
expect = "fail"

# Another one is open, this one is not the worse for it.
[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
external_access = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f-2", principal = "*", origin = "public", actions = ["lambda:InvokeFunction"], verdict = "must", is_public = true}]
expect = "pass"

# Its policy was not collected.
[[example]]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]
external_access = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:f", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of arn:aws:lambda:eu-west-1:111111111111:function:f was not collected"]}]
expect = "unknown"
*/
select
  f.arn as resource,
  case
    when bool_or(x.is_public) then false
    when count(x.arn) > count(x.is_public) then null
    else true
  end as ok,
  case
    when bool_or(x.is_public) then min(
      case
        when x.is_public
          then 'anybody may ' || x.actions[1]
            || case
              when array_length(x.actions) > 1
                then ' and ' || (array_length(x.actions) - 1) || ' more'
              else ''
            end
            || coalesce(' (' || x.conditions[1] || ')', '')
      end
    )
    when count(x.arn) > count(x.is_public) then min(x.unknown[1])
    else 'nobody gets in who is not named'
  end as reason
from estate.lambda_function f
left join facts.external_access x on x.arn = f.arn
group by f.arn
