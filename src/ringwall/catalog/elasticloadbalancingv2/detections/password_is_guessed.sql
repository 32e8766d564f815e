/*
title = "Password of an application was guessed"
severity = "medium"
why = "A client was refused many times at one address of a login, and then accepted: it looks like a password that was guessed."
fix = "Find the user who logged in, end the session and have the password changed. Limit the rate by AWS WAF."
attacks = ["T1110"]
false_positives = "Many users behind one address, of whom some mistype; a script with an expired token."
window = "1h"
confidence = 50

[[example]]
load_balancer_request = [
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:01Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:02Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:03Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:04Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:05Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:06Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:07Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:08Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:09Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:10Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:11Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:12Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:13Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:14Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:15Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:16Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:17Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:18Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401, event_time = "2026-01-31T10:00:19Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
]
expect = "hit"

[[example]]
load_balancer_request = [
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
]
expect = "quiet"

[[example]]
load_balancer_request = [
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 302, target_status = 302, event_time = "2026-01-31T10:05:00Z"},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "POST", url = "https://shop.example.com:443/login", status = 401, target_status = 401},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(
    ' ',
    load_balancer,
    client_address,
    split_part(url, '?', 1),
    date_trunc('hour', event_time)
  ) as act,
  account_id,
  coalesce(min(aws_region), '') as region,
  '' as actor,
  load_balancer as resource,
  concat_ws(
    ' ',
    client_address,
    'was refused',
    count(case when target_status in (401, 403, 429) then 1 end),
    'times at',
    left(split_part(url, '?', 1), 200),
    'and then accepted'
  ) as reason,
  client_address as address,
  [
    concat_ws(':', arg_min(file, event_time), arg_min(line, event_time)),
    concat_ws(':', arg_max(file, event_time), arg_max(line, event_time))
  ] as events,
  count(*) as count
from logs.load_balancer_request
where method = 'POST'
  and target_status in (200, 201, 204, 302, 303, 401, 403, 429)
group by
  account_id,
  load_balancer,
  client_address,
  split_part(url, '?', 1),
  date_trunc('hour', event_time)
having count(case when target_status in (401, 403, 429) then 1 end) >= 20
  and max(case when target_status in (200, 201, 204, 302, 303) then event_time end)
    > min(case when target_status in (401, 403, 429) then event_time end)
  and count(case when target_status in (200, 201, 204, 302, 303) then 1 end) <= 3
