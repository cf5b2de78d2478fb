"""Polish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="Twoje dane w serwisie {site}",
    opening="Ta wiadomość przyszła na prośbę o pokazanie, co zapisano o Tobie w serwisie {site}. Odnośnik otwiera stronę z przyciskiem; zanim go naciśniesz, nic się nie stanie.",
    action="Pokaż moje dane",
    validity="Odnośnik działa jeden raz, przez {minutes} minut.",
    footer="Otrzymujesz to, bo w serwisie {site} wpisano ten adres. Jeśli to nie Ty, nie musisz nic robić.",
    new_subject="Potwierdź swój nowy adres w serwisie {site}",
    new_opening="Ktoś, kto komentował w serwisie {site}, chce być odtąd znany pod tym adresem. Jeśli to Ty, otwórz stronę z odnośnika i naciśnij przycisk.",
    new_action="Potwierdź ten adres",
)
