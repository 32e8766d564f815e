/*
title = "A topic policy does not let anyone in"
layer = "data"
severity = "critical"
why = "Principal * without a condition on who is calling lets every AWS account listen to the topic's messages, or send false ones to all who listen."
fix = "Name who publishes and subscribes, or hold Principal * with a Condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID: aws sns set-topic-attributes --topic-arn ARN --attribute-name Policy --attribute-value file://policy.json"
url = "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html"

[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
expect = "pass"

[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "*", origin = "public", actions = ["sns:Subscribe"], verdict = "must", conditions = [], is_public = true}]
expect = "fail"

# Principal * is held to the organization.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "* of organization o-1", origin = "organization", actions = ["sns:Subscribe"], verdict = "may", conditions = ["StringEquals aws:PrincipalOrgID o-1"], is_public = false}]
expect = "pass"

# A condition that names nobody: TLS is for everyone.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [
  {arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sns:Subscribe"], verdict = "must", conditions = [], is_public = false},
  {arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "*", origin = "public", actions = ["sns:Subscribe"], verdict = "may", conditions = ["Bool aws:securetransport true"], is_public = true},
]
expect = "fail"

# Another one is open, this one is not the worse for it.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [{arn = "arn:aws:sns:eu-west-1:111111111111:t-2", principal = "*", origin = "public", actions = ["sns:Subscribe"], verdict = "must", is_public = true}]
expect = "pass"

# Its policy was not collected.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of arn:aws:sns:eu-west-1:111111111111:t was not collected"]}]
expect = "unknown"
*/
select
  t.arn as resource,
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
from estate.sns_topic t
left join facts.external_access x on x.arn = t.arn
group by t.arn
