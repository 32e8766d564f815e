"""A host asks for many long, random names below one domain: data leaves in the names."""

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

HEADER = """
title = "Data leaves in the names of DNS queries"
severity = "high"
why = "Every network lets DNS out. Data written into names below a domain of the attacker reaches the attacker's server, and commands come back in the answers."
fix = "Block the domain with a DNS Firewall rule, isolate the instance, and look for the program that asks."
attacks = ["T1048.003", "T1071.004", "T1572"]
false_positives = "Products that look up hashes as names (mail filters, virus scanners) and trackers with a name for each visit: put their domains on a trusted list."
finding_types = ["Trojan:EC2/DNSDataExfiltration"]
confidence = 75
window = "1h"
key = "asks"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"

[[example]]
dns_query = [
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "pcntjsxvj4xcecwnsqphdoenla3im3inqwfwgve6ss7czlgg.00.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "p5nx54upfwmqhfm7mpj5re6445jhpheecyurp3ep6gxuuzbc.01.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "2nt6ddk6w3p2iznfgmpxldtzh2uvvfhlbuk3mkusu4e2le5e.02.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "j3jcpftc4okulagdkguqjoqw5bllvomughqgvwlkhipb6hcw.03.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "jqkpw75eci7jlulg6rtxxygs7mjhbv7dp7nw573acajifal4.04.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "nj3nlbkiuynkco6oct64ml64nnkkzf7ruhlw5cnnzd7cnd3b.05.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "c3fedci6kxw7dtwhn4awyuagqm54vq3rdntvfkpr4egsqejz.06.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "7kbuofnzfaczrmjgfpumg2m7yz37ttbqe45lxxwu4mrgjgxv.07.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "3a6flpstljgkp7nnqqbfmau7hu4pt5zgpxjjnntvlqabxihp.08.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "ttq6fsciqc424rg5fjevvev6mwzs6j6oloul5j2ztefqulnx.09.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "gjiv37jhhnmpk4m3z547u4m6xr22pz6mzwqjdygsa2af52v2.10.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "z3da4tzc5kyz6lue65y7iikmpirzsqyykpfymcl5kaywsefc.11.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "fe7iuh4tlbgniqrjxiau7uson2mpoiwakzjyhse3zwufprq7.12.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "3ahi4cm3jyvvaoyhoz3aj5c647bkywdag3z3nhgtcnwifhpu.13.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "vuvhrijvcos7hnbjlilp67ytmyskyru5hmaci44mbeiql5ck.14.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "nw4h7meyy3hbcwgt7qqjredk36sfs3ij6xpy3koq2gsgxa4p.15.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "fqh45butioqcyvbpnsaw57z2vycos2cvf56taovbs5gsmwyn.16.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "lruymengvc5fgv3odenvehmg7q2wmrwi6x62loo4z4jbgxco.17.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "w5yjo6n2moymjorzojq3extmbigtyymxut7blhgjknd4b3nt.18.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "wyboirpfb7lgyovjs4nsr5ssd5ohxkqkbpb565sgcvcf3etx.19.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "32ql4v5qwcckwecnxnsp34j5evsfcskhdkyssgcmlkdb3f7t.20.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "r5v7dea7i6j5kfybwg4cizw5fdmrbelfmrmgokjpauazlwjb.21.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "f6wvmzq7d4qupx2fgwtk3dkehqsaeuawrpmzxn2oxhux5z2x.22.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "64gwhbphvjjjwuvbtgqwx54vrg6fjijro6uggwxbggpbaaqx.23.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "afnxe7n6zhcxxyw5sqw26frrlyonaawikppbm4n7v6zegafr.24.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "xiy4c3p2wtos5scqfts4m2ynf6jdgqcb5hqlfufczwpmunfo.25.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "yat7txv4orj5xej7vmjhsxxvo225ryovh76qnxfx6chwisfk.26.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "xbhip52f7lc7jmqq32bf6wqj5ooegfybo6xe7inh4z3iyhba.27.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "clqtq7dt6iqfgwleajrwc4ah66t3fb6piowtzaehgeo2yhge.28.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "enux6gp2y25sgk2l4tn4an2xjeivn2pr4g5527uaribyrs5k.29.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "si6vaycsy5bf4ybeesoa6kplgaby5b3ema5yftekrmbtjtfz.30.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "kp526yp3pvkfnkqqnnqo5jkbk65nzzv2u4t6x6elqvhdtaxa.31.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "7lvcxcn7gknaiuoellcpmwyqunyhztcvmhyovgwgrovn62qs.32.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "drqrd7fkqmoubpy2zxll475s4c54wdogifdpdueak3r3tpbu.33.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "lrfzwtra7qjy6zqb3tiiv72vby3uluem44s2nbhak4f25amc.34.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "qxdk6hs23kdtg6jugl6y3uj7y7p67zkt6nmzfm4oetqwff6f.35.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "qxx2wh5g5s73csdqo66cnbgx4wj5kv6nohdzbichqlqw2z7v.36.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "gp6vaiedbbgkfs5ixndsqh7pxvjldormw4365ypyl5akhukd.37.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "thwvkwdt4bq5aqqptzixxk2posq5wmyuwcmvpybrsnufoi5b.38.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "f4hukrrelkdfogfnugf674smhcqzjam6dubohbaaxaqykhxc.39.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "el35j37s7osrm3cvzkjll6qqrnf5m3wxxq2w3v4gptsdyxb3.40.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "e72uvtrsov2vivsvekeebb3ntauszwoj5cjms3beyxr6t54m.41.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "tc3gfc3a7bywf6ne3ve3z7dqqv4pgdcnpeolf36lbwphktja.42.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "mdngku2whpyzkqaqjjv3bq4lbku4e36ltfc5uue2hu3xsmmf.43.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "zleiwy27uerigd4q5hulq4wistpprlbc37ga2qij7s2koqwx.44.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "ocklt5tlo3csosnsmz6yqmcfrhl7ixzuau2twmgyfjbgvgg6.45.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "gnbl2uhlb37zhulq7jn4p4agokayv6syhiocdl3zkhner47d.46.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "2clthjkc7lruixtpghexfqudrqzb3ppaaeo2z4753nmvnvsp.47.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "wkhjj7gvzdkvgvztndsu7m53dhvajoo2mxazwsabyvdegmfj.48.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "sunp2h4w6wmn5y3ghugfs6ndnra7mie3qokwyg3ooairi7fe.49.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "oqjvvl2bkpbkvea37huykx75rg6aw232lkxso5ymfeku32mu.50.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "wroup6qs3vr2lavddram2oyfksrguybbmilpkb5bz2h5h7qn.51.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "3xabzfdcifa4d7rg37womsg5prtyykf3ehwv6qbtxk7kcw4x.52.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "q6bybfykfnwhnxl6jgdetv23egiuewkmhteby2jlnqdmbj2p.53.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "qs6dzbiyjwqsj4qyqux7lbozljohxohqyt3ty4gxztgbexoz.54.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "6p33axcold2u7bycezdehh7ztzd67jkqxmj6cxtnu2qfgqtw.55.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "uifcfo5eav72pk6uzaufcxa5lsv5ca4awzezytwqgjcxeijg.56.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "a6uqbcrvlf3zcfteeynrutxrvrwn7vnecznz5ay7s2l22m7h.57.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "5sthogxcazxyl43gws4hrx5gvwgfmn3vyhttg3uxw36pny6r.58.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "up5jzoij4qs2cgj7zcxxdtpg5knwah3psc3yuhzfea5admb7.59.example.com", query_type = "TXT"},
]
domain = [
  {name = "pcntjsxvj4xcecwnsqphdoenla3im3inqwfwgve6ss7czlgg.00.example.com", registered_domain = "example.com"},
  {name = "p5nx54upfwmqhfm7mpj5re6445jhpheecyurp3ep6gxuuzbc.01.example.com", registered_domain = "example.com"},
  {name = "2nt6ddk6w3p2iznfgmpxldtzh2uvvfhlbuk3mkusu4e2le5e.02.example.com", registered_domain = "example.com"},
  {name = "j3jcpftc4okulagdkguqjoqw5bllvomughqgvwlkhipb6hcw.03.example.com", registered_domain = "example.com"},
  {name = "jqkpw75eci7jlulg6rtxxygs7mjhbv7dp7nw573acajifal4.04.example.com", registered_domain = "example.com"},
  {name = "nj3nlbkiuynkco6oct64ml64nnkkzf7ruhlw5cnnzd7cnd3b.05.example.com", registered_domain = "example.com"},
  {name = "c3fedci6kxw7dtwhn4awyuagqm54vq3rdntvfkpr4egsqejz.06.example.com", registered_domain = "example.com"},
  {name = "7kbuofnzfaczrmjgfpumg2m7yz37ttbqe45lxxwu4mrgjgxv.07.example.com", registered_domain = "example.com"},
  {name = "3a6flpstljgkp7nnqqbfmau7hu4pt5zgpxjjnntvlqabxihp.08.example.com", registered_domain = "example.com"},
  {name = "ttq6fsciqc424rg5fjevvev6mwzs6j6oloul5j2ztefqulnx.09.example.com", registered_domain = "example.com"},
  {name = "gjiv37jhhnmpk4m3z547u4m6xr22pz6mzwqjdygsa2af52v2.10.example.com", registered_domain = "example.com"},
  {name = "z3da4tzc5kyz6lue65y7iikmpirzsqyykpfymcl5kaywsefc.11.example.com", registered_domain = "example.com"},
  {name = "fe7iuh4tlbgniqrjxiau7uson2mpoiwakzjyhse3zwufprq7.12.example.com", registered_domain = "example.com"},
  {name = "3ahi4cm3jyvvaoyhoz3aj5c647bkywdag3z3nhgtcnwifhpu.13.example.com", registered_domain = "example.com"},
  {name = "vuvhrijvcos7hnbjlilp67ytmyskyru5hmaci44mbeiql5ck.14.example.com", registered_domain = "example.com"},
  {name = "nw4h7meyy3hbcwgt7qqjredk36sfs3ij6xpy3koq2gsgxa4p.15.example.com", registered_domain = "example.com"},
  {name = "fqh45butioqcyvbpnsaw57z2vycos2cvf56taovbs5gsmwyn.16.example.com", registered_domain = "example.com"},
  {name = "lruymengvc5fgv3odenvehmg7q2wmrwi6x62loo4z4jbgxco.17.example.com", registered_domain = "example.com"},
  {name = "w5yjo6n2moymjorzojq3extmbigtyymxut7blhgjknd4b3nt.18.example.com", registered_domain = "example.com"},
  {name = "wyboirpfb7lgyovjs4nsr5ssd5ohxkqkbpb565sgcvcf3etx.19.example.com", registered_domain = "example.com"},
  {name = "32ql4v5qwcckwecnxnsp34j5evsfcskhdkyssgcmlkdb3f7t.20.example.com", registered_domain = "example.com"},
  {name = "r5v7dea7i6j5kfybwg4cizw5fdmrbelfmrmgokjpauazlwjb.21.example.com", registered_domain = "example.com"},
  {name = "f6wvmzq7d4qupx2fgwtk3dkehqsaeuawrpmzxn2oxhux5z2x.22.example.com", registered_domain = "example.com"},
  {name = "64gwhbphvjjjwuvbtgqwx54vrg6fjijro6uggwxbggpbaaqx.23.example.com", registered_domain = "example.com"},
  {name = "afnxe7n6zhcxxyw5sqw26frrlyonaawikppbm4n7v6zegafr.24.example.com", registered_domain = "example.com"},
  {name = "xiy4c3p2wtos5scqfts4m2ynf6jdgqcb5hqlfufczwpmunfo.25.example.com", registered_domain = "example.com"},
  {name = "yat7txv4orj5xej7vmjhsxxvo225ryovh76qnxfx6chwisfk.26.example.com", registered_domain = "example.com"},
  {name = "xbhip52f7lc7jmqq32bf6wqj5ooegfybo6xe7inh4z3iyhba.27.example.com", registered_domain = "example.com"},
  {name = "clqtq7dt6iqfgwleajrwc4ah66t3fb6piowtzaehgeo2yhge.28.example.com", registered_domain = "example.com"},
  {name = "enux6gp2y25sgk2l4tn4an2xjeivn2pr4g5527uaribyrs5k.29.example.com", registered_domain = "example.com"},
  {name = "si6vaycsy5bf4ybeesoa6kplgaby5b3ema5yftekrmbtjtfz.30.example.com", registered_domain = "example.com"},
  {name = "kp526yp3pvkfnkqqnnqo5jkbk65nzzv2u4t6x6elqvhdtaxa.31.example.com", registered_domain = "example.com"},
  {name = "7lvcxcn7gknaiuoellcpmwyqunyhztcvmhyovgwgrovn62qs.32.example.com", registered_domain = "example.com"},
  {name = "drqrd7fkqmoubpy2zxll475s4c54wdogifdpdueak3r3tpbu.33.example.com", registered_domain = "example.com"},
  {name = "lrfzwtra7qjy6zqb3tiiv72vby3uluem44s2nbhak4f25amc.34.example.com", registered_domain = "example.com"},
  {name = "qxdk6hs23kdtg6jugl6y3uj7y7p67zkt6nmzfm4oetqwff6f.35.example.com", registered_domain = "example.com"},
  {name = "qxx2wh5g5s73csdqo66cnbgx4wj5kv6nohdzbichqlqw2z7v.36.example.com", registered_domain = "example.com"},
  {name = "gp6vaiedbbgkfs5ixndsqh7pxvjldormw4365ypyl5akhukd.37.example.com", registered_domain = "example.com"},
  {name = "thwvkwdt4bq5aqqptzixxk2posq5wmyuwcmvpybrsnufoi5b.38.example.com", registered_domain = "example.com"},
  {name = "f4hukrrelkdfogfnugf674smhcqzjam6dubohbaaxaqykhxc.39.example.com", registered_domain = "example.com"},
  {name = "el35j37s7osrm3cvzkjll6qqrnf5m3wxxq2w3v4gptsdyxb3.40.example.com", registered_domain = "example.com"},
  {name = "e72uvtrsov2vivsvekeebb3ntauszwoj5cjms3beyxr6t54m.41.example.com", registered_domain = "example.com"},
  {name = "tc3gfc3a7bywf6ne3ve3z7dqqv4pgdcnpeolf36lbwphktja.42.example.com", registered_domain = "example.com"},
  {name = "mdngku2whpyzkqaqjjv3bq4lbku4e36ltfc5uue2hu3xsmmf.43.example.com", registered_domain = "example.com"},
  {name = "zleiwy27uerigd4q5hulq4wistpprlbc37ga2qij7s2koqwx.44.example.com", registered_domain = "example.com"},
  {name = "ocklt5tlo3csosnsmz6yqmcfrhl7ixzuau2twmgyfjbgvgg6.45.example.com", registered_domain = "example.com"},
  {name = "gnbl2uhlb37zhulq7jn4p4agokayv6syhiocdl3zkhner47d.46.example.com", registered_domain = "example.com"},
  {name = "2clthjkc7lruixtpghexfqudrqzb3ppaaeo2z4753nmvnvsp.47.example.com", registered_domain = "example.com"},
  {name = "wkhjj7gvzdkvgvztndsu7m53dhvajoo2mxazwsabyvdegmfj.48.example.com", registered_domain = "example.com"},
  {name = "sunp2h4w6wmn5y3ghugfs6ndnra7mie3qokwyg3ooairi7fe.49.example.com", registered_domain = "example.com"},
  {name = "oqjvvl2bkpbkvea37huykx75rg6aw232lkxso5ymfeku32mu.50.example.com", registered_domain = "example.com"},
  {name = "wroup6qs3vr2lavddram2oyfksrguybbmilpkb5bz2h5h7qn.51.example.com", registered_domain = "example.com"},
  {name = "3xabzfdcifa4d7rg37womsg5prtyykf3ehwv6qbtxk7kcw4x.52.example.com", registered_domain = "example.com"},
  {name = "q6bybfykfnwhnxl6jgdetv23egiuewkmhteby2jlnqdmbj2p.53.example.com", registered_domain = "example.com"},
  {name = "qs6dzbiyjwqsj4qyqux7lbozljohxohqyt3ty4gxztgbexoz.54.example.com", registered_domain = "example.com"},
  {name = "6p33axcold2u7bycezdehh7ztzd67jkqxmj6cxtnu2qfgqtw.55.example.com", registered_domain = "example.com"},
  {name = "uifcfo5eav72pk6uzaufcxa5lsv5ca4awzezytwqgjcxeijg.56.example.com", registered_domain = "example.com"},
  {name = "a6uqbcrvlf3zcfteeynrutxrvrwn7vnecznz5ay7s2l22m7h.57.example.com", registered_domain = "example.com"},
  {name = "5sthogxcazxyl43gws4hrx5gvwgfmn3vyhttg3uxw36pny6r.58.example.com", registered_domain = "example.com"},
  {name = "up5jzoij4qs2cgj7zcxxdtpg5knwah3psc3yuhzfea5admb7.59.example.com", registered_domain = "example.com"},
]
expect = "hit"

# Few names.
[[example]]
dns_query = [
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "mzxw6ytboi2dqmrvgy3tqobzgezdgnbv.a1.example.com", query_type = "TXT"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "nbswy3dpeb3w64tmmqqg63tmpfzxi3tb.a2.example.com", query_type = "TXT"},
]
domain = [
  {name = "mzxw6ytboi2dqmrvgy3tqobzgezdgnbv.a1.example.com", registered_domain = "example.com"},
  {name = "nbswy3dpeb3w64tmmqqg63tmpfzxi3tb.a2.example.com", registered_domain = "example.com"},
]
expect = "quiet"

# Many short names, as servers of a company have.
[[example]]
dns_query = [
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-00.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-01.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-02.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-03.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-04.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-05.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-06.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-07.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-08.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-09.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-10.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-11.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-12.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-13.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-14.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-15.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-16.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-17.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-18.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-19.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-20.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-21.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-22.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-23.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-24.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-25.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-26.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-27.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-28.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-29.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-30.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-31.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-32.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-33.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-34.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-35.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-36.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-37.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-38.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-39.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-40.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-41.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-42.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-43.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-44.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-45.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-46.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-47.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-48.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-49.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-50.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-51.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-52.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-53.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-54.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-55.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-56.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-57.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-58.rack.datacenter.prod.example.com"},
  {vpc_id = "vpc-1", instance_id = "i-0a", query_name = "server-59.rack.datacenter.prod.example.com"},
]
domain = [
  {name = "server-00.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-01.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-02.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-03.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-04.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-05.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-06.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-07.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-08.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-09.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-10.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-11.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-12.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-13.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-14.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-15.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-16.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-17.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-18.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-19.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-20.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-21.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-22.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-23.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-24.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-25.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-26.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-27.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-28.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-29.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-30.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-31.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-32.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-33.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-34.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-35.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-36.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-37.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-38.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-39.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-40.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-41.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-42.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-43.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-44.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-45.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-46.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-47.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-48.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-49.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-50.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-51.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-52.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-53.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-54.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-55.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-56.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-57.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-58.rack.datacenter.prod.example.com", registered_domain = "example.com"},
  {name = "server-59.rack.datacenter.prod.example.com", registered_domain = "example.com"},
]
expect = "quiet"
"""
SQL = """
select
  a.vpc_id || ' ' || a.host || ' ' || a.registered_domain as asks,
  a.vpc_id, a.host, a.instance_id, a.registered_domain, a.query_name,
  date_trunc('hour', a.event_time) as hour,
  min(a.event_time) as event_time,
  min(a.account) as account_id,
  min(a.region) as aws_region,
  count(*) as queries
from (
  select
    q.event_time, q.vpc_id, q.instance_id, q.query_name, d.registered_domain,
    coalesce(nullif(q.instance_id, ''), nullif(q.source_address, ''), q.vpc_id) as host,
    coalesce(q.account_id, '') as account, coalesce(q.aws_region, '') as region
  from logs.dns_query q
  join facts.domain d
    on d.name = q.query_name
  where length(q.query_name) >= length(d.registered_domain) + 20
    and not coalesce(d.is_trusted, false)
    and not q.query_name like '%.arpa'
    and not q.query_name like '%.internal'
) a
group by
  a.vpc_id, a.host, a.instance_id, a.registered_domain, a.query_name,
  date_trunc('hour', a.event_time)
"""
MANY = 60
"""Names in an hour that one host asks for below one domain, of those that are long."""
BYTES = 3000
"""Letters before the domain in these names."""
ENTROPY = 3.2
"""Bits for a letter of what is before the domain: words have 2.5, hex 3.7, base32 and more 4.3."""


