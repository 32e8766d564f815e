/*
title = "Server was made to ask for instance metadata"
severity = "high"
why = "A request that carries the address of the metadata service tries to get the credentials of the instance's role (SSRF), and it was answered."
fix = "Ask for the same URL yourself. Require IMDSv2 on the instances, rotate the credentials of the role, and look for them in CloudTrail from other addresses."
attacks = ["T1190", "T1552.005"]
false_positives = "Applications that answer 200 without fetching anything: compare the size of the answers."
window = "1h"
confidence = 60

[[example]]
load_balancer_request = [{load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/proxy?url=http://169.254.169.254/latest/meta-data/iam/security-credentials/", status = 200, target_status = 200}]
expect = "hit"

[[example]]
load_balancer_request = [{load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/proxy?url=http://169.254.169.254/latest/", status = 400, target_status = 400}]
expect = "quiet"

[[example]]
load_balancer_request = [{load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/proxy?url=https://example.com/", status = 200, target_status = 200}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', load_balancer, client_address, date_trunc('hour', event_time)) as act,
  account_id,
  coalesce(min(aws_region), '') as region,
  '' as actor,
  load_balancer as resource,
  concat_ws(
    ' ',
    count(*),
    case when count(*) = 1 then 'request that makes the server ask for instance metadata was answered, such as' else 'requests that make the server ask for instance metadata were answered, such as' end,
    left(max(url), 200)
  ) as reason,
  client_address as address,
  [
    concat_ws(':', arg_min(file, event_time), arg_min(line, event_time)),
    concat_ws(':', arg_max(file, event_time), arg_max(line, event_time))
  ] as events,
  count(*) as count
from logs.load_balancer_request
where target_status between 200 and 299
  and regexp_matches(
    lower(url),
    '169[.]254[.]169[.]254|169[.]254[.]170[.]2|fd00:ec2::254|%5bfd00(:|%3a)ec2|2852039166|0xa9fea9fe|0xa9[.]0xfe|0251[.]0376|instance-data[.]ec2|169%2e254|[.]nip[.]io.*latest.{0,3}meta-data'
  )
group by
  account_id,
  load_balancer,
  client_address,
  date_trunc('hour', event_time)
