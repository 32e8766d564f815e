/*
title = "Session Manager should have preferences where there are instances"
layer = "infrastructure"
severity = "medium"
why = "Without preferences a session is neither logged nor encrypted with a key of yours, and lasts as long as somebody types."
fix = "aws ssm create-document --name SSM-SessionManagerRunShell --document-type Session --document-format JSON --content file://preferences.json --region REGION"
url = "https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-preferences-cli.html"

[[example]]
account_region = [{arn = "r"}]
ec2_instance = [{arn = "i"}]
ssm_document = [{arn = "d", name = "SSM-SessionManagerRunShell"}]
expect = "pass"

[[example]]
account_region = [{arn = "r"}]
ec2_instance = [{arn = "i"}]
expect = "fail"

# Preferences of another Region.
[[example]]
account_region = [{arn = "r"}]
ec2_instance = [{arn = "i"}]
ssm_document = [{arn = "d", name = "SSM-SessionManagerRunShell", region = "us-east-1"}]
expect = "fail"

[[example]]
account_region = [{arn = "r"}]
ec2_instance = [{arn = "i"}]
ssm_document = [{arn = "d"}]
expect = "unknown"
*/
with place as (
  select distinct i.account_id, i.region
  from estate.ec2_instance i
),
preferences as (
  select
    d.account_id,
    d.region,
    bool_or(d.name = 'SSM-SessionManagerRunShell') as is_there,
    count(*) > count(d.name) as is_doubtful
  from estate.ssm_document d
  group by d.account_id, d.region
)
select
  r.arn as resource,
  case
    when p.is_there then true
    when p.is_doubtful then null
    else false
  end as ok,
  case
    when p.is_there then 'Session Manager has preferences in the Region'
    else 'Session Manager has no preferences in the Region, where there are instances'
  end as reason
from estate.account_region r
join place on place.account_id = r.account_id and place.region = r.region
left join preferences p on p.account_id = r.account_id and p.region = r.region
