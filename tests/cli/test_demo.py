"""`commentsvc demo` as a real process: what a site owner, or a program, starts first."""

from __future__ import annotations

import json
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.support.demo import Running, ask, end, free_port, is_free, running_demo, start, start_demo, wait_until
from tests.support.pages import Page


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One demo that runs while this module does."""
    with running_demo(tmp_path_factory.mktemp("demo") / "data", free_port()) as running:
        yield running


def ports_of(demo: Running) -> list[int]:
    """The service's and the article's port."""
    return [urlsplit(demo.ready[name]).port or 0 for name in ("url", "article_url")]


def thread_of(demo: Running) -> dict[str, object]:
    """The article's thread, as the widget reads it."""
    page = quote(demo.ready["article_url"], safe="")
    found: dict[str, object] = ask(f"{demo.ready['url']}/api/v1/sites/{demo.ready['site']}/comments?page={page}").json()
    return found


def test_it_prints_one_line_that_says_all_a_program_needs(demo: Running) -> None:
    assert set(demo.ready) == {"url", "article_url", "site", "admin", "token"}
    assert set(demo.ready["admin"]) == {"email", "password"}
    assert ask(f"{demo.ready['url']}/healthz").status == 200
    assert ask(demo.ready["article_url"]).status == 200


def test_the_article_embeds_the_comments_from_another_origin_by_one_script_tag(demo: Running) -> None:
    article = ask(demo.ready["article_url"])
    page = Page(article.text)

    embeds = [script for script in page.named("script") if "embed.js" in script["src"]]
    assert [script["src"] for script in embeds] == [f"{demo.ready['url']}/embed.js"]
    assert embeds[0]["data-site"] == demo.ready["site"]
    assert demo.ready["url"] != "http://" + urlsplit(demo.ready["article_url"]).netloc
    assert f"script-src {demo.ready['url']};" in article.headers["content-security-policy"]


def test_the_paper_loads_nothing_from_anybody_else(demo: Running) -> None:
    origin = "http://" + urlsplit(demo.ready["article_url"]).netloc
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        page = Page(ask(origin + path).text)
        loaded = [a.get("src") or a.get("href", "") for tag, a in page.elements if tag in ("script", "link", "img")]
        assert all(address.startswith(("/", demo.ready["url"] + "/")) for address in loaded), loaded
        links = {link["href"].split("#")[0] for link in page.named("a") if link["href"].startswith("/")}
        waiting += [link for link in links - seen - {""} if link not in waiting]

    assert len(seen) == 5, "the front page and four articles, all linked"


def test_the_link_for_readers_without_scripts_leads_to_the_hosted_thread(demo: Running) -> None:
    link = next(a["href"] for a in Page(ask(demo.ready["article_url"]).text).named("a") if "/t/" in a["href"])

    hosted = ask(link)

    assert hosted.status == 200
    assert "Wilhelmina" in hosted.text


def test_the_example_comments_went_the_way_of_every_comment(demo: Running) -> None:
    comments = thread_of(demo)["comments"]
    export = ask(
        f"{demo.ready['url']}/api/v1/sites/demo/consent-log?format=jsonl", Authorization=f"Bearer {demo.ready['token']}"
    )

    assert isinstance(comments, list) and len(comments) == 3
    given = [row for row in map(json.loads, export.text.splitlines()) if row["purpose"] == "publish"]
    assert len(given) == 7, "each of them has its record, and so have the three that wait"


def test_the_article_can_be_commented_on_and_another_origin_cannot(demo: Running) -> None:
    url, page = demo.ready["url"], demo.ready["article_url"]
    origin = "http://" + urlsplit(page).netloc
    notice = ask(f"{url}/api/v1/sites/demo/notice?lang=en&page={quote(page, safe='')}", Origin=origin).json()
    body = {
        "page": {"url": page, "key": None, "title": "A story"},
        "parent": None,
        "author": {"name": "Ada", "email": None, "website": None},
        "body": "Hello",
        "consent": {"notice": notice["sha256"], "token": notice["token"], "purposes": {"publish": True}},
    }

    foreign = ask(f"{url}/api/v1/sites/demo/comments", "POST", body, Origin="https://evil.test")
    own = ask(f"{url}/api/v1/sites/demo/comments", "POST", body, Origin=origin)

    assert (foreign.status, foreign.json()["slug"]) == (403, "origin-not-allowed")
    assert (own.status, own.json()["comment"]["status"]) == (201, "pending")


