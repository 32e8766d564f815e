"""The trail that a blueprint wants."""

from wanted_detection import WantedDetection

from ringwall.model.blueprint.wanted import Join, Ref, RowKey

GROUP = RowKey("management", "eu-west-1", "logs_log_group", "trail")
ROLE = RowKey("management", "global", "iam_role", "trail-to-log-group")


def test_the_trail_of_the_organization() -> None:
    row = WantedDetection().find("cloudtrail_trail", "trail")
    assert row.key == RowKey("management", "eu-west-1", "cloudtrail_trail", "trail")
    assert row.columns == {
        "trail_name": "acme-trail",
        "s3_bucket_name": Ref(RowKey("log-archive", "eu-west-1", "s3_bucket", "trail"), "name"),
        "kms_key_id": Ref(RowKey("log-archive", "eu-west-1", "kms_key", "trail"), "arn"),
        "include_global_service_events": True,
        "is_multi_region_trail": True,
        "is_organization_trail": True,
        "enable_log_file_validation": True,
        "cloud_watch_logs_log_group_arn": Join((Ref(GROUP, "arn"), ":*")),
        "cloud_watch_logs_role_arn": Ref(ROLE, "arn"),
        "advanced_event_selectors": [
            {
                "Name": "Management events",
                "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}],
            }
        ],
        "is_logging": True,
    }
    assert [(need.table, need.name) for need in row.needs] == [
        ("organizations_service_access", "cloudtrail.amazonaws.com"),
        ("iam_role_policy", "trail-to-log-group"),
    ]


def test_a_strict_trail_records_the_use_of_buckets_and_functions() -> None:
    wanted = WantedDetection(rest="level: strict\n")
    selectors = wanted.find("cloudtrail_trail", "trail").columns["advanced_event_selectors"]
    assert [selector["FieldSelectors"][-1]["Equals"] for selector in selectors] == [
        ["Management"],
        ["AWS::S3::Object"],
        ["AWS::Lambda::Function"],
    ]


def test_without_alarms_the_trail_needs_no_log_group() -> None:
    wanted = WantedDetection("alarms: {enabled: false}")
    columns = wanted.find("cloudtrail_trail", "trail").columns
    assert "cloud_watch_logs_log_group_arn" not in columns
    assert wanted.names("logs_log_group") == []


def test_a_trail_can_be_left_out() -> None:
    wanted = WantedDetection("trail: {enabled: false}")
    assert not {"cloudtrail_trail", "cloudwatch_alarm"} & {row.key.table for row in wanted.rows}
