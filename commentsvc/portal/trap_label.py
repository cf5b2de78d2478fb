"""The label of the field that nobody sees: for the few whose browser draws no style sheets. A language without one is a
type error.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class _Labels:
    ar: str
    cs: str
    da: str
    de: str
    en: str
    es: str
    fi: str
    fr: str
    it: str
    ja: str
    nl: str
    pl: str
    pt: str
    sv: str
    tr: str
    uk: str


_LABELS = _Labels(
    ar="اترك هذا الحقل فارغًا",
    cs="Toto pole nechte prázdné",
    da="Lad dette felt være tomt",
    de="Dieses Feld bitte leer lassen",
    en="Please leave this field empty",
    es="Deja este campo vacío",
    fi="Jätä tämä kenttä tyhjäksi",
    fr="Merci de laisser ce champ vide",
    it="Lascia vuoto questo campo",
    ja="この欄は空のままにしてください",
    nl="Laat dit veld leeg",
    pl="Zostaw to pole puste",
    pt="Deixe este campo vazio",
    sv="Lämna det här fältet tomt",
    tr="Lütfen bu alanı boş bırakın",
    uk="Залиште це поле порожнім",
)
TRAP_LABELS: dict[str, str] = asdict(_LABELS)
"""By language."""
