/*
title = "A secret is read by AWS services for its own organization's resources only"
layer = "data"
severity = "high"
why = "An AWS service acts for every customer of AWS. A secret that trusts the service without asking for whom is read on behalf of a stranger's resource: the confused deputy."
fix = "Add a Condition to the statement: ArnLike aws:SourceArn (the resource that needs the secret), StringEquals aws:SourceAccount, or aws:SourceOrgID: aws secretsmanager put-resource-policy --secret-id ARN --resource-policy file://policy.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"

# No service comes in for a stranger: aws:SourceArn or aws:SourceAccount is asked for.
[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
expect = "pass"

[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
external_access = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", principal = "Service:serverlessrepo.amazonaws.com", origin = "service", actions = ["secretsmanager:GetSecretValue"], verdict = "must", conditions = [], is_confused_deputy = true}]
expect = "fail"

# A condition that fixes no source does not help.
[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
external_access = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", principal = "Service:serverlessrepo.amazonaws.com", origin = "service", actions = ["secretsmanager:GetSecretValue"], verdict = "may", conditions = ["ArnLike aws:SourceArn arn:aws:*"], is_confused_deputy = true}]
expect = "fail"

# A role of another account is no service.
[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
external_access = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", principal = "AWS:arn:aws:iam::222222222222:role/r", origin = "organization", actions = ["secretsmanager:GetSecretValue"], verdict = "must", conditions = [], is_confused_deputy = false}]
expect = "pass"

# The stranger's way leads to another one.
[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
external_access = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf-2", principal = "Service:serverlessrepo.amazonaws.com", origin = "service", actions = ["secretsmanager:GetSecretValue"], verdict = "must", is_confused_deputy = true}]
expect = "pass"

[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
external_access = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", principal = "Service:serverlessrepo.amazonaws.com", origin = "service", actions = ["secretsmanager:GetSecretValue"], verdict = "unknown", unknown = ["a condition that cannot be told"]}]
expect = "unknown"
*/
select
  s.arn as resource,
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
from estate.secretsmanager_secret s
left join facts.external_access x on x.arn = s.arn
group by s.arn
