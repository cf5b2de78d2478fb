"""Dutch."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reply_text import ReplyText

TEXT = ReplyText(
    lang="nl",
    confirm_subject="Bevestig alstublieft: e-mail over antwoorden op {site}",
    confirm_intro="Iemand, waarschijnlijk u, stuurde deze reactie met uw adres naar {site} en wil een e-mail als erop geantwoord wordt:",
    confirm_then="We schrijven u alleen als u dat vóór {date} bevestigt. De link opent een pagina met een knop.",
    confirm_action="Bevestigen, of zeggen dat u het niet was",
    confirm_otherwise="Was u het niet, dan hoeft u niets te doen: zonder uw woord wordt uw adres na zeven dagen gewist.",
    confirm_footer="Eén keer gestuurd, omdat uw adres in het reactieformulier van {site} is ingevuld. Verantwoordelijk: {controller}.",
    reply_subject="{name} heeft u geantwoord op {site}",
    reply_intro="{name} heeft geantwoord op uw reactie bij ‘{page}’:",
    reply_action="Lees het waar het staat",
    reply_stop="Geen e-mail meer over deze reactie",
    reply_footer="U krijgt deze e-mail omdat u hebt bevestigd dat u een e-mail wilt als op uw reactie op {site} wordt geantwoord. Verantwoordelijk: {controller}.",
    ask_title="Uw adres bevestigen",
    ask_field="De link uit de e-mail",
    ask_hint="Bent u via de link gekomen en blijft dit leeg, kopieer dan het hele adres van deze pagina hierin.",
    ask_show="Verder",
    unknown="Deze link is al gebruikt, te oud of niet compleet. Er is niets veranderd.",
    mine_title="Is dit uw reactie?",
    mine_intro="Hij is met uw adres naar {site} gestuurd, met de wens van een e-mail als iemand antwoordt.",
    confirm_text="Als u bevestigt, schrijven we aan {address} als iemand antwoordt. In elke e-mail staat een link die dit beëindigt.",
    confirm_button="Hij is van mij: schrijf mij",
    not_me_title="Ik was het niet",
    not_me_text="Dan heeft iemand anders uw adres ingevuld. We halen het van de reactie af en schrijven u er niet over. De reactie blijft staan; moet hij weg, schrijf dan aan {contact}.",
    not_me_button="Haal mijn adres eraf",
    confirmed="Bevestigd. We schrijven u als iemand op uw reactie antwoordt.",
    recorded="Dit is vastgelegd. Uw ontvangstbewijs laat zien waarmee u het eens was, en u kunt het ermee terugdraaien.",
    save_event="Opslaan wat is vastgelegd",
    detached="Klaar. Uw adres hoort niet meer bij deze reactie, en we schrijven u er niet over.",
    end_title="E-mail over antwoorden beëindigen",
    end_text="Als u op de knop drukt, schrijven we u niet meer als iemand op uw reactie op {site} antwoordt. Vastgelegd wordt dat u dit hebt ingetrokken. Uw reactie blijft staan.",
    end_button="Geen e-mail meer over deze reactie",
    ended="Klaar. We schrijven u niet meer over deze reactie.",
    ended_more="Uw ontvangstbewijs laat zien wat is vastgelegd, en u kunt er meer mee intrekken.",
)
