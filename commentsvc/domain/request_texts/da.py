"""What readers are told about their requests, in Danish."""

from commentsvc.domain.request_text import RequestText

TEXT = RequestText(
    kinds={
        "access": "en kopi af mine oplysninger",
        "erasure": "slette mine oplysninger",
        "rectification": "rette mine oplysninger",
        "portability": "mine oplysninger til at tage med",
        "restriction": "gemme mine oplysninger, men ikke gøre andet med dem",
        "objection": "holde op med at bruge mine oplysninger",
        "impersonation": "en anden har skrevet under min adresse",
    },
    confirm_subject="{site}: bekræft din anmodning",
    confirm_intro="Nogen, sandsynligvis dig, har sendt denne anmodning til {site} under din adresse:",
    confirm_action="Ja, det er min anmodning",
    confirm_hint=(
        "Linket virker én gang inden for 24 timer. Var det ikke dig, så gør ingenting: anmodningen bliver slettet."
    ),
    subject="Din anmodning {reference} til {site}",
    asked="Den {day} bad du om dette:",
    extended="Vi har brug for mere tid. Du får svar senest {day}.",
    reason="Grunden:",
    answer="Vores svar:",
    copy="Din kopi er klar. Du finder den på din egen side; linket, der lukker dig ind, sendes til denne adresse.",
    nothing=(
        "Der er ikke gemt noget under din adresse hos {site}. Det, der er sendt uden adresse, kan kun "
        "findes med kvitteringen."
    ),
    reported=(
        "Der er anmeldt kommentarer under din adresse. Linket i den mail, der bekræftede hver "
        "anmeldelse, viser, hvad der er gemt om den."
    ),
    unconfirmed=(
        "Der er kommentarer under din adresse, som ingen har bekræftet. En anden kan have skrevet dem, "
        "så vi har hverken kopieret eller slettet dem."
    ),
    erased="Det, der er dit hos {site}, er slettet. Det kan ikke gøres om.",
    kept=(
        "En del gemmes højst til {day}, fordi den er nødvendig for retskrav "
        "(databeskyttelsesforordningens art. 17, stk. 3, litra e). Ingen får den at se, og den slettes "
        "derefter."
    ),
    restricted=(
        "Vi gemmer nu det, det handler om, og gør ikke andet med det. Ingen får det at se. Vi siger "
        "til, før det ophører."
    ),
    lifted=(
        "Vi ophæver denne begrænsning den {day}. Derefter må det gemte vises og bruges igen. Er du "
        "uenig, så svar inden den dag."
    ),
    objected="Vi følger din indsigelse. Det, den handler om, vises og bruges ikke mere.",
    done="Vi har gjort, hvad du bad om.",
    refused="Vi gør ikke, hvad du bad om.",
    complain="Er du ikke tilfreds, kan du klage til en datatilsynsmyndighed eller gå til domstolene.",
    open_mine="Åbn mine oplysninger",
    footer=(
        "Du får denne mail på grund af en anmodning til {site} under denne adresse. Ansvarlig: {controller}, {contact}."
    ),
    page_title="Bekræft en anmodning",
    page_intro="Du kommer fra en mail. Er feltet tomt, så sæt linket fra mailen ind.",
    page_field="Link fra mailen",
    page_show="Vis anmodningen",
    page_asked="Dette er {site} blevet bedt om under din adresse:",
    page_erases="Når du bekræfter, slettes det, der er dit her. Det kan ikke gøres om.",
    page_done="Din anmodning {reference} er bekræftet. Svaret kommer til din adresse senest {day}.",
    page_unknown="Dette link er brugt før eller er for gammelt. Du kan bare spørge igen.",
)
