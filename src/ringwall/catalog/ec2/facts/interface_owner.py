"""`facts.interface_owner`: whose the network interfaces in a batch of flow logs were."""

from ringwall.model.table import Column, Table

interface_owner = Table(
    name="interface_owner",
    doc=(
        "Whose a network interface was, from the newest snapshot before the flow: a row for each "
        "interface and time. A flow has at most one: `event_time >= since and event_time < until`."
    ),
    schema="facts",
    enveloped=False,
    of_batch=True,
    columns=(
        Column("interface_id", "TEXT", "The network interface: eni-..."),
        Column("since", "TIMESTAMP", "The row holds from here on (UTC)."),
        Column("until", "TIMESTAMP", "The row holds before this time; 9999-12-31 for the newest."),
        Column("is_later", "BOOLEAN", "The snapshot is younger than the row's time: there is no "
               "older one."),
        Column("account_id", "TEXT", "The account of the interface."),
        Column("region", "TEXT", "The Region of the interface."),
        Column("interface_type", "TEXT", "interface, lambda, nat_gateway, ..."),
        Column("vpc_id", "TEXT", "Its VPC."),
        Column("instance_id", "TEXT", "The instance that has it; '' for none."),
        Column("instance_arn", "TEXT", "The ARN of that instance; '' for none."),
        Column("instance_group", "TEXT", "The Auto Scaling group of the instance; '' for none."),
        Column("owner", "TEXT", "Who owns it: the tag owner of the instance or the interface; '' "
               "where there is none."),
        Column("role_arn", "TEXT", "The role of the instance; '' for none."),
        Column("security_groups", "TEXT[]", "Its security groups."),
        Column("addresses", "TEXT[]", "Its addresses, private and public."),
    ),
)  # fmt: skip
