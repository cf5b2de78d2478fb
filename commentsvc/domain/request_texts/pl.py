"""What readers are told about their requests, in Polish."""

from commentsvc.domain.request_text import RequestText

TEXT = RequestText(
    kinds={
        "access": "kopia moich danych",
        "erasure": "usunąć moje dane",
        "rectification": "poprawić moje dane",
        "portability": "moje dane, żebym mógł je zabrać",
        "restriction": "przechowywać moje dane, ale nic więcej z nimi nie robić",
        "objection": "przestać używać moich danych",
        "impersonation": "ktoś inny napisał pod moim adresem",
    },
    confirm_subject="{site}: potwierdź swoją prośbę",
    confirm_intro="Ktoś, zapewne Ty, wysłał pod Twoim adresem tę prośbę do {site}:",
    confirm_action="Tak, to moja prośba",
    confirm_hint="Link działa raz, przez 24 godziny. Jeśli to nie Ty, nic nie rób: prośba zostanie usunięta.",
    subject="Twoja prośba {reference} do {site}",
    asked="Dnia {day} poprosiłeś lub poprosiłaś o to:",
    extended="Potrzebujemy więcej czasu. Odpowiedź dostaniesz najpóźniej {day}.",
    reason="Powód:",
    answer="Nasza odpowiedź:",
    copy="Twoja kopia jest gotowa. Znajdziesz ją na swojej stronie; link do niej wyślemy na ten adres.",
    nothing=(
        "Pod Twoim adresem {site} niczego nie przechowuje. To, co wysłano bez adresu, można znaleźć "
        "tylko z potwierdzeniem."
    ),
    reported=(
        "Pod Twoim adresem zgłoszono komentarze. Link w mailu, który potwierdził każde zgłoszenie, "
        "pokazuje, co jest o nim przechowywane."
    ),
    unconfirmed=(
        "Pod Twoim adresem są komentarze, których nikt nie potwierdził. Mógł je napisać ktoś inny, "
        "dlatego ich nie skopiowaliśmy ani nie usunęliśmy."
    ),
    erased="To, co Twoje w {site}, zostało usunięte. Nie można tego cofnąć.",
    kept=(
        "Część przechowujemy najdłużej do {day}, bo jest potrzebna do roszczeń prawnych (art. 17 ust. 3 "
        "lit. e RODO). Nikt jej nie widzi, a potem zostanie usunięta."
    ),
    restricted=(
        "Teraz tylko przechowujemy to, czego dotyczy prośba, i nic więcej z tym nie robimy. Nikt tego "
        "nie widzi. Powiemy Ci, zanim to się skończy."
    ),
    lifted=(
        "Zakończymy to ograniczenie {day}. Potem to, co przechowujemy, znowu może być pokazywane i "
        "używane. Jeśli się nie zgadzasz, odpowiedz przed tym dniem."
    ),
    objected="Uwzględniamy Twój sprzeciw. To, czego dotyczy, nie jest już pokazywane ani używane.",
    done="Zrobiliśmy to, o co chodziło w prośbie.",
    refused="Nie zrobimy tego, o co chodziło w prośbie.",
    complain="Jeśli się z tym nie zgadzasz, możesz złożyć skargę do organu ochrony danych albo pójść do sądu.",
    open_mine="Otwórz moje dane",
    footer="Dostajesz tę wiadomość z powodu prośby do {site} pod tym adresem. Odpowiada: {controller}, {contact}.",
    page_title="Potwierdź prośbę",
    page_intro="Trafiasz tu z wiadomości. Jeśli pole jest puste, wklej link z wiadomości.",
    page_field="Link z wiadomości",
    page_show="Pokaż prośbę",
    page_asked="O to poproszono {site} pod Twoim adresem:",
    page_erases="Gdy potwierdzisz, to, co tu Twoje, zostanie usunięte. Nie można tego cofnąć.",
    page_done="Twoja prośba {reference} jest potwierdzona. Odpowiedź przyjdzie na Twój adres najpóźniej {day}.",
    page_unknown="Ten link był już użyty albo jest za stary. Możesz po prostu poprosić jeszcze raz.",
)
