"""Cosignatures: taken from the site's own witnesses only, kept for ever, shown under the checkpoint they are of."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from commentsvc.clock import now
from commentsvc.errors import Conflict, Forbidden, NotFound, ValidationFailed
from commentsvc.ledger.cosignature import Cosigner, cosigned, with_cosignatures
from commentsvc.ledger.note import NoteVerifier, parse_note
from commentsvc.ledger.witness_policy import Policy
from commentsvc.models.site import Site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_cosignature import PER_MINUTE
from commentsvc.usecases.change_witnesses import MAX_WITNESSES, add_witness, remove_witness
from commentsvc.usecases.deps import Actor
from tests.ledger.keys import fixed_key
from tests.support.problems import assert_problem
from tests.usecases.log_entries import add_pending, integrate_all

ADA, BEN, EVE = (Cosigner(fixed_key(name)) for name in ("ada.example", "ben.example", "eve.example"))


def grow(deps: Any, site: Any, count: int = 1) -> None:
    add_pending(deps, site.id, count)
    integrate_all(deps, site.id)


def shown(client: Any, site: Any, least: int = 0) -> str:
    answer = client.get(f"{site.url}/log/checkpoint", query_string={"cosigned": least} if least else {})
    assert answer.status_code == 200, answer.text
    text: str = answer.text
    return text


def body_of(note: str) -> str:
    return parse_note(note).text


def size_of(note: str) -> int:
    return int(note.split("\n")[1])


def line_by(who: Cosigner, note: str, seconds: float = 0) -> str:
    return who.cosign(body_of(note), int(now().timestamp() + seconds)).line()


def hand_in(client: Any, site: Any, size: int, line: str, **headers: str) -> Any:
    return client.post(f"{site.url}/log/cosignatures", json={"size": size, "cosignature": line}, headers=headers)


@pytest.fixture
def witnessed(deps: Any, site: Any) -> Any:
    """The site, which has the witnesses Ada and Ben and one checkpoint."""
    for who in (ADA, BEN):
        add_witness(deps, CLI, site.id, who.vkey)
    grow(deps, site, 3)
    return site


def test_cosignatures_of_the_sites_witnesses_stand_under_the_checkpoint(client: Any, deps: Any, witnessed: Any) -> None:
    plain = shown(client, witnessed)
    lines = [line_by(who, plain) for who in (ADA, BEN)]

    answers = [hand_in(client, witnessed, size_of(plain), line) for line in lines]

    assert [answer.get_json() for answer in answers] == [{"size": size_of(plain), "kept": True}] * 2
    note = shown(client, witnessed)
    assert set(note.split("\n")) == set(with_cosignatures(plain, lines).split("\n"))
    row = deps.session.get(Site, witnessed.id)
    policy = Policy(2, (ADA.verifier, BEN.verifier))
    found = cosigned(note, row.log_origin, NoteVerifier.parse(row.log_vkey), policy)
    assert {witness.name for witness in found.witnesses} == {"ada.example", "ben.example"}


def test_the_first_cosignature_of_a_witness_stays(client: Any, witnessed: Any) -> None:
    plain = shown(client, witnessed)
    first, second = line_by(ADA, plain, -60), line_by(ADA, plain)

    answers = [hand_in(client, witnessed, size_of(plain), line).get_json()["kept"] for line in (first, first, second)]

    assert answers == [True, False, False]
    assert shown(client, witnessed) == with_cosignatures(plain, [first])


def test_the_same_cosignature_sent_twice_at_once_is_kept_once(app: Any, client: Any, witnessed: Any) -> None:
    plain = shown(client, witnessed)
    line = line_by(ADA, plain)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: hand_in(app.test_client(), witnessed, size_of(plain), line), range(8)))

    assert {answer.status_code for answer in answers} == {200}
    assert sorted(answer.get_json()["kept"] for answer in answers) == [False] * 7 + [True]


def test_a_stranger_is_refused_whoever_they_say_they_are(client: Any, witnessed: Any, other_site: Any) -> None:
    plain = shown(client, witnessed)
    size = size_of(plain)
    forged = line_by(EVE, plain).replace("eve.example", "ada.example")
    body = parse_note(plain).text
    [eve] = parse_note(f"{body}\n{line_by(EVE, plain)}").signatures
    stolen_id = type(eve)("ada.example", ADA.verifier.key_id, eve.signature).line()
    log_itself = next(line for line in plain.split("\n") if line.startswith("— ")) + "\n"

    for line in (line_by(EVE, plain), forged, log_itself, fixed_key("ada.example").sign(body).line()):
        assert_problem(hand_in(client, witnessed, size, line), 403, "forbidden")
    assert_problem(hand_in(client, witnessed, size, stolen_id), 422, "validation", "cosignature")
    assert_problem(hand_in(client, other_site, size, line_by(ADA, plain)), 404, "not-found")
    assert shown(client, witnessed) == plain


def test_a_cosignature_of_another_checkpoint_or_of_tomorrow_is_refused(client: Any, deps: Any, witnessed: Any) -> None:
    old = shown(client, witnessed)
    grow(deps, witnessed)
    new = shown(client, witnessed)

    assert_problem(hand_in(client, witnessed, size_of(new), line_by(ADA, old)), 422, "validation", "cosignature")
    tomorrow = line_by(ADA, new, 86_400)
    assert_problem(hand_in(client, witnessed, size_of(new), tomorrow), 422, "validation", "cosignature")
    assert_problem(hand_in(client, witnessed, size_of(new) + 1, line_by(ADA, new)), 404, "not-found")
    assert hand_in(client, witnessed, size_of(old), line_by(ADA, old)).get_json()["kept"]


@pytest.mark.parametrize(
    ("size", "line"),
    [
        *((None, line) for line in ("", "hello", "— ada.example\n", "— ada.example AAAA\n", "x" * 1001)),
        *((0, "x"), ("3", "x")),
    ],
)
def test_what_is_no_cosignature_is_refused(client: Any, witnessed: Any, size: Any, line: str) -> None:
    newest = size_of(shown(client, witnessed))
    assert_problem(hand_in(client, witnessed, newest if size is None else size, line), 422, "validation")


def test_whoever_sends_too_many_waits(client: Any, witnessed: Any) -> None:
    answers = [hand_in(client, witnessed, 10_000, "x") for _ in range(PER_MINUTE + 1)]

    assert {answer.status_code for answer in answers[:-1]} <= {404, 429}
    assert "Retry-After" in answers[-1].headers
    assert_problem(answers[-1], 429, "rate-limited")


def test_two_lines_at_once_are_refused(client: Any, witnessed: Any) -> None:
    plain = shown(client, witnessed)

    both = line_by(ADA, plain) + line_by(EVE, plain)

    assert_problem(hand_in(client, witnessed, size_of(plain), both), 422, "validation", "cosignature")


def test_a_page_of_a_foreign_origin_cannot_hand_one_in(client: Any, witnessed: Any) -> None:
    plain = shown(client, witnessed)

    answer = hand_in(client, witnessed, size_of(plain), line_by(ADA, plain), Origin="https://evil.test")

    assert_problem(answer, 403, "origin-not-allowed")


def test_who_asks_for_cosignatures_gets_the_checkpoint_that_most_witnesses_signed(
    client: Any, deps: Any, witnessed: Any
) -> None:
    first = shown(client, witnessed)
    hand_in(client, witnessed, size_of(first), line_by(ADA, first))
    hand_in(client, witnessed, size_of(first), line_by(BEN, first))
    grow(deps, witnessed)
    second = shown(client, witnessed)
    hand_in(client, witnessed, size_of(second), line_by(ADA, second))
    grow(deps, witnessed)

    assert size_of(shown(client, witnessed)) == size_of(second) + 1, "without asking it is the newest"
    assert size_of(shown(client, witnessed, 1)) == size_of(first)
    assert size_of(shown(client, witnessed, 2)) == size_of(first)
    third = client.get(f"{witnessed.url}/log/checkpoint?cosigned=3")
    assert_problem(third, 404, "not-found")


def test_a_witness_that_was_taken_off_is_neither_heard_nor_shown(client: Any, deps: Any, witnessed: Any) -> None:
    plain = shown(client, witnessed)
    hand_in(client, witnessed, size_of(plain), line_by(ADA, plain))

    remove_witness(deps, CLI, witnessed.id, ADA.vkey)

    assert shown(client, witnessed) == plain
    assert_problem(client.get(f"{witnessed.url}/log/checkpoint?cosigned=1"), 404, "not-found")
    assert_problem(hand_in(client, witnessed, size_of(plain), line_by(ADA, plain)), 403, "forbidden")


def test_only_witness_keys_may_be_named_and_only_by_an_administrator_of_the_site(
    deps: Any, site: Any, other_site: Any
) -> None:
    moderator = Actor("token:x", "x", site.id, frozenset({"moderate"}))
    foreign = Actor("token:y", "y", other_site.id, frozenset({"admin"}))
    with pytest.raises(Forbidden):
        add_witness(deps, moderator, site.id, ADA.vkey)
    with pytest.raises(NotFound):
        add_witness(deps, foreign, site.id, ADA.vkey)
    for wrong in ("", "ada", fixed_key("ada.example").vkey, ADA.vkey[:-2], f" {ADA.vkey}"):
        with pytest.raises(ValidationFailed):
            add_witness(deps, CLI, site.id, wrong)

    assert add_witness(deps, CLI, site.id, ADA.vkey) == [ADA.vkey]
    with pytest.raises(Conflict):
        add_witness(deps, CLI, site.id, ADA.vkey)
    with pytest.raises(NotFound):
        remove_witness(deps, CLI, site.id, BEN.vkey)
    assert deps.session.get(Site, other_site.id).witnesses == []


def test_a_site_has_no_more_witnesses_than_every_reader_of_notes_takes(deps: Any, site: Any) -> None:
    for number in range(MAX_WITNESSES):
        add_witness(deps, CLI, site.id, Cosigner(fixed_key(f"w{number}.example")).vkey)

    with pytest.raises(ValidationFailed, match="at most"):
        add_witness(deps, CLI, site.id, ADA.vkey)
