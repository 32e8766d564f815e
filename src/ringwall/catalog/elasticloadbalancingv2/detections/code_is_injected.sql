/*
title = "Requests that carry code were answered"
severity = "low"
why = "SQL, shell commands or lookups in URLs look for holes. Several got an answer, where WAF or the application should refuse them."
fix = "See what was sent back, and put the managed rules of AWS WAF before the load balancer."
attacks = ["T1190", "T1595.002"]
false_positives = "Scanners try all of the internet, and many applications answer 200 and do nothing."
window = "1h"
confidence = 40

[[example]]
load_balancer_request = [
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p?id=0%20union%20select%201", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p?id=1%20union%20select%201", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p?id=2%20union%20select%201", status = 200, target_status = 200},
]
expect = "hit"

[[example]]
load_balancer_request = [
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p?id=0%20union%20select%201", status = 403, target_status = 403},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p?id=1%20union%20select%201", status = 403, target_status = 403},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/p?id=2%20union%20select%201", status = 403, target_status = 403},
]
expect = "quiet"

[[example]]
load_balancer_request = [
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/search?q=student+union", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/search?q=student+union", status = 200, target_status = 200},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/search?q=student+union", status = 200, target_status = 200},
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
    count(*),
    'requests that carry code were answered, such as',
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
    '([$]|%24)([{]|%7b)(jndi|[$]|%24|lower|env)|(;|%3b|[|]|%7c)(%20|[+])*(wget|curl|bash|nc)(%20|[+])|union(%20|[+]|/[*][*]/)+(all(%20|[+])+)?select|(%3c|<)(%3f|[?])php|class[.]module[.]classloader'
  )
group by
  account_id,
  load_balancer,
  client_address,
  date_trunc('hour', event_time)
having count(*) >= 3
