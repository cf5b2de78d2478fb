"""Reports of illegal content, and reasons for authors: kept, decided, told, proven, forgotten. On both databases."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.adapters.mail import build
from commentsvc.clock import now
from commentsvc.domain.content import StatementDraft
from commentsvc.errors import Conflict, Forbidden, KeyMissing, NotFound, RateLimited, ValidationFailed
from commentsvc.models.audit import AuditEvent
from commentsvc.models.comment import Comment
from commentsvc.models.contact import Contact
from commentsvc.models.content import ContentReport, Statement
from commentsvc.models.fact import LoggedFact
from commentsvc.models.mail import MailMessage
from commentsvc.settings import Settings
from commentsvc.usecases.access import CLI
from commentsvc.usecases.decide_comments import DecisionDraft, decide_comments
from commentsvc.usecases.decide_report import ReportDecision, decide_report
from commentsvc.usecases.delete_expired import delete_expired
from commentsvc.usecases.deps import Actor, Visitor
from commentsvc.usecases.give_statement import statement_of
from commentsvc.usecases.list_reports import list_reports
from commentsvc.usecases.own_comment import delete_own_comment
from commentsvc.usecases.queue_mail import SEND
from commentsvc.usecases.report_comment import ReportDraft, read_report, report_comment
from commentsvc.usecases.run_due_tasks import run_due_tasks
from commentsvc.usecases.send_mail import send_mail
from tests.support.everything import tables_with
from tests.support.smtp import mail_server
from tests.usecases.log_entries import audit, integrate_all

HERE = Visitor("192.0.2.1", None, hosted=True)
WHY = "Quetzalcoatl is defamed in the third word"
RULES = StatementDraft("rules", "Be kind: rule seven", "Tlaloc was called names")


@pytest.fixture
def published(publish: Callable[..., Any]) -> tuple[uuid.UUID, str]:
    """A public comment and its edit token."""
    answer = publish(author={"name": "Ada"}, body="Quetzalcoatl lies")
    return uuid.UUID(answer["comment"]["id"]), answer["edit_token"]


@pytest.fixture
def report(deps: Any, site: Any, published: tuple[uuid.UUID, str]) -> Callable[..., Any]:
    """`report(**changes)`: somebody reports that comment."""

    def send(**changes: Any) -> Any:
        draft = ReportDraft(comment=published[0], why=WHY, good_faith=True)
        return report_comment(deps, site.id, replace(draft, **changes), HERE)

    return send


def test_taking_it_down_answers_all_who_reported_it_and_tells_the_author(
    deps: Any, site: Any, published: Any, report: Any
) -> None:
    first, second = report(name="Xolotl", email="xolotl@mictlan.test"), report(why="The same, and worse")
    assert [view.others for view in list_reports(deps, CLI, site.id).waiting] == [1, 1]

    wanted = ReportDecision("remove", "It names a person.", StatementDraft("illegal", "§ 187 StGB", "The third word"))
    assert decide_report(deps, CLI, site.id, first.report.id, wanted) == "acted"

    for sent in (first, second):
        found = read_report(deps, site.id, sent.report.id, sent.secret)
        assert (found.state, found.answer, found.decided_by) == ("acted", "It names a person.", "command line")
    told = statement_of(deps, site.id, published[0])
    assert told is not None
    assert (told.ground, told.rule, told.reported, told.means, told.status) == (
        "illegal", "§ 187 StGB", True, "person", "removed",
    )  # fmt: skip
    assert list_reports(deps, CLI, site.id).count == 0
    acts = deps.session.scalars(sa.select(AuditEvent.action).where(AuditEvent.site_id == site.id)).all()
    assert acts.count("report.receive") == acts.count("report.decide") == 2
    integrate_all(deps, site.id)
    audit(deps, site.id)
    facts = deps.session.scalars(sa.select(LoggedFact.snapshot)).all()
    said = Counter(json.loads(fact)["what"] for fact in facts)
    assert said["report.received"] == said["report.decided"] == 2
    assert said["statement.given"] == 1
    assert not any(b"Quetzalcoatl" in fact or b"Xolotl" in fact for fact in facts)
    with pytest.raises(Conflict):
        decide_report(deps, CLI, site.id, second.report.id, wanted)


def test_leaving_it_needs_reasons_and_answers_one(deps: Any, site: Any, published: Any, report: Any) -> None:
    first, second = report(), report()
    with pytest.raises(ValidationFailed):
        decide_report(deps, CLI, site.id, first.report.id, ReportDecision(None, " "))

    assert decide_report(deps, CLI, site.id, first.report.id, ReportDecision(None, "It is an opinion.")) == "kept"

    assert read_report(deps, site.id, second.report.id, second.secret).state == "open"
    assert statement_of(deps, site.id, published[0]) is None
    assert deps.session.get(Comment, (site.id, published[0])).status == "published"


def test_what_is_not_public_and_what_never_was_are_refused_alike(
    deps: Any, site: Any, other_site: Any, post: Any, report: Any
) -> None:
    hidden = uuid.UUID(post()["comment"]["id"])
    answers = set()
    for which in (hidden, uuid.uuid4()):
        with pytest.raises(NotFound) as refused:
            report(comment=which)
        answers.add((refused.value.detail, refused.value.status))
    assert len(answers) == 1
    with pytest.raises(NotFound):
        report_comment(deps, other_site.id, ReportDraft(report().report.comment_id, WHY, True), HERE)


def test_a_report_without_its_parts_is_refused_whole(deps: Any, site: Any, report: Any) -> None:
    with pytest.raises(ValidationFailed) as refused:
        report(why=" \u200b", good_faith=False, email="a:;", name="x" * 201)
    assert set(refused.value.fields) == {"why", "good_faith", "email", "name"}
    for why in ("x" * 5001, "a\x00b"):
        with pytest.raises(ValidationFailed):
            report(why=why)
    deps.session.rollback()
    assert deps.session.scalar(sa.select(sa.func.count()).select_from(ContentReport)) == 0


def test_erasing_the_comment_forgets_the_reasons_and_what_was_quoted_and_answers_the_report(
    deps: Any, site: Any, published: Any, report: Any, client: Any
) -> None:
    sent = report(name="Xolotl", email="xolotl@mictlan.test")
    comment, token = published
    decide_comments(deps, CLI, site.id, [DecisionDraft(comment, "remove", "internal note", statement=RULES)])
    assert "statement" in tables_with(deps.session.get_bind(), "Tlaloc")

    delete_own_comment(deps, site.id, comment, token, HERE)

    deps.session.rollback()
    for words in ("Quetzalcoatl", "Tlaloc", "rule seven", "internal note"):
        assert tables_with(deps.session.get_bind(), words) == []
    assert deps.session.scalar(sa.select(sa.func.count()).select_from(Statement)) == 0
    told = [fact for fact in deps.session.scalars(sa.select(LoggedFact.snapshot)) if b"statement.given" in fact]
    assert told == []
    found = read_report(deps, site.id, sent.report.id, sent.secret)
    assert (found.state, found.why, found.name) == ("gone", "", "Xolotl")


def test_a_text_that_stays_without_its_author_can_still_be_decided(
    deps: Any, site: Any, published: Any, report: Any
) -> None:
    sent = report()
    delete_own_comment(deps, site.id, *published, HERE, keep_text=True)
    assert read_report(deps, site.id, sent.report.id, sent.secret).state == "open"
    wanted = ReportDecision("remove", "", StatementDraft("illegal", "§ 187 StGB"))
    assert decide_report(deps, CLI, site.id, sent.report.id, wanted) == "acted"


def test_a_decided_report_goes_after_its_months_and_an_open_one_stays(
    deps: Any, site: Any, report: Any, later: Any
) -> None:
    closed, waiting = report(name="Xolotl", email="xolotl@mictlan.test"), report(why="Still to be read")
    decide_report(deps, CLI, site.id, closed.report.id, ReportDecision(None, "It is an opinion."))
    later(days=175)
    delete_expired(deps)
    assert read_report(deps, site.id, closed.report.id, closed.secret).name == "Xolotl"
    later(days=15)

    assert delete_expired(deps).get("content_report") == 1

    assert "content_report" not in tables_with(deps.session.get_bind(), "xolotl")
    assert list_reports(deps, CLI, site.id).count == 1
    with pytest.raises(NotFound):
        read_report(deps, site.id, closed.report.id, closed.secret)
    assert read_report(deps, site.id, waiting.report.id, waiting.secret).state == "open"


def test_reports_are_for_the_sites_moderators_and_for_their_senders(
    deps: Any, site: Any, other_site: Any, report: Any
) -> None:
    sent = report()
    stranger = Actor("account:9", "Fritz", other_site.id, frozenset({"admin"}))
    auditor = Actor("token:1", "Reader", site.id, frozenset({"export"}))
    for actor, refusal in ((stranger, NotFound), (auditor, Forbidden)):
        with pytest.raises(refusal):
            list_reports(deps, actor, site.id)
        with pytest.raises(refusal):
            decide_report(deps, actor, site.id, sent.report.id, ReportDecision(None, "No."))
    with pytest.raises(NotFound):
        decide_report(deps, stranger, other_site.id, sent.report.id, ReportDecision(None, "No."))
    for where, secret in ((site.id, "wrong"), (site.id, None), (other_site.id, sent.secret)):
        with pytest.raises(NotFound):
            read_report(deps, where, sent.report.id, secret)


def test_without_the_signing_key_illegal_content_still_comes_down(
    deps: Any, site: Any, report: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any) -> Any:
        raise KeyMissing("gone")

    monkeypatch.setattr(deps.keys, "signer", gone)
    sent = report()
    wanted = ReportDecision("remove", "", StatementDraft("illegal", "§ 187 StGB"))
    assert decide_report(deps, CLI, site.id, sent.report.id, wanted) == "acted"
    assert deps.session.scalars(sa.select(Statement.entry)).one() is None


def test_nobody_floods_the_reports(deps: Any, site: Any, report: Any) -> None:
    for _ in range(10):
        report()
    with pytest.raises(RateLimited):
        report()


def test_what_an_author_is_told_follows_the_decision_that_stands(deps: Any, site: Any, published: Any) -> None:
    comment, _ = published

    def decide(action: str, statement: StatementDraft | None = None) -> None:
        [outcome] = decide_comments(deps, CLI, site.id, [DecisionDraft(comment, action, statement=statement)])
        assert outcome.outcome == "done", outcome

    decide("remove", RULES)
    assert statement_of(deps, site.id, comment) is not None
    decide("undo")
    assert statement_of(deps, site.id, comment) is None
    decide("spam")
    assert statement_of(deps, site.id, comment) is None, "nothing was said of this one"
    for wrong in (
        StatementDraft("illegal"),
        StatementDraft("other"),
        StatementDraft("envy"),
        replace(RULES, rule="\0"),
    ):
        with pytest.raises(ValidationFailed):
            decide("reject", wrong)
    with pytest.raises(ValidationFailed):
        decide("publish", RULES)


def test_the_reasons_are_mailed_only_to_an_address_confirmed_for_this_comment(
    make_app: Any, deps: Any, site: Any, publish: Any
) -> None:
    app = make_app(mail_host="127.0.0.1", mail_port=1, mail_from="no-reply@comments.test", mail_security="none")
    mailing = replace(app.extensions["commentsvc"], session=deps.session)
    ids = [uuid.UUID(publish(author={"name": "Ada", "email": "ada@example.org"})["comment"]["id"]) for _ in range(2)]
    deps.session.rollback()
    confirmed = deps.session.get(Comment, (site.id, ids[0]))
    confirmed.confirmed_at = now()
    deps.session.add(
        Contact(site_id=site.id, subject_id=confirmed.subject_id, address="ada@example.org", confirmed_at=now())
    )
    deps.session.commit()

    decide_comments(mailing, CLI, site.id, [DecisionDraft(one, "remove", statement=RULES) for one in ids])

    [mail] = deps.session.scalars(sa.select(MailMessage).where(MailMessage.kind == "statement")).all()
    assert mail.subject_id == confirmed.subject_id
    assert "Tlaloc" not in str(mail.facts)
    from commentsvc.usecases.give_statement import write_statement_mail

    letter = write_statement_mail(mailing, mail)
    assert letter is not None
    assert letter.to == "ada@example.org"
    assert any("Tlaloc" in getattr(part, "text", "") for part in letter.parts)
    decide_comments(mailing, CLI, site.id, [DecisionDraft(ids[0], "undo")])
    assert write_statement_mail(mailing, mail) is None, "the decision was taken back"


def test_who_reports_is_told_by_mail_without_a_word_that_anybody_typed(deps: Any, site: Any, published: Any) -> None:
    with mail_server() as server:
        settings = Settings(deps.settings.values | server.settings)
        mailing = replace(deps, settings=settings, mailer=build(settings))
        draft = ReportDraft(published[0], WHY, True, name="Xolotl", email="xolotl@mictlan.test", lang="de")
        sent = report_comment(mailing, site.id, draft, HERE)
        assert sent.mailed
        run_due_tasks(mailing, {SEND: send_mail})
        decide_report(mailing, CLI, site.id, sent.report.id, ReportDecision(None, "It is an opinion."))
        run_due_tasks(mailing, {SEND: send_mail})
        again = [report_comment(mailing, site.id, draft, HERE).mailed for _ in range(5)]

    arrived, decided = (mail.message for mail in server.box.taken)
    assert arrived["To"] == decided["To"] == "xolotl@mictlan.test"
    assert "Meldung" in arrived["Subject"]
    for mail in (arrived, decided):
        for part in mail.walk():
            text = part.get_content() if part.get_content_maintype() == "text" else ""
            assert not any(word in text for word in ("Quetzalcoatl", "Xolotl", "opinion"))
    assert sent.url in arrived.get_body(("plain",)).get_content()
    assert again == [True] * 4 + [False], "nobody's mailbox is filled with confirmations"


def test_an_address_is_not_filled_with_decisions_either(deps: Any, site: Any, published: Any, report: Any) -> None:
    told = {"mail_host": "127.0.0.1", "mail_from": "no-reply@comments.test", "mail_security": "none"}
    settings = Settings(deps.settings.values | told)
    mailing = replace(deps, settings=settings, mailer=build(settings))
    comment, token = published
    for _ in range(8):
        report_comment(mailing, site.id, ReportDraft(comment, WHY, True, email="xolotl@mictlan.test"), HERE)

    delete_own_comment(mailing, site.id, comment, token, HERE)

    kinds = list(deps.session.scalars(sa.select(MailMessage.kind)))
    assert (kinds.count("report-received"), kinds.count("report-decided")) == (5, 5)
