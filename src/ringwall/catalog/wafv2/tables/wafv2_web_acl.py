"""Web ACLs of AWS WAF."""

from ringwall.catalog.wafv2.reading import GONE, read_web_acls
from ringwall.model.table import Call, Table, boolean, document, integer, text, texts

_GROUP = "ManagedRuleGroupStatement.Name"
_OF_MANAGER = f"FirewallManagerStatement.{_GROUP}"

web_acl = Table(
    name="wafv2_web_acl",
    doc="A web ACL of AWS WAF: which web requests a resource answers.",
    cloudformation="AWS::WAFv2::WebACL",
    fetch=read_web_acls,
    arn="ARN",
    tags="Tags",
    calls=(
        Call(
            "wafv2.get_web_acl",
            "WebACL",
            {"Name": "{Name}", "Scope": "{Scope}", "Id": "{Id}"},
            into="WebACL",
        ),
        Call(
            "wafv2.list_tags_for_resource",
            "TagInfoForResource.TagList",
            {"ResourceARN": "{ARN}"},
            into="Tags",
        ),
    ),
    gone=(GONE,),
    columns=(
        text("id", "Id", "Its ID.", property="Id"),
        text("name", "Name", "Its name.", required=True, property="Name"),
        text("scope", "Scope", "REGIONAL or CLOUDFRONT.", required=True, property="Scope"),
        text("description", "WebACL.Description", "Its description.", property="Description"),
        document(
            "default_action",
            "WebACL.DefaultAction",
            "What becomes of a request that no rule ends: Allow or Block.",
            property="DefaultAction",
        ),
        document("rules", "WebACL.Rules", "Its rules.", [], property="Rules", default=[]),
        integer(
            "rule_count",
            "length([WebACL.Rules, WebACL.PreProcessFirewallManagerRuleGroups, "
            "WebACL.PostProcessFirewallManagerRuleGroups][])",
            "How many rules and rule groups it has, those of Firewall Manager too.",
            property="length(Rules || `[]`)",
        ),
        texts(
            "managed_rule_groups",
            f"[WebACL.Rules[].Statement.{_GROUP}, "
            f"WebACL.PreProcessFirewallManagerRuleGroups[].{_OF_MANAGER}, "
            f"WebACL.PostProcessFirewallManagerRuleGroups[].{_OF_MANAGER}][]",
            "The managed rule groups that it has, those of Firewall Manager too.",
            property=f"Rules[].Statement.{_GROUP}",
            default=[],
        ),
        document(
            "visibility_config",
            "WebACL.VisibilityConfig",
            "Its metrics, and whether requests are kept as samples.",
            property="VisibilityConfig",
        ),
        document(
            "custom_response_bodies",
            "WebACL.CustomResponseBodies",
            "What it answers with in place of a request that it blocks.",
            property="CustomResponseBodies",
            default={},
        ),
        document(
            "captcha_config",
            "WebACL.CaptchaConfig",
            "For how long a CAPTCHA counts.",
            property="CaptchaConfig",
        ),
        document(
            "challenge_config",
            "WebACL.ChallengeConfig",
            "For how long a challenge counts.",
            property="ChallengeConfig",
        ),
        texts(
            "token_domains",
            "WebACL.TokenDomains",
            "The domains that its tokens count for.",
            property="TokenDomains",
            default=[],
        ),
        document(
            "association_config",
            "WebACL.AssociationConfig",
            "How much of a request's body is inspected, by type of resource.",
            property="AssociationConfig",
        ),
        document(
            "data_protection_config",
            "WebACL.DataProtectionConfig",
            "What is left out of logs, samples and metrics.",
            property="DataProtectionConfig",
        ),
        integer("capacity", "WebACL.Capacity", "The capacity units that its rules take."),
        boolean(
            "managed_by_firewall_manager",
            "WebACL.ManagedByFirewallManager",
            "Whether Firewall Manager made it.",
        ),
    ),
)
