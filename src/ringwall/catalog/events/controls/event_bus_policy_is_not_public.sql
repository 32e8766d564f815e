/*
title = "An event bus takes events from nobody unknown"
layer = "data"
severity = "high"
why = "Rules act on events. A bus that anyone may write to lets any AWS account set off what the rules start, with input of its choice."
fix = "Name the accounts that send, or hold Principal * with a Condition on aws:PrincipalOrgID: aws events put-permission --event-bus-name NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html"

[[example]]
events_event_bus = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default"}]
expect = "pass"

[[example]]
events_event_bus = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default"}]
external_access = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default", principal = "*", origin = "public", actions = ["events:PutEvents"], verdict = "must", conditions = [], is_public = true}]
expect = "fail"

# Principal * is held to the organization.
[[example]]
events_event_bus = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default"}]
external_access = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default", principal = "* of organization o-1", origin = "organization", actions = ["events:PutEvents"], verdict = "may", conditions = ["StringEquals aws:PrincipalOrgID o-1"], is_public = false}]
expect = "pass"

# A condition that names nobody: TLS is for everyone.
[[example]]
events_event_bus = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default"}]
external_access = [
  {arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["events:PutEvents"], verdict = "must", conditions = [], is_public = false},
  {arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default", principal = "*", origin = "public", actions = ["events:PutEvents"], verdict = "may", conditions = ["Bool aws:securetransport true"], is_public = true},
]
expect = "fail"

# Another one is open, this one is not the worse for it.
[[example]]
events_event_bus = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default"}]
external_access = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default-2", principal = "*", origin = "public", actions = ["events:PutEvents"], verdict = "must", is_public = true}]
expect = "pass"

# Its policy was not collected.
[[example]]
events_event_bus = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default"}]
external_access = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of arn:aws:events:eu-west-1:111111111111:event-bus/default was not collected"]}]
expect = "unknown"
*/
select
  b.arn as resource,
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
from estate.events_event_bus b
left join facts.external_access x on x.arn = b.arn
group by b.arn
