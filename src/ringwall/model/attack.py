"""MITRE ATT&CK as far as detections name it: tactics in their order, and techniques.

Enterprise matrix, version 17 (April 2025). A technique has several tactics: the first is the one
that it serves in a cloud, and the stage that a story shows. https://attack.mitre.org/matrices/
"""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

Tactic = Literal[
    "reconnaissance",
    "resource development",
    "initial access",
    "execution",
    "persistence",
    "privilege escalation",
    "defense evasion",
    "credential access",
    "discovery",
    "lateral movement",
    "collection",
    "command and control",
    "exfiltration",
    "impact",
]
TACTICS: tuple[Tactic, ...] = get_args(Tactic)
"""Tactics in the order of the matrix."""
TACTIC_IDS: Mapping[Tactic, str] = dict(
    zip(
        TACTICS,
        (
            "TA0043",
            "TA0042",
            "TA0001",
            "TA0002",
            "TA0003",
            "TA0004",
            "TA0005",
            "TA0006",
            "TA0007",
            "TA0008",
            "TA0009",
            "TA0011",
            "TA0010",
            "TA0040",
        ),
        strict=True,
    )
)
"""MITRE's IDs of the tactics."""

_LETTERS: Mapping[str, Tactic] = {
    "rec": "reconnaissance",
    "dev": "resource development",
    "ini": "initial access",
    "exe": "execution",
    "per": "persistence",
    "esc": "privilege escalation",
    "eva": "defense evasion",
    "cre": "credential access",
    "dis": "discovery",
    "lat": "lateral movement",
    "col": "collection",
    "c2": "command and control",
    "exf": "exfiltration",
    "imp": "impact",
}
_TABLE = """
T1003 cre OS Credential Dumping
T1005 col Data from Local System
T1016 dis System Network Configuration Discovery
T1018 dis Remote System Discovery
T1020 exf Automated Exfiltration
T1020.001 exf Traffic Duplication
T1021 lat Remote Services
T1021.004 lat SSH
T1021.007 lat Cloud Services
T1021.008 lat Direct Cloud VM Connections
T1027 eva Obfuscated Files or Information
T1029 exf Scheduled Transfer
T1030 exf Data Transfer Size Limits
T1033 dis System Owner/User Discovery
T1036 eva Masquerading
T1040 cre,dis Network Sniffing
T1041 exf Exfiltration Over C2 Channel
T1046 dis Network Service Discovery
T1048 exf Exfiltration Over Alternative Protocol
T1049 dis System Network Connections Discovery
T1053 per,exe,esc Scheduled Task/Job
T1059 exe Command and Scripting Interpreter
T1068 esc Exploitation for Privilege Escalation
T1069 dis Permission Groups Discovery
T1069.003 dis Cloud Groups
T1070 eva Indicator Removal
T1071 c2 Application Layer Protocol
T1071.004 c2 DNS
T1072 exe,lat Software Deployment Tools
T1074 col Data Staged
T1074.002 col Remote Data Staging
T1078 ini,per,esc,eva Valid Accounts
T1078.004 ini,per,esc,eva Cloud Accounts
T1080 lat Taint Shared Content
T1082 dis System Information Discovery
T1083 dis File and Directory Discovery
T1087 dis Account Discovery
T1087.004 dis Cloud Account
T1090 c2 Proxy
T1090.003 c2 Multi-hop Proxy
T1095 c2 Non-Application Layer Protocol
T1098 per,esc Account Manipulation
T1098.001 per,esc Additional Cloud Credentials
T1098.003 per,esc Additional Cloud Roles
T1098.004 per,esc SSH Authorized Keys
T1098.005 per,esc Device Registration
T1098.006 per,esc Additional Container Cluster Roles
T1102 c2 Web Service
T1104 c2 Multi-Stage Channels
T1105 c2 Ingress Tool Transfer
T1110 cre Brute Force
T1110.001 cre Password Guessing
T1110.003 cre Password Spraying
T1113 col Screen Capture
T1119 col Automated Collection
T1132 c2 Data Encoding
T1133 ini,per External Remote Services
T1134 esc,eva Access Token Manipulation
T1135 dis Network Share Discovery
T1136 per Create Account
T1136.003 per Cloud Account
T1187 cre Forced Authentication
T1189 ini Drive-by Compromise
T1190 ini Exploit Public-Facing Application
T1195 ini Supply Chain Compromise
T1199 ini Trusted Relationship
T1201 dis Password Policy Discovery
T1204 exe User Execution
T1205 eva,per,c2 Traffic Signaling
T1210 lat Exploitation of Remote Services
T1212 cre Exploitation for Credential Access
T1213 col Data from Information Repositories
T1213.006 col Databases
T1219 c2 Remote Access Tools
T1222 eva File and Directory Permissions Modification
T1480 eva Execution Guardrails
T1484 esc,eva Domain or Tenant Policy Modification
T1484.002 esc,eva Trust Modification
T1485 imp Data Destruction
T1486 imp Data Encrypted for Impact
T1489 imp Service Stop
T1490 imp Inhibit System Recovery
T1491 imp Defacement
T1496 imp Resource Hijacking
T1496.001 imp Compute Hijacking
T1496.003 imp SMS Pumping
T1496.004 imp Cloud Service Hijacking
T1498 imp Network Denial of Service
T1498.001 imp Direct Network Flood
T1499 imp Endpoint Denial of Service
T1505 per Server Software Component
T1518 dis Software Discovery
T1525 per Implant Internal Image
T1526 dis Cloud Service Discovery
T1528 cre Steal Application Access Token
T1529 imp System Shutdown/Reboot
T1530 col Data from Cloud Storage
T1531 imp Account Access Removal
T1534 lat Internal Spearphishing
T1535 eva Unused/Unsupported Cloud Regions
T1537 exf Transfer Data to Cloud Account
T1538 dis Cloud Service Dashboard
T1539 cre Steal Web Session Cookie
T1546 per,esc Event Triggered Execution
T1548 esc,eva Abuse Elevation Control Mechanism
T1548.005 esc,eva Temporary Elevated Cloud Access
T1550 lat,eva Use Alternate Authentication Material
T1550.001 lat,eva Application Access Token
T1552 cre Unsecured Credentials
T1552.001 cre Credentials In Files
T1552.004 cre Private Keys
T1552.005 cre Cloud Instance Metadata API
T1552.007 cre Container API
T1555 cre Credentials from Password Stores
T1555.006 cre Cloud Secrets Management Stores
T1556 per,cre,eva Modify Authentication Process
T1556.006 per,cre,eva Multi-Factor Authentication
T1556.007 per,cre,eva Hybrid Identity
T1557 cre,col Adversary-in-the-Middle
T1562 eva Impair Defenses
T1562.001 eva Disable or Modify Tools
T1562.007 eva Disable or Modify Cloud Firewall
T1562.008 eva Disable or Modify Cloud Logs
T1563 lat Remote Service Session Hijacking
T1564 eva Hide Artifacts
T1565 imp Data Manipulation
T1565.001 imp Stored Data Manipulation
T1566 ini Phishing
T1567 exf Exfiltration Over Web Service
T1567.002 exf Exfiltration to Cloud Storage
T1568 c2 Dynamic Resolution
T1568.002 c2 Domain Generation Algorithms
T1570 lat Lateral Tool Transfer
T1571 c2 Non-Standard Port
T1572 c2 Protocol Tunneling
T1573 c2 Encrypted Channel
T1578 eva Modify Cloud Compute Infrastructure
T1578.001 eva Create Snapshot
T1578.002 eva Create Cloud Instance
T1578.003 eva Delete Cloud Instance
T1578.005 eva Modify Cloud Compute Configurations
T1580 dis Cloud Infrastructure Discovery
T1583 dev Acquire Infrastructure
T1584 dev Compromise Infrastructure
T1586 dev Compromise Accounts
T1588 dev Obtain Capabilities
T1589 rec Gather Victim Identity Information
T1590 rec Gather Victim Network Information
T1595 rec Active Scanning
T1595.001 rec Scanning IP Blocks
T1595.002 rec Vulnerability Scanning
T1595.003 rec Wordlist Scanning
T1598 rec Phishing for Information
T1599 eva Network Boundary Bridging
T1600 eva Weaken Encryption
T1606 cre Forge Web Credentials
T1608 dev Stage Capabilities
T1609 exe Container Administration Command
T1610 exe,eva Deploy Container
T1611 esc Escape to Host
T1612 eva Build Image on Host
T1613 dis Container and Resource Discovery
T1614 dis System Location Discovery
T1619 dis Cloud Storage Object Discovery
T1621 cre Multi-Factor Authentication Request Generation
T1648 exe Serverless Execution
T1649 cre Steal or Forge Authentication Certificates
T1651 exe Cloud Administration Command
T1654 dis Log Enumeration
T1657 imp Financial Theft
T1659 c2,ini Content Injection
T1665 c2 Hide Infrastructure
T1666 eva Modify Cloud Resource Hierarchy
T1671 per Cloud Application Integration
"""
_TECHNIQUE = re.compile(r"T\d{4}(\.\d{3})?")


