"""Danish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reply_text import ReplyText

TEXT = ReplyText(
    lang="da",
    confirm_subject="Bekræft venligst: e-mail om svar på {site}",
    confirm_intro="Nogen, sandsynligvis dig, sendte denne kommentar til {site} med din adresse og vil gerne have en e-mail, når nogen svarer:",
    confirm_then="Vi skriver kun til dig, hvis du bekræfter det inden {date}. Linket åbner en side med en knap.",
    confirm_action="Bekræft, eller sig, at det ikke var dig",
    confirm_otherwise="Var det ikke dig, behøver du ikke gøre noget: uden dit ord slettes din adresse efter syv dage.",
    confirm_footer="Sendt én gang, fordi din adresse blev skrevet i kommentarformularen på {site}. Ansvarlig: {controller}.",
    reply_subject="{name} har svaret dig på {site}",
    reply_intro="{name} har svaret på din kommentar til »{page}«:",
    reply_action="Læs det, hvor det står",
    reply_stop="Ikke flere e-mails om denne kommentar",
    reply_footer="Du får denne e-mail, fordi du har bekræftet, at du vil have en e-mail, når nogen svarer på din kommentar på {site}. Ansvarlig: {controller}.",
    ask_title="Bekræft din adresse",
    ask_field="Linket fra e-mailen",
    ask_hint="Hvis du kom via linket, og dette forbliver tomt, så kopiér hele adressen på denne side ind i det.",
    ask_show="Fortsæt",
    unknown="Linket er allerede brugt, for gammelt eller ikke helt. Intet er ændret.",
    mine_title="Er det din kommentar?",
    mine_intro="Den blev sendt til {site} med din adresse og med ønsket om en e-mail, når nogen svarer.",
    confirm_text="Hvis du bekræfter, skriver vi til {address}, når nogen svarer. Hver e-mail har et link, der afslutter det.",
    confirm_button="Den er min: skriv til mig",
    not_me_title="Det var ikke mig",
    not_me_text="Så har en anden skrevet din adresse. Vi fjerner den fra kommentaren og skriver ikke til dig om den. Kommentaren bliver; skal den væk, så skriv til {contact}.",
    not_me_button="Fjern min adresse",
    confirmed="Bekræftet. Vi skriver til dig, når nogen svarer på din kommentar.",
    recorded="Det er gemt. Din kvittering viser, hvad du har sagt ja til, og med den kan du fortryde.",
    save_event="Gem det, der blev noteret",
    detached="Færdig. Din adresse hører ikke længere til denne kommentar, og vi skriver ikke til dig om den.",
    end_title="Afslut e-mail om svar",
    end_text="Hvis du trykker på knappen, skriver vi ikke længere til dig, når nogen svarer på din kommentar på {site}. Det noteres, at du har taget det tilbage. Din kommentar bliver.",
    end_button="Ikke flere e-mails om denne kommentar",
    ended="Færdig. Vi skriver ikke længere til dig om denne kommentar.",
    ended_more="Din kvittering viser, hvad der er noteret, og med den kan du tage mere tilbage.",
)
