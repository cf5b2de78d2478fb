"""Polish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.choice_words import ChoiceButtons, ChoiceLabels, ChoiceMessages, ChoiceWords, OwnPurpose

TEXT = """\
## O czym decydujesz
Każdy cel ma własny przełącznik i każdy jest wyłączony, dopóki go nie włączysz. Obok jest napisane, co robi, jakich \
danych używa, kto je otrzymuje i jak długo są przechowywane. Wszystko opiera się wyłącznie na Twojej zgodzie \
(artykuł 6 ust. 1 lit. a RODO oraz prawo o zapisywaniu na Twoim urządzeniu). Jeśli masz mniej niż 16 lat, zapytaj \
najpierw rodziców; w niektórych krajach wiek jest niższy.

## Co zostaje z Twojego wyboru
Ta przeglądarka przechowuje przez sześć miesięcy sam wybór: które cele, która wersja tego tekstu, do którego dnia. \
Nie ma w nim żadnego numeru, po którym można by Cię rozpoznać. Jeśli odmówisz, nic więcej nigdzie nie zostaje.

Jeśli się zgodzisz, przechowujemy zapis tego, co Ci pokazano i co zostało wybrane, bo prawo wymaga, żebyśmy mogli to \
wykazać (artykuł 7 ust. 1 RODO). Nie ma w nim Twojego imienia, adresu ani strony, którą czytasz. Zapieczętowany \
odcisk zapisu trafia do dziennika i dowodzi, że nikt go później nie zmienił. Zgoda kończy się sama po sześciu \
miesiącach; wtedy zapytamy ponownie.

## Droga powrotna
Wycofać się jest tak samo łatwo, jak się zgodzić: otwórz ponownie to powiadomienie i naciśnij drugi przycisk. Na tym \
urządzeniu działa to od razu. Żeby trafiło to także do zapisu, potrzebne jest potwierdzenie, które dostajesz przy \
zgodzie. Jest tu pod ręką, dopóki nie zamkniesz tej karty, a dłużej, jeśli przechowasz je na tym urządzeniu. Gdzie \
indziej użyj strony potwierdzenia.

## Sygnał Twojej przeglądarki
Jeśli Twoja przeglądarka wysyła Global Privacy Control, rozumiemy to jako odmowę wszystkiego, co dobrowolne, dopóki \
nie wybierzesz inaczej."""

WORDS = ChoiceWords(
    title="Twoje wybory dotyczące prywatności",
    summary="{controller_name} pyta, czy ta strona może robić więcej, niż potrzebuje do działania. Wszystko to jest teraz wyłączone. Możesz odmówić i czytać dalej jak dotąd, i w każdej chwili zmienić zdanie.",
    text=TEXT,
    kept="Zapis jest przechowywany tak długo, jak obowiązuje Twój wybór.",
    kept_months="Zapis jest przechowywany tak długo, jak obowiązuje Twój wybór, i o tyle miesięcy dłużej: {months}.",
    necessity="Dobrowolne. Bez tego strona działa tak samo.",
    retention="Dopóki nie odmówisz, najwyżej sześć miesięcy.",
    withdrawal_method="Na każdej stronie: otwórz wybory prywatności i naciśnij drugi przycisk. Z potwierdzeniem także na stronie potwierdzenia.",
    statistics=OwnPurpose(
        label="Statystyka",
        description="Liczy, które strony są czytane i jak, żeby można było je ulepszać.",
        personal_data=(
            "otwierane strony",
            "czas",
            "rodzaj urządzenia i przeglądarki",
        ),
    ),
    marketing=OwnPurpose(
        label="Reklama",
        description="Pokazuje reklamy pasujące do tego, co czytasz, i mierzy, czy działają.",
        personal_data=(
            "otwierane strony",
            "czas",
            "rodzaj urządzenia i przeglądarki",
            "numer, po którym rozpoznawana jest Twoja przeglądarka",
        ),
    ),
    external_media=OwnPurpose(
        label="Treści innych dostawców",
        description="Wczytuje filmy, mapy i wpisy bezpośrednio od innych dostawców. Widzą oni wtedy Twój adres sieciowy i stronę, którą czytasz.",
        personal_data=(
            "adres sieciowy",
            "strona",
            "to, co dostawca zapisuje w Twojej przeglądarce",
        ),
    ),
    preferences=OwnPurpose(
        label="Preferencje",
        description="Zapamiętuje na tym urządzeniu, jak lubisz oglądać stronę: język, wielkość liter, wygląd.",
        personal_data=("Twoje ustawienia",),
    ),
    labels=ChoiceLabels(
        open="Wybory prywatności",
        data="Używane dane",
        recipients="Kto je otrzymuje",
        how_long="Jak długo",
    ),
    buttons=ChoiceButtons(
        accept="Zgoda na wszystko",
        refuse="Odmowa wszystkiego",
        choose="Wybierz po kolei",
        save="Zapisz mój wybór",
    ),
    messages=ChoiceMessages(
        gpc="Twoja przeglądarka wysyła Global Privacy Control. Rozumiemy to jako odmowę: wszystko, co dobrowolne, jest wyłączone, chyba że wybierzesz tu inaczej.",
        given="Twój wybór jest zapisany i udokumentowany.",
        withdrawn="Wycofano. Działa to od razu i jest udokumentowane.",
        withdrawn_here="Wycofano na tym urządzeniu. Działa to od razu. Żeby było też udokumentowane, użyj swojego potwierdzenia.",
        failed="Nie udało się tego udokumentować, więc nic nie zostało włączone. Spróbuj ponownie.",
        changed="To powiadomienie zmieniło się od czasu Twojego wyboru. Wybierz, proszę, jeszcze raz.",
        receipt="Dzięki niemu możesz wycofać swój wybór z każdego urządzenia. Nie możemy wysłać go ponownie: skopiuj je lub zapisz.",
        elsewhere="Jest to udokumentowane. Stąd nie da się sięgnąć do tego, co zapisała przeglądarka: na urządzeniu, na którym wyrażono zgodę, otwórz wybory prywatności tej strony i odmów także tam.",
    ),
)
