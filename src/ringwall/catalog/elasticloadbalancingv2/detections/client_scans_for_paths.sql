/*
title = "Client scans a website for paths"
severity = "low"
why = "Scanners ask for hundreds of paths, to find what is there. On the internet it is daily noise; it matters beside an answer that should not be."
fix = "Limit the rate by AWS WAF. See what the same address got an answer to."
attacks = ["T1595.003"]
false_positives = "Broken links, and old clients of an application."
window = "1h"
confidence = 30
context = true

[[example]]
load_balancer_request = [
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p0", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p1", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p2", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p3", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p4", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p5", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p6", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p7", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p8", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p9", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p10", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p11", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p12", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p13", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p14", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p15", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p16", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p17", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p18", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p19", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p20", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p21", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p22", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p23", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p24", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p25", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p26", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p27", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p28", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p29", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p30", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p31", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p32", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p33", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p34", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p35", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p36", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p37", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p38", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p39", status = 404, target_status = 404},
]
expect = "hit"

[[example]]
load_balancer_request = [
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p", status = 404, target_status = 404},
]
expect = "quiet"

[[example]]
load_balancer_request = [
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p0", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p1", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p2", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p3", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p4", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p5", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p6", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p7", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p8", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p9", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p10", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p11", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p12", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p13", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p14", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p15", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p16", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p17", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p18", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p19", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p20", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p21", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p22", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p23", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p24", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p25", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p26", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p27", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p28", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p29", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p30", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p31", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p32", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p33", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p34", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p35", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p36", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p37", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p38", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p39", status = 200, target_status = 200},
]
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
    client_address,
    'asked for',
    count(distinct url),
    'paths that are not there within an hour'
  ) as reason,
  client_address as address,
  [
    concat_ws(':', arg_min(file, event_time), arg_min(line, event_time)),
    concat_ws(':', arg_max(file, event_time), arg_max(line, event_time))
  ] as events,
  count(*) as count
from logs.load_balancer_request
where status between 400 and 404
  and client_address <> ''
group by
  account_id,
  load_balancer,
  client_address,
  date_trunc('hour', event_time)
having count(distinct url) >= 40
