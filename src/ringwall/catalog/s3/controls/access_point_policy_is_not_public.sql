/*
title = "An access point lets in nobody unknown"
layer = "data"
severity = "critical"
why = "An access point is another door to a bucket, with a policy and a block of its own: one for everybody undoes what the bucket's own policy keeps shut."
fix = "The block of an access point cannot be changed: delete it (aws s3control delete-access-point --account-id ACCOUNT --name NAME) and make it anew with RestrictPublicBuckets, or name who may come: aws s3control put-access-point-policy --account-id ACCOUNT --name NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html"

[[example]]
s3_access_point = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p"}]
expect = "pass"

[[example]]
s3_access_point = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p"}]
external_access = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p", principal = "*", origin = "public", actions = ["s3:GetObject"], verdict = "must", conditions = [], is_public = true}]
expect = "fail"

# Principal * is held to a VPC endpoint of ours.
[[example]]
s3_access_point = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p"}]
external_access = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p", principal = "* of organization o-1", origin = "organization", actions = ["s3:GetObject"], verdict = "may", conditions = ["StringEquals aws:SourceVpce vpce-1"], is_public = false}]
expect = "pass"

# A condition that names nobody: TLS is for everyone.
[[example]]
s3_access_point = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p"}]
external_access = [
  {arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["s3:GetObject"], verdict = "must", conditions = [], is_public = false},
  {arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p", principal = "*", origin = "public", actions = ["s3:GetObject"], verdict = "may", conditions = ["Bool aws:securetransport true"], is_public = true},
]
expect = "fail"

# Another one is open, this one is not the worse for it.
[[example]]
s3_access_point = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p"}]
external_access = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p-2", principal = "*", origin = "public", actions = ["s3:GetObject"], verdict = "must", is_public = true}]
expect = "pass"

# Its policy was not collected.
[[example]]
s3_access_point = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p"}]
external_access = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of arn:aws:s3:eu-west-1:111111111111:accesspoint/p was not collected"]}]
expect = "unknown"
*/
select
  p.arn as resource,
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
from estate.s3_access_point p
left join facts.external_access x on x.arn = p.arn
group by p.arn
