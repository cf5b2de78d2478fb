"""Write a paper that data protection law asks for, from the site's settings and its notices in force. Reads only."""

from __future__ import annotations

from collections.abc import Sequence

from commentsvc import clock
from commentsvc.domain.notice import parse_manifest
from commentsvc.domain.notice_retention import record_months
from commentsvc.domain.paper import Paper
from commentsvc.domain.paper_facts import Controller, Installation, Operator, PurposeFacts, SiteFacts
from commentsvc.domain.processing_record import controllers_record, processors_record
from commentsvc.domain.processor_terms import processor_terms
from commentsvc.domain.retention import DEFAULT
from commentsvc.errors import NotFound
from commentsvc.models import retention as kept
from commentsvc.models.notice import CHOICES, Notice, notices_in_force
from commentsvc.models.site import Site, all_sites
from commentsvc.models.webhook import endpoints_of
from commentsvc.usecases.access import require, require_installation
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site

RECORD, TERMS, PROCESSOR = "record", "terms", "processor-record"
PAPERS = (RECORD, TERMS)
"""The papers about one site; `processor-record` is about all of them."""


def write_paper(deps: Deps, actor: Actor, site_id: str, name: str) -> Paper:
    """The paper of this name (`PAPERS`) about one site.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `export`; or there is no such paper.
    """
    require(actor, site_id, "export")
    site = find_site(deps, site_id)
    writers = {RECORD: controllers_record, TERMS: processor_terms}
    if name not in writers:
        raise NotFound(f"There is no such paper. There are: {', '.join(PAPERS)}.")
    return writers[name](_site(deps, site), _operator(deps), _installation(deps), clock.iso(clock.now()))


def write_processor_record(deps: Deps, actor: Actor) -> Paper:
    """The record of whoever runs the service for the sites (Art. 30(2)): it names every controller.

    Raises:
        Forbidden: the actor is no administrator of the installation.
    """
    require_installation(actor)
    controllers = [_controller(site) for site in all_sites(deps.session)]
    return processors_record(controllers, _operator(deps), _installation(deps), clock.iso(clock.now()))


def _site(deps: Deps, site: Site) -> SiteFacts:
    notices = notices_in_force(deps.session, site.id)
    notice = _own_language(notices, site)
    row = kept.find_policy(deps.session, site.id)
    months = record_months(parse_manifest(notice.body)) if notice else None
    return SiteFacts(
        controller=_controller(site),
        notice=f"version {notice.version} in the language {notice.lang}" if notice else "",
        languages=tuple(sorted(one.lang for one in notices)),
        purposes=_purposes(notice),
        choices=_purposes(_own_language(notices_in_force(deps.session, site.id, CHOICES), site)),
        age=site.age_of_consent,
        escrow_months=site.escrow_months if site.escrow_key else 0,
        record_months=site.retention_months if months is None else months,
        policy=row.policy() if row else DEFAULT,
        witnesses=tuple(vkey.split("+")[0] for vkey in site.witnesses),
        receivers=tuple(
            f"{one.name}: {one.url.split('/')[2]}" for one in endpoints_of(deps.session, site.id) if one.contents
        ),
    )


def _own_language(notices: Sequence[Notice], site: Site) -> Notice | None:
    """The one in the site's own language, else the first, if there is any."""
    return next((one for one in notices if one.lang == site.default_language), notices[0] if notices else None)


def _purposes(notice: Notice | None) -> tuple[PurposeFacts, ...]:
    return tuple(
        PurposeFacts(
            label=purpose["label"],
            description=purpose["description"],
            basis=purpose["basis"],
            retention=purpose.get("retention", ""),
            recipients=tuple(purpose.get("recipients", ())),
            required=purpose["required"],
        )
        for purpose in (parse_manifest(notice.body)["purposes"] if notice else ())
    )


def _controller(site: Site) -> Controller:
    return Controller(
        site=site.id,
        site_name=site.name,
        name=site.controller_name,
        address=site.controller_address,
        contact=site.controller_contact,
        privacy_url=site.privacy_url,
        authority=site.authority,
        origins=tuple(site.origins),
    )


def _operator(deps: Deps) -> Operator:
    told = deps.settings
    named = (part.strip() for part in told.operator_subprocessors.split(";"))
    return Operator(
        told.operator_name, told.operator_address, told.operator_contact, tuple(part for part in named if part)
    )


def _installation(deps: Deps) -> Installation:
    told = deps.settings
    return Installation(
        public_url=told.public_url,
        database="SQLite" if told.sqlalchemy_url.startswith("sqlite") else "PostgreSQL",
        mail_host=told.mail_host,
        mail_security=told.mail_security,
        tsa_url=deps.timestamps.url,
        posts_per_minute=told.posts_per_minute,
        signin_failures=told.signin_failures,
        signin_lock_minutes=told.signin_lock_minutes,
        report_months=told.report_months,
    )
