/*
title = "A repository policy does not let anyone in"
layer = "data"
severity = "critical"
why = "Whoever can pull an image reads its code and what was left in its layers; whoever can push one decides what runs."
fix = "Name the accounts that pull, or hold Principal * with a Condition on aws:PrincipalOrgID: aws ecr set-repository-policy --repository-name NAME --policy-text file://policy.json"
url = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html"

[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
expect = "pass"

[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
external_access = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", principal = "*", origin = "public", actions = ["ecr:BatchGetImage"], verdict = "must", conditions = [], is_public = true}]
expect = "fail"

# Principal * is held to the organization.
[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
external_access = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", principal = "* of organization o-1", origin = "organization", actions = ["ecr:BatchGetImage"], verdict = "may", conditions = ["StringEquals aws:PrincipalOrgID o-1"], is_public = false}]
expect = "pass"

# A condition that names nobody: TLS is for everyone.
[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
external_access = [
  {arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["ecr:BatchGetImage"], verdict = "must", conditions = [], is_public = false},
  {arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", principal = "*", origin = "public", actions = ["ecr:BatchGetImage"], verdict = "may", conditions = ["Bool aws:securetransport true"], is_public = true},
]
expect = "fail"

# Another one is open, this one is not the worse for it.
[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
external_access = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r-2", principal = "*", origin = "public", actions = ["ecr:BatchGetImage"], verdict = "must", is_public = true}]
expect = "pass"

# Its policy was not collected.
[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
external_access = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of arn:aws:ecr:eu-west-1:111111111111:repository/r was not collected"]}]
expect = "unknown"
*/
select
  r.arn as resource,
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
from estate.ecr_repository r
left join facts.external_access x on x.arn = r.arn
group by r.arn