def judge(rows: "pa.Table") -> "pa.Table":
    """Return a hit for each hour in which names carried data."""
    import pyarrow as pa

    hours: dict[Any, list[dict[str, Any]]] = {}
    for row in rows.to_pylist():
        hours.setdefault(row["hour"], []).append(row)
    found = [hit for hour in hours.values() if (hit := _judge_hour(hour))]
    return pa.Table.from_pylist(found)


def _judge_hour(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    domain = rows[0]["registered_domain"]
    carried = [row["query_name"][: -len(domain) - 1].replace(".", "") for row in rows]
    size = sum(map(len, carried))
    if len(carried) < MANY or size < BYTES or _measure_entropy("".join(carried)) < ENTROPY:
        return None
    # Labels that say the same each time carry nothing.
    if len({text[:16] for text in carried}) < MANY // 2:
        return None
    first = rows[0]
    region, host = first["aws_region"], first["host"]
    start = "aws-cn" if region.startswith("cn-") else "aws"
    partition = "aws-us-gov" if region.startswith("us-gov-") else start
    arn = f"arn:{partition}:ec2:{region}:{first['account_id']}:instance/{host}"
    actor = arn if first["instance_id"] else ""
    return {
        "at": first["event_time"],
        "act": f"{first['asks']} {first['hour']:%Y-%m-%dT%H}",
        "account_id": first["account_id"],
        "region": region,
        "actor": actor,
        "resource": actor or first["vpc_id"],
        "reason": f"{host} asked for {len(carried)} random names below {domain} in an hour, "
        f"{size} letters of data",
        "address": domain,
        "entities": [first["vpc_id"]],
        "count": sum(row["queries"] for row in rows),
        "first_name": first["query_name"],
    }


def _measure_entropy(text: str) -> float:
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
