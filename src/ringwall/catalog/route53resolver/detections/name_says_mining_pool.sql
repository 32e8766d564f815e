/*
family = "name_is_asked"
title = "Name that says it is a mining pool was asked for"
severity = "medium"
why = "Pools of miners come and go faster than lists of them; most have the currency and what they are in their names."
fix = "See what asks for the name. If it mines: isolate the instance (its security groups replaced by one that allows nothing), take a snapshot of its volumes, and block the name with a DNS Firewall rule."
attacks = ["T1496.001"]
false_positives = "A person who reads about currencies; a site whose name has both words by chance."
window = "1h"
confidence = 60
scope = '''
(
  not coalesce(list_contains(d.kinds, 'mining'), false)
  and regexp_matches(
    d.registered_domain,
    '(monero|xmr|bitcoin|ethereum|zcash|ravencoin|litecoin|dogecoin|crypto|coin)[a-z0-9-]{0,12}(pool|miner|mining)|(pool|miner|mining)[a-z0-9-]{0,12}(monero|xmr|bitcoin|ethereum|zcash|ravencoin|litecoin|dogecoin|crypto|coin)'
  )
)
'''
what = "'asked for ' || min(q.query_name) || ', whose name says that it is a mining pool'"

[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "eu.monero-pool.example", query_type = "A", response_code = "NOERROR"}]
domain = [{name = "eu.monero-pool.example", registered_domain = "monero-pool.example", lists = [], kinds = []}]
expect = "hit"

# A list of pools has the name: another detection says so.
[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "eu.monero-pool.example", query_type = "A", response_code = "NOERROR"}]
domain = [{name = "eu.monero-pool.example", registered_domain = "monero-pool.example", lists = ["mining_pools"], kinds = ["mining"]}]
expect = "quiet"

# One of the words.
[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "www.data-mining.example", query_type = "A", response_code = "NOERROR"}]
domain = [{name = "www.data-mining.example", registered_domain = "data-mining.example", lists = [], kinds = []}]
expect = "quiet"
*/
