"""Polish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.notice_words import PurposeWords, Words

TEXT = """\
## Kto za to odpowiada
{controller} decyduje, po co i jak wykorzystuje się tutaj Twoje dane, i odpowiada na Twoje pytania. Polityka prywatności \
jest tutaj: {privacy_url}.

## Co się dzieje, gdy komentujesz
Twoje imię i Twój komentarz pojawiają się na tej stronie. Każdy może je przeczytać, także wyszukiwarki. Jeśli podasz swoją \
stronę internetową, Twoje imię będzie do niej prowadzić. Komentarz może sprawdzić człowiek lub program, zanim się pojawi \
albo potem.

## Dlaczego wolno nam to robić
{ground}

E-maile o odpowiedziach oraz zapamiętanie Twojego imienia i adresów na tym urządzeniu też opierają się na Twojej \
zgodzie. Są wyłączone, dopóki ich nie włączysz, a komentarz bez nich jest pełnym komentarzem.

Aby chronić dyskusję przed spamem i nadużyciami, przez krótki czas liczymy, ile zapytań przychodzi z jednego adresu \
sieciowego. Opiera się to na naszym prawnie uzasadnionym interesie: chcemy, żeby z dyskusji dało się korzystać (artykuł 6 \
ust. 1 lit. f RODO).

Przechowujemy zapis tego, co Ci pokazaliśmy i co zostało wybrane, ponieważ prawo wymaga, abyśmy umieli to wykazać \
(artykuł 5 ust. 2 i artykuł 7 ust. 1 RODO).

## Co przechowujemy, a czego nie
Przechowujemy: Twoje imię, Twój komentarz, Twoją stronę internetową, jeśli ją podasz, adres strony i czas; a także to, \
którą wersję tej informacji pokazaliśmy i w jakim języku, które pola zostały zaznaczone, jakiej wersji formularza użyto \
i czy Twoja przeglądarka wysłała sygnał „Global Privacy Control”.

Adresu e-mail nie trzeba podawać. Sam adres przechowujemy tylko wtedy, gdy chcesz e-maili o odpowiedziach: do \
potwierdzenia najwyżej siedem dni, potem do chwili, gdy się wycofasz albo Twój komentarz zostanie usunięty. W każdym \
razie zostaje kod, który obliczamy z adresu za pomocą tajnego klucza, aby odnaleźć Twoje dane, gdy o nie poprosisz. Po \
tym samym kodzie poznajemy osoby, których wcześniejsze komentarze były w porządku, aby następny nie musiał czekać.

Twojego adresu sieciowego nigdy nie zapisujemy w całości. Nie ma reklam ani śledzenia, a Twoja przeglądarka nie jest \
kierowana do żadnej innej firmy. Nie ma plików cookie; tylko strona dla przeglądarek bez JavaScriptu używa jednego, który \
chroni jej formularz, dopóki nie zamkniesz przeglądarki.

To, co właśnie piszesz, oraz klucz, którym możesz jeszcze zmienić swój komentarz, zostają w tej karcie przeglądarki, \
dopóki jej nie zamkniesz.

Zapieczętowany odcisk zapisu trafia do dziennika. Dowodzi, że zapisu później nie zmieniono, i nie zawiera ani Twojego \
imienia, ani Twoich słów.

## Jak długo
Twój komentarz pozostaje, dopóki Ty lub my go nie usuniemy. {kept} Gdy każesz usunąć swoje dane, razem z nimi usuwamy ten \
zapis. Kopie zapasowe znikają, gdy kończy się ich termin.

## Poglądy, wiara, zdrowie
Komentarz może ujawnić coś, co prawo chroni szczególnie (artykuł 9 RODO): poglądy polityczne, wiarę, zdrowie, życie \
seksualne, pochodzenie. Nie musisz nam niczego z tego mówić. Dopóki Twój komentarz nie jest opublikowany, widzą go tylko \
osoby, które sprawdzają komentarze. Potem może go przeczytać każdy; to, co piszesz o sobie, staje się wtedy \
publiczne z Twojej własnej woli (artykuł 9 ust. 2 lit. e). W każdej chwili możesz zażądać usunięcia, ale inni mogli go wcześniej skopiować. \
Prosimy, nie pisz takich rzeczy o innych ludziach.