class Technique(NamedTuple):
    """A technique of ATT&CK; without tactics, and named by its ID, where it is not known here."""

    id: str
    name: str
    tactics: tuple[Tactic, ...] = ()

    @property
    def url(self) -> str:
        """MITRE's page of it, '' for an ID that is none of MITRE's."""
        if not _TECHNIQUE.fullmatch(self.id):
            return ""
        return f"https://attack.mitre.org/techniques/{self.id.replace('.', '/')}/"


def _read_table() -> dict[str, Technique]:
    found = {}
    for line in _TABLE.strip().splitlines():
        id_, short, name = line.split(" ", 2)
        found[id_] = Technique(id_, name, tuple(_LETTERS[part] for part in short.split(",")))
    return found


TECHNIQUES: Mapping[str, Technique] = _read_table()
"""Techniques by ID; of a sub-technique that is missing, its technique stands for it."""


def find_technique(id_: str) -> Technique:
    """Return a technique by its ID; a sub-technique has the tactics of its technique."""
    parent = TECHNIQUES.get(id_.partition(".")[0])
    return TECHNIQUES.get(id_) or Technique(id_, *(parent[1:] if parent else (id_,)))


def find_stage(attacks: tuple[str, ...]) -> Tactic | None:
    """Return the tactic that acts with these techniques serve: the main one of the first known."""
    for id_ in attacks:
        if tactics := find_technique(id_).tactics:
            return tactics[0]
    return None
