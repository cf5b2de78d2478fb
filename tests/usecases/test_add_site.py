"""Adding and changing a site: what does not fit is a message beside the field, on both databases alike."""

from __future__ import annotations

from typing import Any

import pytest

from commentsvc.errors import ValidationFailed
from commentsvc.models.site import find_site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_site import change_site
from tests.support.sites import make_site

BAD = [
    ("name", " "),
    ("name", "x" * 201),
    ("controller_name", ""),
    ("controller_address", "x" * 501),
    ("controller_contact", "x" * 321),
    ("authority", "x" * 501),
    ("jurisdiction", "x" * 21),
    ("jurisdiction", ""),
    ("privacy_url", "https://example.org/" + "x" * 2000),
    ("privacy_url", "javascript:alert(1)"),
    ("retention_months", 37),
    ("retention_months", -1),
    ("moderation", "never"),
    ("origins", []),
    ("origins", ["https://example.org/path"]),
]


@pytest.mark.parametrize(("field", "value"), BAD)
def test_a_site_with_a_value_that_does_not_fit_is_not_added(deps: Any, field: str, value: Any) -> None:
    with pytest.raises(ValidationFailed) as refused:
        make_site(deps, "example", "https://example.org", **{field: value})

    assert list(refused.value.fields) == [field]
    assert find_site(deps.session, "example") is None


@pytest.mark.parametrize(("field", "value"), BAD)
def test_nor_is_a_site_changed_to_it(deps: Any, site: Any, field: str, value: Any) -> None:
    with pytest.raises(ValidationFailed) as refused:
        change_site(deps, CLI, site.id, {field: value})

    assert list(refused.value.fields) == [field]
