"""Polish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reply_text import ReplyText

TEXT = ReplyText(
    lang="pl",
    confirm_subject="Prosimy o potwierdzenie: e-maile o odpowiedziach w {site}",
    confirm_intro="Ktoś, zapewne Ty, wysłał ten komentarz do {site} z Twoim adresem i prosi o e-mail, gdy ktoś odpowie:",
    confirm_then="Piszemy do Ciebie tylko wtedy, gdy potwierdzisz to do {date}. Link otwiera stronę z przyciskiem.",
    confirm_action="Potwierdź albo powiedz, że to ktoś inny",
    confirm_otherwise="Jeśli to ktoś inny, nie musisz nic robić: bez Twojego słowa Twój adres zostanie usunięty po siedmiu dniach.",
    confirm_footer="Wysłano jeden raz, ponieważ Twój adres wpisano w formularzu komentarzy {site}. Odpowiedzialny: {controller}.",
    reply_subject="{name} odpowiada Ci w {site}",
    reply_intro="{name} odpowiada na Twój komentarz do „{page}”:",
    reply_action="Przeczytaj na miejscu",
    reply_stop="Nie chcę więcej e-maili o tym komentarzu",
    reply_footer="Dostajesz ten e-mail, bo potwierdzono z Twojego adresu, że chcesz wiadomości, gdy ktoś odpowie na Twój komentarz w {site}. Odpowiedzialny: {controller}.",
    ask_title="Potwierdź swój adres",
    ask_field="Link z e-maila",
    ask_hint="Jeśli prowadził Cię tu link, a to pole jest puste, skopiuj do niego cały adres tej strony.",
    ask_show="Dalej",
    unknown="Ten link został już użyty, jest za stary albo niepełny. Nic nie zmieniono.",
    mine_title="Czy to Twój komentarz?",
    mine_intro="Wysłano go do {site} z Twoim adresem i z prośbą o e-mail, gdy ktoś odpowie.",
    confirm_text="Jeśli potwierdzisz, napiszemy na adres {address}, gdy ktoś odpowie. Każdy e-mail ma link, który to kończy.",
    confirm_button="To mój komentarz: piszcie do mnie",
    not_me_title="To nie ja",
    not_me_text="Zatem Twój adres wpisał ktoś inny. Odłączymy go od komentarza i nie będziemy do Ciebie o nim pisać. Komentarz zostaje; jeśli ma zniknąć, napisz na {contact}.",
    not_me_button="Odłącz mój adres",
    confirmed="Potwierdzone. Napiszemy do Ciebie, gdy ktoś odpowie na Twój komentarz.",
    recorded="Zostało to zapisane. Twoje potwierdzenie pokazuje, na co się zgadzasz, i pozwala się wycofać.",
    save_event="Zapisz to, co odnotowano",
    detached="Gotowe. Twój adres nie jest już połączony z tym komentarzem i nie będziemy o nim pisać.",
    end_title="Zakończ e-maile o odpowiedziach",
    end_text="Po naciśnięciu przycisku nie będziemy już pisać, gdy ktoś odpowie na Twój komentarz w {site}. Zapiszemy, że wycofano tę zgodę. Twój komentarz zostaje.",
    end_button="Nie chcę więcej e-maili o tym komentarzu",
    ended="Gotowe. Nie będziemy już pisać o tym komentarzu.",
    ended_more="Twoje potwierdzenie pokazuje, co zapisano, i pozwala wycofać więcej.",
)
