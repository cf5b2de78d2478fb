"""The papers say what is set up and nothing that is not, on both databases; each is for whoever may read it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from commentsvc.domain.paper import Paper
from commentsvc.errors import Forbidden, NotFound
from commentsvc.exchange.paper import as_html
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_retention import change_retention
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.make_escrow_key import make_escrow_key
from commentsvc.usecases.write_paper import RECORD, TERMS, write_paper, write_processor_record
from tests.support.choices import publish_cookie_notice


def _lines(paper: Paper) -> dict[str, tuple[str, ...]]:
    return {line.label: line.values for section in paper.sections for line in section.lines}


def test_the_record_follows_the_notice_and_the_settings(deps: Any, site: Any) -> None:
    change_retention(deps, CLI, site.id, {"spam_days": 17, "published_months": 24})

    lines = _lines(write_paper(deps, CLI, site.id, RECORD))

    assert lines["Spam"] == ("17 days",)
    assert lines["Published comments"] == ("24 months",)
    assert any("Basis: consent, Art. 6(1)(a) GDPR" in values for values in lines.values())
    assert any("Optional, off until" in " ".join(values) for values in lines.values())
    assert "Mail server" not in lines
    assert "Timestamp authority" not in lines
    assert lines["Data protection officer"] == ()
    assert lines["By those who run the machines"] == ()
    assert "NOT protected" in lines["In transit"][0]


def test_the_cookie_notice_and_the_age_of_consent_are_in_the_record(deps: Any, site: Any) -> None:
    before = _lines(write_paper(deps, CLI, site.id, RECORD))
    assert before["Children"] == ("No date of birth is asked for.",)

    publish_cookie_notice(deps, site)
    change_site(deps, CLI, site.id, {"age_of_consent": 16})

    lines = _lines(write_paper(deps, CLI, site.id, RECORD))
    assert any("Recipients: Counters Ltd, Ireland" in values for values in lines.values())
    assert "16" in lines["Children"][0]


def test_sealed_proofs_are_in_the_record_where_the_site_keeps_them(deps: Any, site: Any) -> None:
    assert "Sealed proofs after an erasure" not in _lines(write_paper(deps, CLI, site.id, RECORD))
    make_escrow_key(deps, CLI, site.id)
    change_site(deps, CLI, site.id, {"escrow_months": 6})

    lines = _lines(write_paper(deps, CLI, site.id, RECORD))

    assert lines["Sealed proofs after an erasure"][0].startswith("6 months, encrypted")


def test_what_is_set_up_is_named_and_the_operator_with_it(make_app: Any, deps: Any, site: Any) -> None:
    app = make_app(
        public_url="https://comments.test",
        mail_host="smtp.mail.test",
        mail_from="no-reply@comments.test",
        operator_name="Hosting <b>&</b> Sons",
        operator_subprocessors="Machines Ltd, Ireland: hosting; Vault SA, France: backups",
    )
    deps = replace(app.extensions["commentsvc"], session=deps.session)

    terms = write_paper(deps, CLI, site.id, TERMS)

    lines = _lines(terms)
    assert lines["Where the machines stand"] == ("Machines Ltd, Ireland: hosting", "Vault SA, France: backups")
    assert "smtp.mail.test" in " ".join(lines["Mail server"])
    assert "STARTTLS" in lines["In transit"][1]
    assert "For the processor, Hosting <b>&</b> Sons" in lines
    assert "Hosting &lt;b&gt;&amp;&lt;/b&gt; Sons" in as_html(terms)
    articles = [line for section in terms.sections if section.title == "Duties" for line in section.lines]
    assert [line.label[-2] for line in articles] == list("abcdefgh"), "Art. 28(3) has eight letters"


def test_the_record_of_all_controllers_is_the_installations(deps: Any, site: Any, other_site: Any) -> None:
    told = as_html(write_processor_record(deps, CLI))
    assert site.id in told
    assert "other" in told

    owner = Actor("account:1", "Olga", site.id, frozenset({"admin"}))
    with pytest.raises(Forbidden):
        write_processor_record(deps, owner)
    with pytest.raises(NotFound):
        write_paper(deps, owner, other_site.id, RECORD)
    with pytest.raises(Forbidden):
        write_paper(deps, Actor("account:2", "Mia", site.id, frozenset({"moderate"})), site.id, RECORD)
    with pytest.raises(NotFound):
        write_paper(deps, owner, site.id, "processor-record")
