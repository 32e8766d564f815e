/*
title = "A bucket serves AWS services for its own organization's resources only"
layer = "data"
severity = "medium"
why = "CloudTrail, Config or log delivery act for every customer of AWS. A bucket that trusts the service without asking for whom takes, or gives, what a stranger's trail or job asks for: the confused deputy."
fix = "Add a Condition to the statement: ArnLike aws:SourceArn (the trail or job), StringEquals aws:SourceAccount, or aws:SourceOrgID: aws s3api put-bucket-policy --bucket NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"

# No service comes in for a stranger: aws:SourceArn or aws:SourceAccount is asked for.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
external_access = [{arn = "arn:aws:s3:::b", principal = "Service:cloudtrail.amazonaws.com", origin = "service", actions = ["s3:PutObject"], verdict = "must", conditions = [], is_confused_deputy = true}]
expect = "fail"

# A condition that fixes no source does not help.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
external_access = [{arn = "arn:aws:s3:::b", principal = "Service:cloudtrail.amazonaws.com", origin = "service", actions = ["s3:PutObject"], verdict = "may", conditions = ["ArnLike aws:SourceArn arn:aws:*"], is_confused_deputy = true}]
expect = "fail"

# A role of another account is no service.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
external_access = [{arn = "arn:aws:s3:::b", principal = "AWS:arn:aws:iam::222222222222:role/r", origin = "organization", actions = ["s3:PutObject"], verdict = "must", conditions = [], is_confused_deputy = false}]
expect = "pass"

# The stranger's way leads to another one.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
external_access = [{arn = "arn:aws:s3:::b-2", principal = "Service:cloudtrail.amazonaws.com", origin = "service", actions = ["s3:PutObject"], verdict = "must", is_confused_deputy = true}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
external_access = [{arn = "arn:aws:s3:::b", principal = "Service:cloudtrail.amazonaws.com", origin = "service", actions = ["s3:PutObject"], verdict = "unknown", unknown = ["a condition that cannot be told"]}]
expect = "unknown"
*/
select
  b.arn as resource,
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
from estate.s3_bucket b
left join facts.external_access x on x.arn = b.arn
group by b.arn
