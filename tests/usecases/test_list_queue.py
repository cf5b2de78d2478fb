"""The queue: who waits longest comes first, paging loses nothing, and searching takes its words literally."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
import sqlalchemy as sa

from commentsvc import clock
from commentsvc.domain.judgement import Finding, Verdict
from commentsvc.domain.queue_filter import Place, QueueFilter
from commentsvc.errors import Forbidden, NotFound, ValidationFailed
from commentsvc.models import queue
from commentsvc.models.comment import Comment
from commentsvc.models.database import new_id, writing
from commentsvc.models.finding import add_findings
from commentsvc.models.search import index_words
from commentsvc.usecases.decide_comments import DecisionDraft, decide_comments
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.list_queue import list_queue

MIA = Actor(ref="account:mia", name="Mia", site_id="example", scopes=frozenset({"moderate"}))


def bodies(page):
    return [item.body for item in page.comments]


def listed(deps, *, cursor=None, limit=50, **wanted):
    deps.session.rollback()
    return list_queue(deps, MIA, "example", QueueFilter(**wanted), cursor=cursor, limit=limit)


def decide(deps, answer, action):
    (outcome,) = decide_comments(deps, MIA, "example", [DecisionDraft(uuid.UUID(answer["comment"]["id"]), action)])
    assert outcome.outcome == "done"


def test_pending_comments_come_oldest_first_and_all_others_newest_first(deps, post):
    answers = [post(body=f"Number {n}.") for n in range(4)]
    for answer in answers[:2]:
        decide(deps, answer, "publish")

    assert bodies(listed(deps, status="pending")) == ["Number 2.", "Number 3."]
    assert bodies(listed(deps, status="published")) == ["Number 1.", "Number 0."]
    assert bodies(listed(deps)) == ["Number 3.", "Number 2.", "Number 1.", "Number 0."]


def test_an_item_tells_everything_a_moderator_judges_by(deps, site, post):
    answer = post(body="I *agree*.", author={"name": "Ada", "website": "https://ada.example/"}, title="A story")
    reply_to = answer["comment"]["id"]
    decide(deps, answer, "publish")
    post(body="So do I.", parent=reply_to)

    (item,) = listed(deps, status="published").comments
    (reply,) = listed(deps, status="pending").comments

    assert (str(item.id), item.parent, str(reply.parent)) == (reply_to, None, reply_to)
    assert (item.thread_url, item.thread_title) == (site.page, "A story")
    assert item.thread_key == answer["comment"]["page"]
    assert (item.author_name, item.author_website) == ("Ada", "https://ada.example/")
    assert (item.body, "<em>agree</em>" in item.html) == ("I *agree*.", True)
    assert str(item.record) == answer["receipt"]["id"]
    assert (item.last_decision.by, item.last_decision.action, item.can_undo) == ("Mia", "publish", True)
    assert (reply.last_decision, reply.can_undo) == (None, False)


def test_the_last_decision_of_an_undone_comment_is_the_undoing(deps, post):
    answer = post()
    decide(deps, answer, "spam")
    decide(deps, answer, "undo")

    (item,) = listed(deps).comments

    assert (item.last_decision.action, item.last_decision.to_status, item.can_undo) == ("undo", "pending", False)


@pytest.mark.parametrize("status", ["pending", None])
def test_pages_follow_each_other_without_gap_or_repetition_while_comments_come_and_go(deps, post, status):
    answers = [post(body=f"Number {n}.") for n in range(7)]
    first = listed(deps, status=status, limit=3)
    decide(deps, answers[0], "spam")
    post(body="A late one.")

    second = listed(deps, status=status, limit=3, cursor=first.next)
    third = listed(deps, status=status, limit=3, cursor=second.next)

    seen = bodies(first) + bodies(second) + bodies(third)
    expected = {f"Number {n}." for n in range(7)}
    assert len(seen) == len(set(seen))
    assert set(seen) - {"A late one."} == expected
    assert third.next is None


def test_a_full_last_page_has_no_next(deps, post):
    for n in range(2):
        post(body=f"Number {n}.")

    assert listed(deps, limit=2).next is None


TEXTS = ("I AGREE 100%", "snake_case", "back\\slash", "Über alles, Straße", "私は東京都に住む", "A crème for Łódź")
SEARCHES = {
    "agree": TEXTS[:1], "agr": TEXTS[:1], "gree": (), "100%": TEXTS[:1], "agree 100": TEXTS[:1], "agree snake": (),
    "snake_case": TEXTS[1:2], "snake case": TEXTS[1:2], '"case snake"': (), "back": TEXTS[2:3], "%": (), "_": (),
    "über": TEXTS[3:4], "UBER": TEXTS[3:4], "STRASSE": TEXTS[3:4], '"alles strasse"': TEXTS[3:4],
    "creme lodz": TEXTS[5:],
    "東京": TEXTS[4:5], "東京都に": TEXTS[4:5], "京": TEXTS[4:5], "京に": (), "ada": TEXTS, '"ada i"': (),
    "story": TEXTS,
    "story agree": (), "nothing like it": (), '"': (), "AND": (), "a* OR *": (), "NEAR(i agree)": (), "words:i": (),
    "'": (), "') | (": (), ":*": (), "i & !agree": TEXTS[:1], "-agree": TEXTS[:1], "{words} : i": (), "^i": TEXTS[:1],
    "\\": (), "\u00b6": (), "\ud7ff\U0001f600": (),
}  # fmt: skip


@pytest.fixture(params=["looked through", "by index", "one by one"])
def sought(request, monkeypatch):
    """What is sought is found in each of the ways: among the next comments, by its index, in all comments in order."""
    if request.param != "looked through":
        monkeypatch.setattr(queue, "LOOKED_THROUGH", ())
    monkeypatch.setattr(queue, "COMMON", 1 if request.param == "one by one" else 10_000)


def test_a_search_finds_beginnings_of_words_in_text_name_and_title_and_has_no_syntax_to_get_wrong(deps, post, sought):
    for body in TEXTS:
        post(body=body)

    found = {q: tuple(bodies(listed(deps, status="pending", q=q))) for q in SEARCHES}

    assert found == SEARCHES


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"status": "new"}, "status"),
        ({"cursor": "3"}, "cursor"),
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"q": "x" * 201}, "q"),
        ({"q": "\x00"}, "q"),
        ({"reason": "x" * 61}, "reason"),
        ({"score_from": -1}, "score_from"),
        ({"score_to": 101}, "score_to"),
        ({"sort": "best"}, "sort"),
        ({"sort": "highest-score"}, "sort"),
        ({"sort": "lowest-score", "status": "pending", "cursor": f"101~{uuid.UUID(int=1)}"}, "cursor"),
        ({"sort": "lowest-score", "status": "pending", "cursor": str(uuid.UUID(int=1))}, "cursor"),
        ({"cursor": f"3~{uuid.UUID(int=1)}"}, "cursor"),
    ],
)
def test_what_cannot_be_listed_is_said_field_by_field(deps, site, how, field):
    with pytest.raises(ValidationFailed) as refused:
        listed(deps, **how)

    assert list(refused.value.fields) == [field]


RULE = uuid.UUID(int=7)


def judged(deps, answer, score, *reasons):
    with writing(deps.session) as session:
        comment = session.get_one(Comment, ("example", uuid.UUID(answer["comment"]["id"])))
        comment.spam_score = score
        found = [Finding(reason, f"Because of {reason}.", Verdict.HOLD, RULE) for reason in reasons]
        add_findings(session, comment, found, clock.now())


def test_conditions_narrow_the_queue_and_all_of_them_hold(deps, site, post, sought):
    mine = {"name": "Ada", "email": "ada@example.org"}
    answers = [
        post(body="A", author=mine), post(body="B", author=mine, page=f"{site.origin}/b"), post(body="C", title="Sea"),
    ]  # fmt: skip
    for answer, judgement in zip(answers, [(90, "links", "words"), (10, "links"), (None,)], strict=True):
        judged(deps, answer, *judgement)
    items = {item.body: item for item in listed(deps).comments}

    def pending(**wanted):
        return "".join(bodies(listed(deps, status="pending", **wanted)))

    assert [(found.reason, found.because, found.rule) for found in items["B"].findings] == [
        ("links", "Because of links.", RULE)
    ]
    assert pending(reason="links") == pending(reason=str(RULE)) == "AB"
    assert (pending(reason="words"), pending(reason="flood"), pending(reason=str(uuid.UUID(int=8)))) == ("A", "", "")
    assert pending(author=items["A"].author) == "AB"
    assert (pending(page=items["A"].thread_id), pending(page=items["B"].thread_id)) == ("AC", "B")
    assert (pending(score_from=10), pending(score_to=89), pending(score_from=11, score_to=89)) == ("AB", "B", "")
    assert pending(author=items["A"].author, page=items["A"].thread_id, reason="links", q="a", score_from=90) == "A"
    assert pending(sort="newest") == "CBA"


def test_by_score_the_doubtful_come_first_or_last_and_pages_follow_each_other(deps, post):
    for body, score in (("A", 50), ("B", None), ("C", 90), ("D", 50), ("E", None)):
        judged(deps, post(body=body), score)

    def paged(sort):
        seen, cursor = "", None
        while True:
            page = listed(deps, status="pending", sort=sort, cursor=cursor, limit=1)
            seen, cursor = seen + "".join(bodies(page)), page.next
            if cursor is None:
                return seen

    assert paged("highest-score") == "CDABE"
    assert paged("lowest-score") == "ADCBE"
    assert "".join(bodies(listed(deps, status="pending", sort="lowest-score", score_to=60))) == "AD"


@pytest.mark.parametrize(("through", "common"), [((), 1), ((), 10_000), ((1,), 10_000), ((2, 3), 1)])
def test_what_is_sought_is_found_once_and_in_order_however_many_are_looked_through(
    deps, post, monkeypatch, through, common
):
    for n, score in enumerate((50, None, 90, 50, None, 20, 90)):
        judged(deps, post(body=f"{'Cod' if n % 2 else 'Eel'} {n}"), score)
    monkeypatch.setattr(queue, "LOOKED_THROUGH", through)
    monkeypatch.setattr(queue, "COMMON", common)

    def paged(**wanted):
        seen, cursor = "", None
        while True:
            page = listed(deps, cursor=cursor, limit=1, **wanted)
            seen, cursor = seen + "".join(body[-1] for body in bodies(page)), page.next
            if cursor is None:
                return seen

    assert (paged(q="eel"), paged(q="eel", status="pending")) == ("6420", "0246")
    assert (paged(q="eel", sort="highest-score", status="pending"), paged(q="salmon")) == ("6204", "")
    assert (paged(score_from=50), paged(score_from=50, score_to=60, q="cod")) == ("6320", "3")


def crowd_around(deps, answer):
    """As many comments as make a database think before it reads a whole table; few of them wait."""
    with writing(deps.session) as session:
        first = session.execute(sa.select(Comment.__table__)).mappings().one()
        rows = [
            {**first, "id": new_id(), "status": "published" if n % 100 else "pending", "spam_score": n % 101}
            for n in range(2000)
        ]
        session.execute(sa.insert(Comment.__table__), rows)
        for n, row in enumerate(rows):
            words = [f"word{n}", *(f"filler{n % 7}{more}" for more in range(40))]
            index_words(session.connection(), "example", row["id"], row["thread_id"], row["id"], words)
    if deps.session.get_bind().dialect.name == "sqlite":
        return  # its planner was told of the tables when they were made
    with deps.session.get_bind().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def test_a_page_is_read_from_an_index_in_its_order_however_many_comments_there_are(deps, post):
    answer = post(body="One of many")
    crowd_around(deps, answer)
    place = Place(uuid.UUID(answer["comment"]["id"]), 100)
    sqlite = deps.session.get_bind().dialect.name == "sqlite"

    for wanted, index in (
        (QueueFilter(status="pending"), "ix_comment_queue"),
        (QueueFilter(status="published"), "ix_comment_queue"),
        (QueueFilter(status="published", sort="highest-score"), "ix_comment_score"),
        (QueueFilter(), "sqlite_autoindex_comment_1" if sqlite else "pk_comment"),
        (QueueFilter(q='"word1234"'), "search_fts VIRTUAL TABLE INDEX" if sqlite else "ix_search_entry_words"),
    ):
        (statement, *_) = queue.queue_page(deps.session, "example", wanted, place, 25)
        plan = explain(deps, statement)

        assert index in plan, plan
        assert ("SCAN comment" if sqlite else "Seq Scan on comment ") not in plan, plan
        assert wanted.q or ("TEMP B-TREE" if sqlite else "Sort") not in plan, plan


def test_a_word_that_many_have_is_looked_for_in_the_order_of_the_page_and_not_in_the_index_of_words(deps, post):
    place = Place(uuid.UUID(post(body="One of many")["comment"]["id"]), 100)
    for wanted, order in (
        (QueueFilter(q="word", status="published"), "ix_comment_queue"),
        (QueueFilter(q="word", status="pending", sort="highest-score"), "ix_comment_score"),
        (QueueFilter(score_from=80, reason="links", status="published"), "ix_comment_queue"),
    ):
        (leg, *_) = queue._legs(wanted, place)
        (walk, *_) = queue.queue_page(deps.session, "example", wanted, place, 25, one_by_one=True)
        for statement in (*queue.look_through(deps.session, "example", wanted, leg, 25, 250), walk):
            plan = explain(deps, statement)
            assert "search_fts" not in plan and "ix_search_entry_words" not in plan, plan
            if deps.session.get_bind().dialect.name == "sqlite":  # on PostgreSQL a table of one row is read whole
                assert f"SEARCH comment USING INDEX {order} (site_id=? AND status=?" in plan.replace("COVERING ", "")


def explain(deps, statement):
    engine = deps.session.get_bind()
    written = str(statement.compile(engine, compile_kwargs={"literal_binds": True}))
    how = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    with engine.connect() as connection:
        return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{how} {written}"))


def test_the_queue_of_another_site_does_not_exist_and_a_scope_is_needed(deps, site, other_site, post):
    post(at=other_site)

    assert listed(deps).comments == []
    with pytest.raises(NotFound):
        list_queue(deps, MIA, "other")
    with pytest.raises(Forbidden):
        list_queue(deps, replace(MIA, scopes=frozenset({"export"})), "example")
    with pytest.raises(NotFound):
        list_queue(deps, replace(MIA, site_id=None), "nowhere")