def test_a_second_demo_on_the_same_folder_or_port_is_refused(demo: Running, tmp_path: Path) -> None:
    service, _ = ports_of(demo)
    for arguments, reason in (
        (("--port", str(service), "--data", str(tmp_path)), f"127.0.0.1:{service} cannot be used"),
        (("--port", str(free_port()), "--data", _folder(demo)), "Another demo runs on"),
    ):
        process = start("demo", *arguments)
        _, said = process.communicate(timeout=180)

        assert process.returncode == 1
        assert reason in said


@pytest.mark.parametrize("held", ["commentsvc.db", "secret", "keys/example.key"])
def test_a_demo_goes_where_the_setting_says_and_into_no_services_folder(tmp_path: Path, held: str) -> None:
    file = tmp_path / "service" / held
    file.parent.mkdir(parents=True)
    file.touch()
    process = start("demo", "--port", str(free_port()), data_dir=str(tmp_path / "service"))
    _, said = process.communicate(timeout=180)

    assert process.returncode == 1
    assert f"{tmp_path / 'service'} holds a service's data" in said
    assert not (tmp_path / "service" / "demo.json").exists()


def test_serve_refuses_a_demos_folder(demo: Running) -> None:
    process = start("serve", "--port", str(free_port()), data_dir=_folder(demo))
    _, said = process.communicate(timeout=180)

    assert process.returncode == 1
    assert "belongs to a demo" in said


def test_a_second_start_finds_everything_even_on_other_ports(tmp_path: Path) -> None:
    port = free_port()
    first = start_demo(tmp_path, port)
    comments = thread_of(first)["comments"]
    first.stop()
    end(first.process)

    assert first.process.returncode == 0
    assert all(is_free(number) for number in ports_of(first))
    assert stat.S_IMODE((tmp_path / "demo.json").stat().st_mode) == 0o600

    with socket.socket() as taken:  # the article's port is gone: the paper moves, and its origin is let in
        taken.bind(("127.0.0.1", port + 1))
        taken.listen()
        with running_demo(tmp_path, port) as second:
            assert {k: second.ready[k] for k in ("admin", "token")} == {k: first.ready[k] for k in ("admin", "token")}
            assert second.ready["article_url"] != first.ready["article_url"]
            assert thread_of(second)["comments"] == comments
            origin = "http://" + urlsplit(second.ready["article_url"]).netloc
            asked = ask(
                f"{second.ready['url']}/api/v1/sites/demo/comments",
                "OPTIONS",
                Origin=origin,
                Access_Control_Request_Method="POST",
            )
            assert asked.headers["access-control-allow-origin"] == origin


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_it_ends_though_a_reader_is_connected(tmp_path: Path, number: signal.Signals) -> None:
    demo = start_demo(tmp_path, free_port())
    with socket.create_connection(("127.0.0.1", ports_of(demo)[0])) as reader:
        reader.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        reader.recv(100)

        demo.stop(number)

    end(demo.process)
    assert demo.process.returncode == 0
    assert all(is_free(port) for port in ports_of(demo))


def test_kill_9_leaves_no_orphan_and_the_next_start_finds_the_ports_free(tmp_path: Path) -> None:
    port = free_port()
    demo = start_demo(tmp_path, port)

    demo.stop(signal.SIGKILL)
    end(demo.process)
    wait_until(lambda: all(is_free(number) for number in ports_of(demo)), "the ports are free")

    with running_demo(tmp_path, port) as again:
        assert again.ready == demo.ready


def _folder(demo: Running) -> str:
    arguments = list(map(str, demo.process.args))  # type: ignore[arg-type]
    return arguments[arguments.index("--data") + 1]
