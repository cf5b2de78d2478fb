"""What readers are told about their requests, in Swedish."""

from commentsvc.domain.request_text import RequestText

TEXT = RequestText(
    kinds={
        "access": "en kopia av mina uppgifter",
        "erasure": "radera mina uppgifter",
        "rectification": "rätta mina uppgifter",
        "portability": "mina uppgifter att ta med",
        "restriction": "spara mina uppgifter men inte göra något annat med dem",
        "objection": "sluta använda mina uppgifter",
        "impersonation": "någon annan skrev under min adress",
    },
    confirm_subject="{site}: bekräfta din begäran",
    confirm_intro="Någon, troligen du, har skickat denna begäran till {site} under din adress:",
    confirm_action="Ja, det är min begäran",
    confirm_hint="Länken fungerar en gång, inom 24 timmar. Var det inte du, så gör ingenting: begäran raderas då.",
    subject="Din begäran {reference} till {site}",
    asked="Den {day} bad du om detta:",
    extended="Vi behöver mer tid. Du får svar senast {day}.",
    reason="Skälet:",
    answer="Vårt svar:",
    copy="Din kopia är klar. Du hittar den på din egen sida; länken som släpper in dig skickas till den här adressen.",
    nothing=(
        "Under din adress finns inget sparat hos {site}. Det som skickats utan adress går bara att hitta med kvittot."
    ),
    reported=(
        "Under din adress har kommentarer anmälts. Länken i det mejl som bekräftade varje anmälan visar "
        "vad som finns sparat om den."
    ),
    unconfirmed=(
        "Under din adress finns kommentarer som ingen har bekräftat. Någon annan kan ha skrivit dem, så "
        "vi har varken kopierat eller raderat dem."
    ),
    erased="Det som är ditt hos {site} har raderats. Det går inte att ångra.",
    kept=(
        "En del sparas som längst till {day}, eftersom den behövs för rättsliga anspråk (artikel 17.3 e "
        "i GDPR). Ingen får se den, och sedan raderas den."
    ),
    restricted=(
        "Vi sparar nu det som det gäller och gör inget annat med det. Ingen får se det. Vi säger till innan det upphör."
    ),
    lifted=(
        "Vi häver begränsningen den {day}. Därefter får det sparade visas och användas igen. Om du inte "
        "håller med, svara före den dagen."
    ),
    objected="Vi följer din invändning. Det som den gäller visas och används inte längre.",
    done="Vi har gjort det du bad om.",
    refused="Vi gör inte det du bad om.",
    complain="Om du inte är nöjd kan du klaga hos en dataskyddsmyndighet eller gå till domstol.",
    open_mine="Öppna mina uppgifter",
    footer=(
        "Du får det här mejlet på grund av en begäran till {site} under den här adressen. Ansvarig: "
        "{controller}, {contact}."
    ),
    page_title="Bekräfta en begäran",
    page_intro="Du kommer från ett mejl. Är fältet tomt, klistra in länken från mejlet.",
    page_field="Länk från mejlet",
    page_show="Visa begäran",
    page_asked="Detta har begärts av {site} under din adress:",
    page_erases="När du bekräftar raderas det som är ditt här. Det går inte att ångra.",
    page_done="Din begäran {reference} är bekräftad. Svaret kommer till din adress senast {day}.",
    page_unknown="Den här länken har använts förut eller är för gammal. Du kan helt enkelt fråga igen.",
)
