"""Swedish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reply_text import ReplyText

TEXT = ReplyText(
    lang="sv",
    confirm_subject="Bekräfta: e-post om svar på {site}",
    confirm_intro="Någon, antagligen du, skickade den här kommentaren till {site} med din adress och vill ha ett mejl när någon svarar:",
    confirm_then="Vi skriver bara till dig om du bekräftar det senast {date}. Länken öppnar en sida med en knapp.",
    confirm_action="Bekräfta, eller säg att det inte var du",
    confirm_otherwise="Var det inte du behöver du inte göra något: utan ditt ord raderas din adress efter sju dagar.",
    confirm_footer="Skickat en gång, eftersom din adress skrevs in i kommentarsformuläret på {site}. Ansvarig: {controller}.",
    reply_subject="{name} har svarat dig på {site}",
    reply_intro="{name} har svarat på din kommentar till ”{page}”:",
    reply_action="Läs det på sin plats",
    reply_stop="Inga fler mejl om den här kommentaren",
    reply_footer="Du får det här mejlet eftersom du har bekräftat att du vill ha ett mejl när någon svarar på din kommentar på {site}. Ansvarig: {controller}.",
    ask_title="Bekräfta din adress",
    ask_field="Länken från mejlet",
    ask_hint="Om du kom via länken och det här förblir tomt, kopiera in hela adressen till den här sidan.",
    ask_show="Fortsätt",
    unknown="Länken är redan använd, för gammal eller inte hel. Ingenting har ändrats.",
    mine_title="Är det här din kommentar?",
    mine_intro="Den skickades till {site} med din adress och med önskan om ett mejl när någon svarar.",
    confirm_text="Om du bekräftar skriver vi till {address} när någon svarar. Varje mejl har en länk som avslutar detta.",
    confirm_button="Den är min: skriv till mig",
    not_me_title="Det var inte jag",
    not_me_text="Då skrev någon annan in din adress. Vi tar bort den från kommentaren och skriver inte till dig om den. Kommentaren står kvar; om den ska bort, skriv till {contact}.",
    not_me_button="Ta bort min adress",
    confirmed="Bekräftat. Vi skriver till dig när någon svarar på din kommentar.",
    recorded="Det här har sparats. Ditt kvitto visar vad du har gått med på, och med det kan du ångra dig.",
    save_event="Spara det som antecknats",
    detached="Klart. Din adress är inte längre kopplad till den här kommentaren, och vi skriver inte till dig om den.",
    end_title="Avsluta e-post om svar",
    end_text="Om du trycker på knappen skriver vi inte längre till dig när någon svarar på din kommentar på {site}. Det antecknas att du har tagit tillbaka detta. Din kommentar står kvar.",
    end_button="Inga fler mejl om den här kommentaren",
    ended="Klart. Vi skriver inte längre till dig om den här kommentaren.",
    ended_more="Ditt kvitto visar vad som antecknats, och med det kan du ta tillbaka mer.",
)
