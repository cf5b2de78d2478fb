"""Which organisation signs people in, if any. `NoOrganisation` is the null twin of `openid.OpenId`."""

from __future__ import annotations

from commentsvc.adapters.outbound import OutboundClient
from commentsvc.errors import IdentityRefused
from commentsvc.settings import Settings
from commentsvc.usecases.deps import Organisation, OrganisationPerson

CALLBACK = "/admin/sign-in/organisation/back"


def build(settings: Settings) -> Organisation:
    """What the settings ask for."""
    if not settings.oidc_issuer:
        return NoOrganisation()
    from commentsvc.adapters.openid import OpenId  # what it stands on is large, and most installations have none

    return OpenId(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret,
        settings.oidc_name.strip(),
        settings.public_url + CALLBACK,
        OutboundClient(settings.outbound_allowed),
    )


class NoOrganisation:
    """The null twin: nobody is signed in by an organisation."""

    name = ""
    issuer = ""

    def address(self, *, state: str, nonce: str, verifier: str, again: bool) -> str:
        """Always `IdentityRefused`."""
        raise IdentityRefused("no organisation signs people in here")

    def redeem(self, *, code: str, nonce: str, verifier: str, again: bool) -> OrganisationPerson:
        """Always `IdentityRefused`."""
        raise IdentityRefused("no organisation signs people in here")
