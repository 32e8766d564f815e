/*
title = "File of a web server was read by path traversal"
severity = "high"
why = "The application answered a path that leads out of its folder to passwords, keys or settings. What it sent may hold credentials of AWS."
fix = "Ask for the same URL yourself. If it answers, close the hole, and rotate all secrets that the machine can read."
attacks = ["T1190", "T1083"]
false_positives = "Applications that answer 200 to anything: compare the size of the answers."
window = "1h"
confidence = 65

[[example]]
load_balancer_request = [{load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/download?file=../../../../etc/passwd", status = 200, target_status = 200}]
expect = "hit"

[[example]]
load_balancer_request = [{load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/static/%2e%2e%2f%2e%2e%2fproc/self/environ", status = 200, target_status = 200}]
expect = "hit"

[[example]]
load_balancer_request = [{load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/download?file=../../../../etc/passwd", status = 404, target_status = 404}]
expect = "quiet"

[[example]]
load_balancer_request = [{load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/assets/../logo.png", status = 200, target_status = 200}]
expect = "quiet"

[[example]]
load_balancer_request = [{load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/docs/etc/passwd", status = 200, target_status = 200}]
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
    case when count(*) = 1 then 'request that climbs out of the web root was answered, such as' else 'requests that climb out of the web root were answered, such as' end,
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
    '([.][.]|%2e%2e|%252e%252e|[.]%2e|%2e[.])(/|%2f|%252f|%5c|%255c)'
  )
  and regexp_matches(
    lower(url),
    'etc(/|%2f)(passwd|shadow|hosts)|win[.]ini|boot[.]ini|proc(/|%2f)self|[.]aws(/|%2f)|[.]ssh(/|%2f)|web[.]config|web-inf|[.]env|id_rsa'
  )
group by
  account_id,
  load_balancer,
  client_address,
  date_trunc('hour', event_time)
