"""Where CloudFormation has delivery channels: a recorder starts when there is one, and not before.

Neither can be made without the other, so that CloudFormation makes both at once.
"""

from ringwall.model.export import TableExport

channel = TableExport(table="config_delivery_channel", beside=("config_configuration_recorder",))
