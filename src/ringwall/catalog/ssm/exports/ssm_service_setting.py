"""Where CloudFormation has settings of Systems Manager."""

from ringwall.model.export import TableExport

setting = TableExport(table="ssm_service_setting", type="AWS::SSM::ServiceSetting")
