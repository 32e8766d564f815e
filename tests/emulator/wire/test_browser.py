import pytest

from ringwall.emulator.wire.browser import check_address, find_refusal
from ringwall.model.errors import BadInput


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.0.0.1:5599", "127.8.9.1", "localhost", "LOCALHOST:1", "localhost."),
        *(
            "[::1]:5599",
            "[::1]",
            "s3.localhost:1",
            "bucket.s3.localhost",
            "123456789012.127.0.0.1:5",
        ),
    ],
)
def test_names_of_this_machine(host: str) -> None:
    assert find_refusal({"HTTP_HOST": host}) == ""


@pytest.mark.parametrize(
    "host",
    [
        *(
            "",
            "evil.example",
            "evil.example:5599",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
        ),
        *("evillocalhost", "10.0.0.1", "0.0.0.0", "[::2]", "2130706433", "127.1", "x@127.0.0.1"),  # noqa: S104
        *("127.0.0.1:80@evil.example", "s3.amazonaws.com", "\xff"),
    ],
)
def test_names_that_somebody_may_own(host: str) -> None:
    assert "is not this machine" in find_refusal({"HTTP_HOST": host})


@pytest.mark.parametrize(
    ("headers", "is_refused"),
    [
        ({}, False),
        ({"HTTP_SEC_FETCH_SITE": "none"}, False),
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, False),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, True),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, True),
        ({"HTTP_ORIGIN": "null"}, True),
        ({"HTTP_REFERER": "http://127.0.0.1:5599/page"}, False),
        ({"HTTP_REFERER": "http://localhost"}, False),
        ({"HTTP_REFERER": "https://evil.example/127.0.0.1"}, True),
        ({"HTTP_REFERER": "https://127.0.0.1@evil.example/"}, True),
        ({"HTTP_REFERER": "http://127.0.0.1@evil.example"}, True),
        ({"HTTP_REFERER": "about:blank"}, True),
        ({"HTTP_ORIGIN": "http://127.0.0.1:5599"}, True),
    ],
)
def test_requests_of_web_pages(headers: dict[str, str], *, is_refused: bool) -> None:
    assert bool(find_refusal({"HTTP_HOST": "localhost", **headers})) is is_refused


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_addresses_of_this_machine(host: str) -> None:
    check_address(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "10.1.2.3", "example.com", "127.0.0.1 "])  # noqa: S104
def test_addresses_that_others_could_reach(host: str) -> None:
    with pytest.raises(BadInput, match="no authentication"):
        check_address(host)
