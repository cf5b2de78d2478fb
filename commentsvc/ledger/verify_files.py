"""Verify files from a command line: what `commentsvc verify` and the single-file verifier do."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from commentsvc.errors import ReceiptError
from commentsvc.ledger.archive import ARCHIVE_START
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.receipt import strict_json
from commentsvc.ledger.verdict import Verdict
from commentsvc.ledger.verify_archive import verify_archive
from commentsvc.ledger.verify_log import STAMPED_SCHEMA, verify_log, verify_stamped
from commentsvc.ledger.verify_receipt import verify_receipt

ABOUT = """Check a receipt of commentsvc, or that its log only grew. Nothing is asked for over a network.

FILE is a receipt (JSON), evidence or a log that somebody exported (ZIP), the newest checkpoint of a log (a signed
note) or a timestamped one (the answer of log/timestamps), with --checkpoint for those kept before.
Exit codes: 0 proven, 10 operator's word only, 11 self-attested, 20 altered, 21 not in the log, 22 promise broken,
23 log rewritten, 24 split view, 25 unknown key, 26 malformed, 27 rolled back; 1 and 2 when a file or an option is
wrong."""


def read_trust(
    keys: Sequence[str],
    checkpoints: Sequence[Path],
    consistency: Sequence[Path],
    witnesses: Path | None = None,
    authorities: Sequence[Path] = (),
    key_changes: Sequence[Path] = (),
) -> Trust:
    """What somebody had beforehand, from its files: `witnesses` is a policy's, `authorities` are PEM files of timestamp
    authorities, `key_changes` answers of `…/log/keys`. Raises OSError when a file cannot be read."""
    kept = [path.read_bytes().decode("utf-8", "replace") for path in checkpoints]
    proofs = [path.read_bytes() for path in consistency]
    policy = witnesses.read_bytes().decode("utf-8", "replace") if witnesses else ""
    return Trust(
        keys,
        kept,
        proofs,
        policy,
        key_changes=[path.read_bytes() for path in key_changes],
        authorities=[path.read_bytes() for path in authorities],
    )


def check_file(file: Path, trust: Trust) -> Verdict:
    """The verdict on `file`. Raises OSError when it cannot be read."""
    with file.open("rb") as stream:
        if stream.read(len(ARCHIVE_START)) == ARCHIVE_START:
            return verify_archive(stream, trust)
        stream.seek(0)
        content = stream.read()
    if _schema(content) == STAMPED_SCHEMA:
        return verify_stamped(content, trust)
    if content.lstrip()[:1] in (b"{", b"[", b""):
        return verify_receipt(content, trust)
    return verify_log(content.decode("utf-8", "replace"), trust)


def _schema(content: bytes) -> object:
    """What kind of JSON document a file says it is, or None."""
    try:
        value = strict_json(content)
    except ReceiptError:
        return None
    return value.get("schema") if isinstance(value, dict) else None


def verdict_text(verdict: Verdict, *, as_json: bool) -> str:
    """What is printed, with its newline: the sentence, then one detail a line; or the same as JSON."""
    if as_json:
        return json.dumps(verdict.as_json(), indent=2) + "\n"
    return "\n".join([_visible(verdict.sentence), *(f"- {_visible(detail)}" for detail in verdict.details)]) + "\n"


def _visible(text: str) -> str:
    """`text` without line ends and control characters: it quotes the file, which must not write over the verdict."""
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the single-file verifier; returns the exit code."""
    parser = argparse.ArgumentParser(description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--key", action="append", default=[], metavar="VKEY", help="a log's key, had from elsewhere")
    parser.add_argument(
        "--keys", action="append", default=[], type=Path, metavar="FILE", help="an answer of log/keys: its key changed"
    )
    parser.add_argument("--checkpoint", action="append", default=[], type=Path, metavar="FILE", help="one you kept")
    parser.add_argument(
        "--consistency", action="append", default=[], type=Path, metavar="FILE", help="an answer of log/consistency"
    )
    parser.add_argument("--witnesses", type=Path, metavar="FILE", help="a policy: which witnesses, and how many")
    parser.add_argument(
        "--tsa",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="root certificate of a timestamp authority",
    )
    parser.add_argument("--json", action="store_true", help="print JSON for a program")
    given = parser.parse_args(arguments)
    try:
        had = (given.key, given.checkpoint, given.consistency, given.witnesses, given.tsa, given.keys)
        verdict = check_file(given.file, read_trust(*had))
    except OSError as error:
        sys.stderr.write(f"{error.filename}: {error.strerror}\n")
        return 1
    sys.stdout.write(verdict_text(verdict, as_json=given.json))
    return verdict.outcome.exit_code
