"""The key that names a thread: derived from a page's address, or given by the owner. Two namespaces that never meet.

Derived keys begin with `/`: `/news/a-story?id=7`, or `//example.org/news/a-story` when the site has several hosts.
Explicit keys begin with `key:`.

What the derived key keeps and drops:
- the scheme, the fragment, default ports, trailing and doubled slashes, `.` and `..`, and a final `index.html` or
  `index.htm` go: they are ways to write the same page;
- known tracking and session parameters go; every other parameter stays, because it may choose the content;
- parameters are ordered by name, since servers read `?a=1&b=2` and `?b=2&a=1` alike, but repeated names keep their own
  order, which servers do tell apart;
- percent-encoding is in one form and a space in the query is `+`;
- the case of the path stays, because servers tell it apart; `www.` is a host of its own.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from commentsvc.domain.web_address import ADDRESS_MAX, BadAddress, WebAddress, parse_address
from commentsvc.errors import ValidationFailed

KEY_MAX = 1000  # characters of a stored key of either namespace, so that a column can be sized for it
EXPLICIT_KEY_MAX = 500  # characters the owner may give
_READABLE = 200  # characters of path kept in front of the digest when an address is too long for a key

_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "matomo_", "piwik_", "hsa_", "fb_action_", "etcc_", "at_campaign")
_TRACKING_NAMES = """
_branch_match_id _bta_c _bta_tid _ga _gac _gl _hsenc _hsmi _ke _openstat __hsfp __hssc __hstc __s campaignid dclid dm_i
ef_id epik fb_ref fb_source fbclid gad_campaignid gad_source gbraid gclid gclsrc gdffi gdfms hsctatracking icid igsh
igshid irclickid jsessionid li_fat_id mc_cid mc_eid mkt_tok ml_subscriber ml_subscriber_hash msclkid ndclid
oly_anon_id oly_enc_id phpsessid rb_clickid rdt_cid s_cid s_kwcid sc_campaign sc_channel scid srsltid trk_contact
at_medium trk_msg trk_sid ttclid twclid vero_conv vero_id wbraid wickedid wt_mc wt_zmc yclid ysclid
"""
_TRACKING = frozenset(_TRACKING_NAMES.split())
_INDEX = frozenset({"index.html", "index.htm"})
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_ABSOLUTE = re.compile(r"https?:", re.IGNORECASE)


def read_page(url: str) -> WebAddress:
    """The address of a page in parts. Raises `ValidationFailed` on the field `page.url`."""
    try:
        return parse_address(url)
    except BadAddress as problem:
        raise ValidationFailed(fields={"page.url": [str(problem)]}) from None


def page_key(url: str | WebAddress, hosts: Sequence[str]) -> str:
    """The derived key of the page at `url`. `hosts` are the site's hosts or origins; with several of them, or a
    wildcard, the key begins with `//host`. At most `KEY_MAX` characters, ASCII.

    Whether the site may have this page at all is not asked here (see `origin_allowed`).
    Raises `ValidationFailed` on the field `page.url`.
    """
    address = read_page(url) if isinstance(url, str) else url
    host = f"//{address.authority}" if _several(hosts) else ""
    return _capped(host, _path(address.path), _query(address.query))


def page_address(url: str | WebAddress) -> str:
    """The address of a page as everybody may see it: one form, without fragment and without the parameters that are
    about the reader who came by it (sessions, campaigns, `mc_eid`); the others in their own order.

    Raises `ValidationFailed` on the field `page.url`.
    """
    address = read_page(url) if isinstance(url, str) else url
    kept = [pair for pair in (address.query or "").split("&") if pair and not _is_tracking(pair)]
    return f"{address.origin}{_SESSION_IN_PATH.sub('', address.path)}" + ("?" + "&".join(kept) if kept else "")


def explicit_key(key: str) -> str:
    """The stored form of a key the owner gave, `key:` + key (NFC, outer space dropped). 1 to `EXPLICIT_KEY_MAX`
    characters without control or invisible format characters; else `ValidationFailed` on the field `page.key`.
    """
    key = unicodedata.normalize("NFC", key).strip()
    if not key:
        raise _bad_key("The key is empty.")
    if len(key) > EXPLICIT_KEY_MAX:
        raise _bad_key(f"The key is longer than {EXPLICIT_KEY_MAX} characters.")
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in key):
        raise _bad_key("The key has control characters in it.")
    return f"key:{key}"


def parse_page_param(value: str, origins: Sequence[str]) -> str:
    """The stored key that `value` of a `page` parameter means: an http(s) address, a derived key (begins with `/`), or
    an explicit key, with or without `key:` in front. Stored keys come back unchanged.

    Raises `ValidationFailed` on the field `page`.
    """
    try:
        if _ABSOLUTE.match(value.strip()):
            return page_key(value, origins)
        if value.startswith("//"):
            # A port that is one scheme's own is kept only under the other.
            scheme = "https" if re.match(r"//[^/?]*:80(?:[/?]|\Z)", value) else "http"
            return page_key(f"{scheme}:{value}", ("*",))
        if value.startswith("/"):
            return page_key(f"http://any.invalid{value}", ())
        return explicit_key(value.removeprefix("key:"))
    except ValidationFailed as problem:
        messages = [message for field in problem.fields.values() for message in field]
        raise ValidationFailed(fields={"page": messages}) from None


def _several(hosts: Sequence[str]) -> bool:
    if any("*" in host for host in hosts):
        return True
    return len({host.split("://", 1)[-1].rstrip("/").lower() for host in hosts}) > 1


def _path(path: str) -> str:
    segments: list[str] = []
    for segment in _SESSION_IN_PATH.sub("", path).split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in {"", "."}:
            segments.append(segment)
    while segments and segments[-1].lower() in _INDEX:
        segments.pop()
    return "/" + "/".join(segments)


def _query(query: str | None) -> str:
    pairs = [pair for pair in (query or "").replace("%20", "+").split("&") if pair]
    kept = sorted((pair for pair in pairs if not _is_tracking(pair)), key=lambda pair: pair.split("=", 1)[0])
    return "?" + "&".join(kept) if kept else ""


def _is_tracking(pair: str) -> bool:
    name = pair.split("=", 1)[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def _capped(host: str, path: str, query: str) -> str:
    """The key, or when it would be too long the beginning of the path and a digest of all of it, so that long titles
    in scripts that percent-encode to nine characters a letter still have a thread each.
    """
    key = host + path + query
    if len(key) <= KEY_MAX:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    beginning = re.sub(r"%[0-9A-F]?\Z", "", path[:_READABLE])
    return f"{host}{beginning}~{digest}"


def _bad_key(message: str) -> ValidationFailed:
    return ValidationFailed(fields={"page.key": [message]})


__all__ = [
    "ADDRESS_MAX",
    "EXPLICIT_KEY_MAX",
    "KEY_MAX",
    "explicit_key",
    "page_address",
    "page_key",
    "parse_page_param",
    "read_page",
]