## Twoje prawa
Możesz poprosić o kopię swoich danych (artykuł 15), zażądać ich poprawienia (16) lub usunięcia (17), ograniczenia ich \
wykorzystania (18), otrzymać je w powszechnym formacie (20) i sprzeciwić się wykorzystaniu, które opiera się na prawnie \
uzasadnionych interesach (21). Zgodę możesz wycofać w każdej chwili (7 ust. 3); to, co zrobiono do tego czasu, pozostaje \
zgodne z prawem. Nic to nie kosztuje, a odpowiedź dostaniesz w ciągu miesiąca. Napisz do nas: {controller_contact}. Możesz \
też złożyć skargę (artykuł 77). Przyjmuje ją: {authority}.

## Droga powrotna
Po wysłaniu dostaniesz potwierdzenie. Dzięki niemu możesz się wycofać, bez konta i tak samo łatwo, jak przy pisaniu \
komentarza: przyciskiem obok komentarza albo na stronie potwierdzenia. Twój komentarz zostanie wtedy usunięty. Jeśli \
potwierdzenie zginęło, napisz do nas: {controller_contact}."""

WORDS = Words(
    title="Zanim opublikujesz",
    summary=(
        "{controller_name} publikuje Twoje imię i Twój komentarz na tej stronie, gdzie każdy może je przeczytać. "
        "Dostaniesz potwierdzenie, dzięki któremu możesz się wycofać w każdej chwili; Twój komentarz zostanie "
        "wtedy usunięty. Twój adres e-mail przechowujemy tylko wtedy, gdy chcesz e-maili o odpowiedziach."
    ),
    text=TEXT,
    grounds={
        "a": "Publikacja opiera się na Twojej zgodzie (artykuł 6 ust. 1 lit. a RODO). Możesz odmówić: wtedy nic nie zostanie "
        "wysłane, a Ty możesz czytać dalej. Jeśli masz mniej niż 16 lat, zapytaj najpierw rodziców; w niektórych krajach ten "
        "wiek jest niższy.",
        "b": "Publikacja opiera się na umowie między Tobą a nami o korzystaniu z tych komentarzy: wysyłasz komentarz po to, "
        "żebyśmy go opublikowali (artykuł 6 ust. 1 lit. b RODO). Nie musisz niczego wysyłać i możesz czytać dalej.",
        "f": "Publikacja opiera się na naszym prawnie uzasadnionym interesie: chcemy publicznej dyskusji na tej stronie "
        "(artykuł 6 ust. 1 lit. f RODO). Nie musisz komentować, możesz czytać dalej i w każdej chwili możesz się sprzeciwić.",
    },
    kept={
        "zero": "Zapis Twojego wyboru przechowujemy tak długo jak komentarz.",
        "one": "Zapis Twojego wyboru przechowujemy o miesiąc dłużej niż komentarz.",
        "few": "Zapis Twojego wyboru przechowujemy o {months} miesiące dłużej niż komentarz.",
        "many": "Zapis Twojego wyboru przechowujemy o {months} miesięcy dłużej niż komentarz.",
        "other": "Zapis Twojego wyboru przechowujemy o {months} miesiąca dłużej niż komentarz.",
    },
    any_authority="organ ochrony danych w miejscu, w którym mieszkasz",
    publish=PurposeWords(
        label={
            "a": "Zgadzam się na to, że {controller_name} opublikuje tutaj moje imię i mój komentarz.",
            "b": "Przyjmuję do wiadomości, jak {controller_name} wykorzystuje moje dane, aby opublikować tutaj mój komentarz.",
            "f": "Przyjmuję do wiadomości, jak {controller_name} wykorzystuje moje dane, aby opublikować tutaj mój komentarz.",
        },
        description="Twoje imię, Twój komentarz i, jeśli ją podasz, Twoja strona internetowa są na tej stronie widoczne dla wszystkich.",
        personal_data=("imię", "komentarz", "strona internetowa, jeśli podana", "adres strony", "czas"),
        necessity="Bez tego nie można opublikować komentarza.",
        retention="Dopóki Ty lub my nie usuniemy komentarza. {kept}",
        recipients=("wszyscy, którzy czytają tę stronę", "osoby, które prowadzą i moderują dla nas te komentarze"),
    ),
    reply_mail=PurposeWords(
        label={"a": "Wyślij mi e-mail, gdy ktoś odpowie na mój komentarz."},
        description="Najpierw dostaniesz e-mail z linkiem. Piszemy do Ciebie tylko wtedy, gdy tam potwierdzisz. Każdy e-mail ma link, który to kończy.",
        personal_data=("adres e-mail",),
        necessity="Nieobowiązkowe. Bez tego Twój komentarz jest taki sam.",
        retention="Do chwili, gdy się wycofasz albo komentarz zostanie usunięty; siedem dni, jeśli nie potwierdzisz.",
        recipients=("osoby, które prowadzą dla nas te komentarze i ich serwer poczty",),
    ),
    remember_me=PurposeWords(
        label={
            "a": "Zapamiętaj moje imię, adres e-mail i stronę internetową na tym urządzeniu na potrzeby następnego komentarza."
        },
        description="Zostaje tylko w tej przeglądarce i następnym razem wypełni się samo. Możesz to tutaj usunąć, kiedy chcesz.",
        personal_data=("imię", "adres e-mail, jeśli podany", "strona internetowa, jeśli podana"),
        necessity="Nieobowiązkowe. Bez tego Twój komentarz jest taki sam.",
        retention="Dopóki tego nie usuniesz, tylko na tym urządzeniu.",
        recipients=(),
    ),
    withdrawal_method=(
        "Za pomocą potwierdzenia, które dostajesz po wysłaniu: przyciskiem obok komentarza albo na stronie potwierdzenia. Bez "
        "potwierdzenia: wiadomość na adres {controller_contact}."
    ),
    labels={
        "name": "Imię",
        "email": "E-mail",
        "email_hint": "Nie publikujemy go. Przechowujemy tylko wtedy, gdy chcesz e-maili o odpowiedziach; inaczej zostaje tylko kod, aby rozpoznać Twoje komentarze i odnaleźć je, gdy poprosisz.",
        "website": "Strona WWW",
        "body": "Komentarz",
        "placeholder": "Co o tym myślisz?",
        "reply_to": "Odpowiedź dla: {name}",
        "reply_placeholder": "Twoja odpowiedź",
        "optional": "nieobowiązkowe",
        "required": "wymagane",
        "details": "Przeczytaj całą informację",
        "hide_details": "Ukryj całą informację",
        "privacy_policy": "Polityka prywatności",
        "controller": "Administrator danych",
        "heading": "Komentarze",
        "sort": "Kolejność",
        "oldest": "Od najstarszych",
        "newest": "Od najnowszych",
        "guest": "Gość",
        "edited": "zmieniony",
        "author_pending": "Widzisz to tylko Ty",
        "receipt": "Twoje potwierdzenie",
        "receipt_id": "Numer",
        "receipt_secret": "Tajny kod",
        "keep_receipt": "Przechowaj potwierdzenie na tym urządzeniu, żeby można było się później wycofać",
        "basis_a": "Twoja zgoda",
        "basis_b": "umowa z Tobą",
        "basis_f": "prawnie uzasadnione interesy",
    },
    buttons={
        "write": "Napisz komentarz",
        "submit": "Opublikuj komentarz",
        "reply": "Opublikuj odpowiedź",
        "open_reply": "Odpowiedz",
        "cancel": "Anuluj",
        "edit": "Edytuj",
        "save": "Zapisz",
        "delete": "Usuń",
        "delete_confirm": "Tak, usuń",
        "withdraw": "Wycofaj",
        "withdraw_confirm": "Tak, wycofaj i usuń",
        "forget": "Zapomnij mnie na tym urządzeniu",
        "copy": "Kopiuj",
        "save_file": "Zapisz jako plik",
        "close": "Zamknij",
        "retry": "Spróbuj ponownie",
        "stop": "Nie próbuj więcej",
        "more": "Pokaż więcej komentarzy",
        "more_replies": "Pokaż więcej odpowiedzi",
        "permalink": "Link do tego komentarza",
    },
    messages={
        "count": {
            "one": "{n} komentarz",
            "few": "{n} komentarze",
            "many": "{n} komentarzy",
            "other": "{n} komentarza",
        },
        "replies": {
            "one": "Pokaż jeszcze {n} odpowiedź",
            "few": "Pokaż jeszcze {n} odpowiedzi",
            "many": "Pokaż jeszcze {n} odpowiedzi",
            "other": "Pokaż jeszcze {n} odpowiedzi",
        },
        "empty": "Nie ma jeszcze komentarzy. Twój może być pierwszy.",
        "empty_closed": "Nie ma komentarzy.",
        "loading": "Wczytywanie komentarzy",
        "loading_failed": "Nie udało się wczytać komentarzy.",
        "closed": "Ta dyskusja jest zamknięta. Nadal możesz ją czytać.",
        "gone": "Tego komentarza już tu nie ma.",
        "sending": "Wysyłanie",
        "pending": "Dziękujemy. Twój komentarz czeka na sprawdzenie. Do tego czasu widzisz go tylko Ty.",
        "published": "Twój komentarz jest opublikowany.",
        "reply_mail_sent": "E-maile o odpowiedziach zaczną przychodzić po potwierdzeniu: zajrzyj do swojej skrzynki.",
        "changed": "Zmiana jest zapisana.",
        "draft_kept": "Twój tekst zostaje w tej karcie.",
        "offline": "Nie ma połączenia. Twój tekst jest zachowany i wyśle się ponownie sam.",
        "form_failed": "Nie udało się otworzyć formularza. Twój tekst jest zachowany.",
        "notice_changed": "Informacja zmieniła się od otwarcia tego formularza. Przeczytaj ją jeszcze raz i wybierz ponownie. Twój tekst nadal tu jest.",
        "form_expired": "Ten formularz był długo otwarty i został odnowiony. Twój tekst nadal tu jest.",
        "check_fields": "Sprawdź zaznaczone pola.",
        "consent_required": "Bez tego nie można opublikować Twojego komentarza.",
        "name_required": "Podaj imię. Nie musi być prawdziwe.",
        "email_required": "Podaj adres e-mail albo odznacz e-maile o odpowiedziach.",
        "body_required": "Napisz coś.",
        "too_long": "Tekst jest za długi. Znaków za dużo: {n}.",
        "too_many": "Przed chwilą przyszło wiele komentarzy. Spróbuj ponownie za jakiś czas.",
        "failed": "Nie udało się. Twój tekst jest zachowany; spróbuj ponownie.",
        "not_allowed": "Z tej strony nie można wysyłać komentarzy.",
        "edit_closed": "Czas na zmianę tego komentarza minął. Dzięki potwierdzeniu nadal możesz go usunąć.",
        "delete_confirm": "Usunąć ten komentarz? Zniknie razem z danymi, które do niego należą. Tego nie można cofnąć.",
        "deleted": "Twój komentarz jest usunięty.",
        "receipt": "Pokazuje, co było do przeczytania i co zostało wybrane; dzięki niemu możesz się wycofać w każdej chwili. Nie możemy wysłać go ponownie: skopiuj je lub zapisz teraz.",
        "copied": "Skopiowano.",
        "copy_failed": "Nie udało się skopiować. Zaznacz tekst i skopiuj go ręcznie.",
        "saved": "Zapisano.",
        "kept": "Potwierdzenie jest przechowane na tym urządzeniu.",
        "link_copied": "Link jest skopiowany.",
        "withdraw_confirm": "Wycofać? Twój komentarz zniknie wtedy razem z danymi, które do niego należą. Tego nie można cofnąć.",
        "withdrawn": "Wycofano. Twój komentarz jest usunięty.",
        "remembered": "Wypełniono tym, co zapamiętało to urządzenie.",
        "forgotten": "To urządzenie już Cię nie pamięta.",
    },
)
