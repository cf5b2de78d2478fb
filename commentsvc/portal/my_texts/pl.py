"""Polish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.my_text import MyText

TEXT = MyText(
    intro="Komentowanie nie wymaga konta. Wchodzi się tu z adresem podanym przy komentarzu albo z potwierdzeniem. Widać, co o Tobie zapisano; możesz to zmienić, wycofać, zabrać ze sobą albo kazać usunąć.",
    by_mail="Z adresem e-mail",
    by_mail_text="Wpisz adres podany przy komentarzu. Posłuży tylko do tej jednej wiadomości i nie zostanie zachowany.",
    send_link="Wyślij mi odnośnik",
    no_mail="Ten serwis nie wysyła poczty, więc adresem nie da się wejść. Użyj potwierdzenia albo napisz na {contact}.",
    by_receipt_text="Zobaczysz komentarz, do którego należy potwierdzenie. W środku możesz dodać kolejne.",
    without_either="Bez jednego i drugiego",
    ended="Twoja wizyta się skończyła, aby nikt inny przy tym urządzeniu nie zobaczył Twoich danych. Wejdź jeszcze raz.",
    left="Wylogowano.",
    too_many="Proszono o to wiele razy. Spróbuj ponownie za godzinę.",
    not_address="To nie wygląda na adres e-mail.",
    sent_title="Zajrzyj do skrzynki",
    sent="Jeśli pod tym adresem coś zapisano, odnośnik jest w drodze. Działa jeden raz, przez {minutes} minut.",
    sent_nothing="Nic nie przychodzi? Zajrzyj do spamu albo spróbuj innego adresu, którego możesz używać. Możesz też napisać na {contact}.",
    enter_text="Naciśnij przycisk, aby zobaczyć, co o Tobie zapisano. Niczego to nie zmienia.",
    enter_field="Odnośnik z wiadomości albo potwierdzenie",
    enter="Pokaż moje dane",
    link_dead="To niczego nie otwiera. Odnośnik działa jeden raz, przez {minutes} minut, w serwisie, dla którego go wysłano. Poproś o nowy.",
    cookie="Póki jesteś w środku, jeden plik cookie trzyma dla Ciebie otwarte drzwi. Kończy się po wylogowaniu, po 30 minutach bez kliknięcia i najpóźniej po dwóch godzinach.",
    sign_out="Wyloguj",
    form_refused="Niczego nie zmieniono: formularz był otwarty zbyt długo albo nie pochodzi z tej strony. Wróć i spróbuj ponownie.",
    comments="Twoje komentarze",
    none="Nie ma tu żadnego Twojego komentarza.",
    replies="Publiczne odpowiedzi: {n}",
    open="Szczegóły i zmiany",
    page_of="Strona {page} z {pages}",
    newer="Nowsze",
    older="Starsze",
    unconfirmed="Pod Twoim adresem, ale niepotwierdzone",
    unconfirmed_text="Wysłano to z Twoim adresem i nikt nie wykazał, że to Ty. Wpisanie adresu niczego nie dowodzi. Dlatego widać tu tylko, gdzie i kiedy.",
    add_receipt="Dodaj potwierdzenie",
    add_receipt_text="Komentarz, do którego należy, pojawi się wtedy także tutaj.",
    address="Twój adres",
    address_kept="{address} jest zachowany, aby wysyłać Ci pocztę, o którą prosisz.",
    address_code="Nie jest zachowany. Jest tylko kod z niego obliczony, po którym odnajdywane są Twoje komentarze.",
    address_none="Nie jest tu znany żaden Twój adres.",
    receive="Kto to otrzymuje i jak długo jest przechowywane",
    received_by="Otrzymuje: {who}",
    mails="Poczta wysłana do Ciebie w ostatnich 14 dniach",
    no_mails="Żadna.",
    mail_kinds={
        "reader-link": "Odnośnik do tej strony",
        "other": "Inna poczta",
    },
    back="Wróć do swoich danych",
)
