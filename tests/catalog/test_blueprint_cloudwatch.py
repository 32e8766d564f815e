"""The alarms that a blueprint wants, with their filters."""

from wanted_detection import WantedDetection

from ringwall.catalog.cloudwatch.cis_alarms import load_alarms
from ringwall.model.blueprint.wanted import Ref, RowKey


def test_the_benchmark_has_fifteen_alarms() -> None:
    requirements = [alarm.requirement for alarm in load_alarms()]
    assert requirements == [f"4.{number}" for number in range(1, 16)]
    assert all(alarm.pattern.startswith("{") for alarm in load_alarms())


def test_each_alarm_is_about_its_filter() -> None:
    wanted = WantedDetection()
    alarms = wanted.columns("cloudwatch_alarm")
    filters = wanted.columns("logs_metric_filter")
    assert len(alarms) == 15
    assert alarms.keys() == filters.keys()
    for key, alarm in alarms.items():
        assert alarm["metric_name"] == filters[key]["metric_name"]
        assert alarm["namespace"] == filters[key]["metric_namespace"]


def test_an_alarm_and_its_filter() -> None:
    wanted = WantedDetection()
    topic = RowKey("management", "eu-west-1", "sns_topic", "alarms")
    assert wanted.find("cloudwatch_alarm", "root-user").columns == {
        "alarm_name": "acme-root-user",
        "alarm_description": "CIS AWS Foundations 4.3: the root user may do anything and is hardly "
        "ever needed",
        "namespace": "Ringwall/acme",
        "metric_name": "root-user",
        "statistic": "Sum",
        "period": 300,
        "comparison_operator": "GreaterThanOrEqualToThreshold",
        "threshold": 1.0,
        "evaluation_periods": 1,
        "treat_missing_data": "notBreaching",
        "actions_enabled": True,
        "alarm_actions": [Ref(topic, "arn")],
    }
    assert wanted.find("logs_metric_filter", "root-user").columns == {
        "log_group_name": "/aws/cloudtrail/acme-trail",
        "filter_name": "acme-root-user",
        "filter_pattern": '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && '
        '$.eventType !="AwsServiceEvent"}',
        "metric_name": "root-user",
        "metric_namespace": "Ringwall/acme",
        "metric_value": "1",
    }


def test_alarms_can_be_left_out() -> None:
    wanted = WantedDetection("alarms: {enabled: false}")
    assert not {"cloudwatch_alarm", "logs_metric_filter"} & {row.key.table for row in wanted.rows}
