"""One look of a witness: at the real service, at logs that lie, and cut off between any two steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from commentsvc.adapters.outbound import Answer, NoOutbound
from commentsvc.adapters.witness_folder import MemoryWitnessStore
from commentsvc.errors import OutboundFailed, ValidationFailed
from commentsvc.ledger.cosignature import Cosigner, cosigned, read_cosignature
from commentsvc.ledger.note import parse_note
from commentsvc.ledger.witness import Seen
from commentsvc.ledger.witness_policy import Policy
from commentsvc.models.site import Site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_witnesses import add_witness
from commentsvc.usecases.witness_log import FollowedLog, Outcome, Witness, followed_log, witness_log
from tests.ledger import naive
from tests.ledger.keys import fixed_key
from tests.ledger.log_in_memory import MemoryLog
from tests.support.log_server import LogServer
from tests.usecases.log_entries import add_pending, integrate_all

ADA, BEN = Cosigner(fixed_key("ada.example")), Cosigner(fixed_key("ben.example"))
LEAVES = naive.leaves(30)
URL = "http://log.test/log"


class Cut(Exception):
    """The process ends here."""


@dataclass
class Wire:
    """What stands for the network: requests go to `answer`; `cut` may end the process before a request leaves."""

    answer: Callable[[str, str, bytes], tuple[int, bytes]]
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    broken: bool = False

    def get(self, url: str) -> Answer:
        status, body = self.answer("GET", url.removeprefix("http://log.test"), b"")
        return Answer(status, "", body)

    def post(self, url: str, body: bytes, media_type: str) -> Answer:
        assert media_type == "application/json"
        if self.broken:
            raise OutboundFailed("log.test did not answer")
        self.sent.append((url, body))
        status, content = self.answer("POST", url.removeprefix("http://log.test"), body)
        return Answer(status, "", content)


@dataclass
class Scene:
    """A log in memory, who follows it, and the witness."""

    server: LogServer
    followed: FollowedLog
    witness: Witness
    memory: MemoryWitnessStore
    wire: Wire

    def look(self) -> Any:
        return witness_log(self.witness, self.followed)

    def sizes_taken(self) -> list[int]:
        return [taken["size"] for taken in self.server.taken]


@pytest.fixture
def scene() -> Iterator[Scene]:
    """A log of 7 entries that nobody has looked at."""
    server = LogServer(MemoryLog(leaves=LEAVES[:7]))
    memory, wire = MemoryWitnessStore(), Wire(server.answer)
    yield Scene(server, followed_log(server.log.key.vkey, URL + "/"), Witness(ADA, memory, wire), memory, wire)


def test_what_fits_is_cosigned_once_for_each_size(scene: Scene) -> None:
    outcomes = [scene.look().outcome, scene.look().outcome]
    scene.server.log.leaves = LEAVES[:20]
    outcomes += [scene.look().outcome, scene.look().outcome]

    assert outcomes == [Outcome.COSIGNED, Outcome.UNCHANGED, Outcome.COSIGNED, Outcome.UNCHANGED]
    assert scene.sizes_taken() == [7, 20]
    for taken in scene.server.taken:
        body = parse_note(scene.server.log.checkpoint(taken["size"])).text
        read_cosignature(taken["cosignature"], body, ADA.verifier)


def test_a_fork_is_refused_kept_and_never_signed(scene: Scene) -> None:
    scene.server.log.leaves = LEAVES[:10]
    scene.look()
    honest = scene.server.log.checkpoint()
    for size, outcome in ((10, Outcome.SPLIT_VIEW), (15, Outcome.LOG_REWRITTEN), (9, Outcome.LOG_REWRITTEN)):
        scene.server.log.leaves = [LEAVES[29], *LEAVES[1:size]]
        shown = scene.server.log.checkpoint()

        look = scene.look()

        assert (look.outcome, look.size, look.cosignature) == (outcome, size, None)
        assert (scene.memory.refused[-1]["seen"], scene.memory.refused[-1]["shown"]) == (honest, shown)
    scene.server.log.leaves = LEAVES[:12]
    assert scene.look().outcome is Outcome.COSIGNED, "the log it knows is followed on"
    assert scene.sizes_taken() == [10, 12]


def test_a_log_that_gives_no_proof_is_not_signed_and_not_accused(scene: Scene) -> None:
    scene.look()
    scene.server.log.leaves = LEAVES[:20]
    honest = scene.wire.answer
    for reply in (
        (500, b"{}"),
        (404, b"{}"),
        (200, b""),
        (200, b"[]"),
        (200, b'{"proof": [1]}'),
        (200, b'{"proof": "x"}'),
    ):
        scene.wire.answer = lambda method, path, body, reply=reply: (
            reply if "/consistency" in path else honest(method, path, body)
        )
        assert scene.look().outcome is Outcome.UNREACHABLE
    scene.wire.answer = lambda method, path, body: (
        (200, b'{"proof": []}') if "/consistency" in path else honest(method, path, body)
    )

    assert scene.look().outcome is Outcome.LOG_REWRITTEN
    assert scene.sizes_taken() == [7] and scene.memory.read(scene.followed.origin).size == 7


def test_another_key_another_origin_and_noise_are_told_apart(scene: Scene) -> None:
    stranger = MemoryLog(key=fixed_key("comments.test/other"), leaves=LEAVES[:7])
    namesake = MemoryLog(leaves=LEAVES[:7])
    namesake.key = type(namesake.key)(namesake.key.name, fixed_key("x")._private_key)
    shown = [(stranger.checkpoint(), "unknown-key"), (namesake.checkpoint(), "unknown-key")]
    shown += [("<html>hello</html>", "malformed"), ("", "malformed"), ("a\nb\nc\n\n— x AAAA\n", "malformed")]

    for note, outcome in shown:
        scene.wire.answer = lambda method, path, body, note=note: (200, note.encode())
        assert scene.look().outcome.value == outcome
    assert scene.memory.read(scene.followed.origin) is None and scene.server.taken == []


def test_an_empty_log_and_one_that_cannot_be_asked_are_not_refused(scene: Scene) -> None:
    scene.wire.answer = lambda *_: (404, b"{}")
    assert scene.look().outcome is Outcome.EMPTY
    scene.wire.answer = lambda *_: (503, b"{}")
    assert scene.look().outcome is Outcome.UNREACHABLE
    assert witness_log(Witness(ADA, scene.memory, NoOutbound()), scene.followed).outcome is Outcome.UNREACHABLE


def test_nothing_leaves_before_it_is_written_down(scene: Scene) -> None:
    written: list[Seen] = []

    class Forgetful(MemoryWitnessStore):
        def write(self, origin: str, seen: Seen) -> None:
            raise Cut

    class Checking(MemoryWitnessStore):
        def write(self, origin: str, seen: Seen) -> None:
            written.append(seen)
            super().write(origin, seen)

    with pytest.raises(Cut):
        witness_log(Witness(ADA, Forgetful(), scene.wire), scene.followed)
    assert scene.wire.sent == [], "what could not be written down was not signed"

    scene.server.before_answering = lambda: written.append(Seen(0, b"", "handed in"))
    witness_log(Witness(ADA, Checking(), scene.wire), scene.followed)
    assert [seen.note == "handed in" for seen in written] == [False, True, False]


def test_cut_off_between_writing_and_handing_in_it_hands_in_the_same_root_later(scene: Scene) -> None:
    scene.wire.broken = True
    first = scene.look()
    assert first.outcome is Outcome.NOT_TAKEN and first.cosignature
    seen = scene.memory.read(scene.followed.origin)
    assert seen and seen.size == 7 and not seen.handed_in
    scene.wire.broken = False
    honest = scene.server.log.leaves
    scene.server.log.leaves = [*reversed(honest)]
    assert scene.look().outcome is Outcome.SPLIT_VIEW, "the signature may be out: no second root for this size"
    scene.server.log.leaves = honest

    assert scene.look().outcome is Outcome.COSIGNED
    assert scene.sizes_taken() == [7]
    assert scene.look().outcome is Outcome.UNCHANGED


def test_a_site_that_does_not_take_it_is_asked_again(scene: Scene) -> None:
    scene.server.refuses = 403
    assert [scene.look().outcome for _ in range(2)] == [Outcome.NOT_TAKEN] * 2
    scene.server.refuses = 200

    assert scene.look().outcome is Outcome.COSIGNED


def test_two_witnesses_cosign_the_real_services_log(client: Any, deps: Any, site: Any) -> None:
    def ask(method: str, path: str, body: bytes) -> tuple[int, bytes]:
        answer = client.open(path, method=method, data=body or None, content_type="application/json" if body else None)
        return answer.status_code, answer.data

    row = deps.session.get(Site, site.id)
    log = followed_log(row.log_vkey, f"http://log.test{site.url}/log")
    witnesses = [Witness(who, MemoryWitnessStore(), Wire(ask)) for who in (ADA, BEN)]
    assert [witness_log(witness, log).outcome for witness in witnesses] == [Outcome.EMPTY] * 2
    add_witness(deps, CLI, site.id, ADA.vkey)
    for count in (3, 260):
        add_pending(deps, site.id, count)
        integrate_all(deps, site.id)
        outcomes = [witness_log(witness, log).outcome for witness in witnesses]
        assert outcomes == [Outcome.COSIGNED, Outcome.COSIGNED if count > 3 else Outcome.NOT_TAKEN]
        if count == 3:
            add_witness(deps, CLI, site.id, BEN.vkey)

    note = client.get(f"{site.url}/log/checkpoint").text
    found = cosigned(note, log.origin, log.key, Policy(2, (ADA.verifier, BEN.verifier)))
    assert found.checkpoint.size == 265, "those, and that two witnesses were named"


def test_a_log_may_be_named_by_its_checkpoint(scene: Scene) -> None:
    for ending in ("", "/", "/checkpoint", "/checkpoint/"):
        assert followed_log(scene.server.log.key.vkey, URL + ending) == scene.followed


@pytest.mark.parametrize(
    ("vkey", "url"),
    [
        ("", URL),
        (ADA.vkey, URL),
        (fixed_key("log.example").vkey, "log.example/log"),
        (fixed_key("log.example").vkey, "file:///etc/passwd"),
        (fixed_key("log.example").vkey, "https://log.example/log?x=y"),
        (fixed_key("log.example").vkey, "https://log.example/a b"),
    ],
)
def test_what_is_no_log_is_not_followed(vkey: str, url: str) -> None:
    with pytest.raises(ValidationFailed):
        followed_log(vkey, url)
