"""`ringwall respond list`: the playbooks."""

from ringwall.cli.output import RowFormat, print_grid, print_json, print_note
from ringwall.jobs.respond.playbooks import describe_playbook, find_playbook, list_all_playbooks
from ringwall.model.text import count_of


def list_playbooks(
    playbook: str = "", /, *, kind: str = "", finding: str = "", format: RowFormat = "table"
) -> None:
    """List the playbooks, or tell one whole: what it does, its options, its risks, its rollback.

    Parameters
    ----------
    playbook
        The id of one playbook, such as ec2.isolate_instance.
    kind
        Only playbooks that contain this kind of resource, such as instance or role.
    finding
        Only playbooks that answer this rule or type of finding.
    format
        table, or json for one object a line.
    """
    if playbook:
        _tell(playbook, format)
        return
    found = list_all_playbooks(kind, finding)
    if format == "json":
        print_json(describe_playbook(one) for one in found)
        return
    rows = [(one.id, ", ".join(one.kinds), one.title) for one in found]
    print_grid(("playbook", "contains", "title"), rows)
    print_note(f"{count_of(len(found), 'playbook')}; `ringwall respond list PLAYBOOK` tells one")


def _tell(name: str, form: RowFormat) -> None:
    found = find_playbook(name)
    if form == "json":
        print_json([describe_playbook(found)])
        return
    print(f"{found.title} ({found.id})")
    print(found.doc)
    print(f"contains  {', '.join(found.kinds)}")
    for pattern in found.answers:
        print(f"answers   {pattern}")
    for option in found.options:
        default = option.default or "''"
        print(f"option    {option.name}={default}  {option.doc} ({option.pattern})")
    for risk in found.risks:
        print(f"risk      {risk}")
    print(f"undo      {found.rollback}")
    for operation in sorted({shape.operation for shape in found.writes}):
        print(f"writes    {operation}")
