"""Rules of Suricata: what each is about, and what is not modelled."""

import pytest

from ringwall.emulator.traffic.filters import PacketFlow
from ringwall.emulator.traffic.script import BadTraffic
from ringwall.emulator.traffic.suricata import SeenPackets, read_rules

VARIABLES = {"HOME_NET": "[10.0.0.0/8,192.168.0.0/16]", "EXTERNAL_NET": "!$HOME_NET"}
OUT = PacketFlow(6, "10.0.0.1", "198.51.100.7", 40000, 443)
IN = PacketFlow(6, "10.0.0.1", "192.168.3.4", 40000, 443)
UDP = PacketFlow(17, "10.0.0.1", "198.51.100.7", 40000, 53)
PING = PacketFlow(1, "10.0.0.1", "198.51.100.7", icmp_type=8)
ENDS = {
    "tcp any any -> any any": (OUT, IN),
    "ip any any -> any any": (OUT, IN, UDP, PING),
    "icmp any any -> any any": (PING,),
    "tcp $HOME_NET any -> $EXTERNAL_NET any": (OUT,),
    "tcp $HOME_NET any -> $HOME_NET any": (IN,),
    "tcp $EXTERNAL_NET any -> $HOME_NET any": (),
    "tcp $EXTERNAL_NET any <> $HOME_NET any": (OUT,),
    "tcp any any -> !192.168.0.0/16 443": (OUT,),
    "tcp any any -> [10.0.0.0/8, !10.1.0.0/16, 198.51.100.0/24] any": (OUT,),
    "tcp any any -> [198.51.100.0/24,!198.51.100.7] any": (),
    "udp any any -> any [53,123]": (UDP,),
    "ip any any -> any !53": (OUT, IN, PING),
    "tcp any 32768:60999 -> any [400:442,443]": (OUT, IN),
    "tcp any any -> any :442": (),
    "tcp any any -> any 443:": (OUT, IN),
    "tls any any -> any any": (),
}
NAMES = {
    'tls.sni; content:"example.com"; startswith; endswith;': {"example.com"},
    'tls.sni; dotprefix; content:".example.com"; nocase; endswith;': {
        "example.com",
        "www.Example.com",
    },
    'tls.sni; content:"ample"; nocase;': {"example.com", "www.Example.com", "notexample.com"},
    'tls.sni; content:!"www"; startswith;': {"example.com", "notexample.com"},
    'http.host; content:"example.com";': set(),
    "": {"example.com", "www.Example.com", "notexample.com"},
}


@pytest.mark.parametrize(("header", "fitting"), ENDS.items())
def test_addresses_and_ports_decide(header: str, fitting: tuple[PacketFlow, ...]) -> None:
    (rule,) = read_rules(f"# a comment\n\ndrop {header} (sid:1;)")
    found = [
        flow
        for flow in (OUT, IN, UDP, PING)
        if rule.fits(SeenPackets(flow, is_established=False), VARIABLES)
    ]
    assert found == list(fitting)


@pytest.mark.parametrize(("options", "fitting"), NAMES.items())
def test_names_decide_once_they_are_seen(options: str, fitting: set[str]) -> None:
    (rule,) = read_rules(f'pass tls any any -> any any (msg:"a; b"; {options} sid:1; rev:2;)')
    names = ("example.com", "www.Example.com", "notexample.com")
    seen = [SeenPackets(OUT, is_established=True, application="tls", name=name) for name in names]
    assert {each.name for each in seen if rule.fits(each, VARIABLES)} == fitting
    assert not rule.fits(SeenPackets(OUT, is_established=False), VARIABLES)


@pytest.mark.parametrize(
    ("flow", "both"),
    [
        ("established,to_server", (False, True)),
        ("not_established", (True, False)),
        ("to_server", (True, True)),
    ],
)
def test_a_rule_may_be_about_a_part_of_a_connection(flow: str, both: tuple[bool, bool]) -> None:
    (rule,) = read_rules(f"drop tcp any any -> any any (flow:{flow}; sid:1;)")
    seen = (SeenPackets(OUT, is_established=each) for each in (False, True))
    assert tuple(rule.fits(each, VARIABLES) for each in seen) == both


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ('drop tcp any any -> any any (pcre:"/x/"; sid:1;)', "pcre"),
        ("drop tcp any any -> any any (flow:to_client; sid:1;)", "to_client"),
        ("drop smb any any -> any any (sid:1;)", "smb"),
        ("drop tcp any -> any any (sid:1;)", "cannot be read"),
        ('drop tcp any any -> any any (content:"x"; sid:1;)', "content"),
    ],
)
def test_what_is_not_modelled_is_refused_loudly(rule: str, named: str) -> None:
    with pytest.raises(BadTraffic, match=named):
        list(read_rules(rule))


def test_a_variable_that_nobody_has_said_is_refused() -> None:
    (rule,) = read_rules("drop tcp $DMZ any -> any any (sid:1;)")
    with pytest.raises(BadTraffic, match="DMZ"):
        rule.fits(SeenPackets(OUT, is_established=False), VARIABLES)
