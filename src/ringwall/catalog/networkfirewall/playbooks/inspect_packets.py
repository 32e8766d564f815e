"""Has a firewall policy forward packets to its stateful rules, which it lets through unseen."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

MEMBERS = {
    "networkfirewall.policy_forwards_fragments": "StatelessFragmentDefaultActions",
    "networkfirewall.policy_forwards_whole_packets": "StatelessDefaultActions",
}
READ = "network-firewall.describe_firewall_policy"
POLICY = r"arn:aws[a-z-]*:network-firewall:{region}:{account_id}:firewall-policy/[\w-]+"
WRITES = (
    WriteShape(
        "network-firewall.update_firewall_policy",
        {
            "FirewallPolicyArn": POLICY,
            "FirewallPolicy": object,
            "UpdateToken": r"[\w-]{1,1024}",
            "Description?": "(?s).{0,512}",
            "EncryptionConfiguration?": {"Type": r"\w{1,40}", "KeyId?": r"[\w:/.-]{1,2048}"},
        },
    ),
)


@answers(*MEMBERS, writes=WRITES)
def inspect_packets(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Forward to the stateful rules what no stateless rule decides; all else stays."""
    which = {"FirewallPolicyArn": finding.resource}
    found = reader.call(READ, **which)
    told = found["FirewallPolicyResponse"]
    # What the call leaves out, it may set back.
    kept = {
        name: told[name] for name in ("Description", "EncryptionConfiguration") if told.get(name)
    }

    def write(state: Row) -> Write:
        token = {"UpdateToken": {"$now": "token"}}
        return Write(
            "network-firewall.update_firewall_policy",
            {**which, "FirewallPolicy": state, **token, **kept},
        )

    # INVARIANT: the call replaces the whole policy, so that all of it has to be as it was planned.
    probe = Probe(READ, which, "FirewallPolicy", now={"token": "UpdateToken"})
    policy, member = found["FirewallPolicy"], MEMBERS[finding.rule]
    own = [action for action in policy[member] if not action.startswith("aws:")]
    if {"aws:drop", "aws:forward_to_sfe"} & set(policy[member]):
        return
    yield from change_setting(
        finding,
        reader,
        probe,
        write,
        after={**policy, member: ["aws:forward_to_sfe", *own]},
        why="packets that pass unseen are judged by the stateful rules, which may drop some",
        blast="availability",
    )
