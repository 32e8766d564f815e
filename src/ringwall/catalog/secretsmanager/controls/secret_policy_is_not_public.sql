/*
title = "A secret's policy does not let anyone read it"
layer = "data"
severity = "critical"
why = "A secret that any AWS account can read is none: what it opens is open."
fix = "Name who reads the secret: aws secretsmanager put-resource-policy --secret-id ARN --resource-policy file://policy.json --block-public-policy; then replace the secret: aws secretsmanager rotate-secret --secret-id ARN"
url = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html"

[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
expect = "pass"

[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
external_access = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", principal = "*", origin = "public", actions = ["secretsmanager:GetSecretValue"], verdict = "must", conditions = [], is_public = true}]
expect = "fail"

# Principal * is held to the organization.
[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
external_access = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", principal = "* of organization o-1", origin = "organization", actions = ["secretsmanager:GetSecretValue"], verdict = "may", conditions = ["StringEquals aws:PrincipalOrgID o-1"], is_public = false}]
expect = "pass"

# A condition that names nobody: TLS is for everyone.
[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
external_access = [
  {arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["secretsmanager:GetSecretValue"], verdict = "must", conditions = [], is_public = false},
  {arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", principal = "*", origin = "public", actions = ["secretsmanager:GetSecretValue"], verdict = "may", conditions = ["Bool aws:securetransport true"], is_public = true},
]
expect = "fail"

# Another one is open, this one is not the worse for it.
[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
external_access = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf-2", principal = "*", origin = "public", actions = ["secretsmanager:GetSecretValue"], verdict = "must", is_public = true}]
expect = "pass"

# Its policy was not collected.
[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
external_access = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf was not collected"]}]
expect = "unknown"
*/
select
  s.arn as resource,
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
from estate.secretsmanager_secret s
left join facts.external_access x on x.arn = s.arn
group by s.arn
