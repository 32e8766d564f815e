"""How archive rules of analyzers come, change and go."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

BUSY = ("ConflictException", "ThrottlingException")
RULE = {"analyzerName": "{analyzer_name}", "ruleName": "{rule_name}"}

rule = Lifecycle(
    table="accessanalyzer_archive_rule",
    find=Find(
        "accessanalyzer.list_archive_rules",
        {"analyzerName": "{analyzer_name}"},
        items="archiveRules",
        match={"ruleName": "{rule_name}"},
        absent=("ResourceNotFoundException",),
    ),
    identity=("analyzer_name", "rule_name"),
    ids=(),
    create=Step("accessanalyzer.create_archive_rule", {**RULE, "filter": "{filter}"}, retry=BUSY),
    creates=("analyzer_name", "rule_name", "filter"),
    updates=(
        Update(
            ("filter",),
            Step("accessanalyzer.update_archive_rule", {**RULE, "filter": "{filter}"}, retry=BUSY),
        ),
    ),
    erase=Step("accessanalyzer.delete_archive_rule", RULE, retry=BUSY),
    normal={"filter": "json"},
)
