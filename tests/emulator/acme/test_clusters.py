from typing import Any


def read_clusters(at_acme: Any, account: str) -> dict[str, Any]:
    shown = at_acme("rds", account).describe_db_clusters()["DBClusters"]
    return {cluster["DBClusterIdentifier"]: cluster for cluster in shown}


def test_prod_runs_clusters_of_three_engines_as_its_template_says(at_acme: Any) -> None:
    clusters = read_clusters(at_acme, "prod")
    engines = {name: cluster["Engine"] for name, cluster in clusters.items()}
    assert engines == {"catalog": "aurora-mysql", "documents": "docdb", "graph": "neptune"}
    for cluster in clusters.values():
        assert cluster["StorageEncrypted"]
        assert cluster["DeletionProtection"]
        assert cluster["EnabledCloudwatchLogsExports"] == ["audit"]
    assert clusters["catalog"]["MultiAZ"]
    assert len(clusters["catalog"]["DBClusterMembers"]) == 2


def test_clusters_that_somebody_tried_have_no_protection(at_acme: Any) -> None:
    clusters = read_clusters(at_acme, "dev")
    assert {cluster["Engine"] for cluster in clusters.values()} == {
        *("aurora-mysql", "aurora-postgresql", "docdb", "mysql", "neptune", "postgres"),
    }
    assert not any(c["StorageEncrypted"] or c["DeletionProtection"] for c in clusters.values())


def test_one_proxy_of_two_requires_tls(at_acme: Any) -> None:
    found = {}
    for account in ("prod", "dev"):
        (proxy,) = at_acme("rds", account).describe_db_proxies()["DBProxies"]
        found[account] = proxy["RequireTLS"]
    assert found == {"prod": True, "dev": False}


def test_dev_hears_of_new_snapshots_alone(at_acme: Any) -> None:
    found = {}
    for account in ("prod", "dev"):
        answer = at_acme("rds", account).describe_event_subscriptions()
        (subscription,) = answer["EventSubscriptionsList"]
        found[account] = subscription.get("SourceType", "")
    assert found == {"prod": "", "dev": "db-snapshot"}
