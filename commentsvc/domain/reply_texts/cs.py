"""Czech."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reply_text import ReplyText

TEXT = ReplyText(
    lang="cs",
    confirm_subject="Prosíme o potvrzení: e-maily o odpovědích na {site}",
    confirm_intro="Někdo, nejspíš vy, poslal s vaší adresou na {site} tento komentář a přeje si e-mail, když na něj někdo odpoví:",
    confirm_then="Psát vám budeme, jen když to do {date} potvrdíte. Odkaz otevře stránku s tlačítkem.",
    confirm_action="Potvrdit, nebo říct, že jste to nebyli vy",
    confirm_otherwise="Pokud jste to nebyli vy, nemusíte dělat nic: bez vašeho slova se vaše adresa po sedmi dnech vymaže.",
    confirm_footer="Posláno jednou, protože vaše adresa byla napsána do formuláře komentářů na {site}. Odpovídá: {controller}.",
    reply_subject="{name} vám odpovídá na {site}",
    reply_intro="{name} odpovídá na váš komentář k „{page}“:",
    reply_action="Přečíst na místě",
    reply_stop="Už žádné e-maily o tomto komentáři",
    reply_footer="Tento e-mail dostáváte, protože jste potvrdili, že chcete zprávu, když někdo odpoví na váš komentář na {site}. Odpovídá: {controller}.",
    ask_title="Potvrďte svou adresu",
    ask_field="Odkaz z e-mailu",
    ask_hint="Pokud jste přišli odkazem a toto zůstane prázdné, zkopírujte sem celou adresu této stránky.",
    ask_show="Pokračovat",
    unknown="Tento odkaz už byl použit, je příliš starý nebo není celý. Nic se nezměnilo.",
    mine_title="Je to váš komentář?",
    mine_intro="Byl poslán na {site} s vaší adresou a s přáním e-mailu, když někdo odpoví.",
    confirm_text="Když potvrdíte, napíšeme na {address}, když někdo odpoví. V každém e-mailu je odkaz, který to ukončí.",
    confirm_button="Je můj: pište mi",
    not_me_title="Nebyl(a) jsem to já",
    not_me_text="Pak vaši adresu napsal někdo jiný. Odebereme ji od komentáře a psát vám o něm nebudeme. Komentář zůstane; má-li zmizet, napište na {contact}.",
    not_me_button="Odebrat mou adresu",
    confirmed="Potvrzeno. Napíšeme vám, když někdo odpoví na váš komentář.",
    recorded="Bylo to zaznamenáno. Vaše potvrzení o odeslání ukazuje, s čím jste souhlasili, a dá se s ním souhlas vzít zpět.",
    save_event="Uložit, co bylo zaznamenáno",
    detached="Hotovo. Vaše adresa už s tímto komentářem není spojena a psát vám o něm nebudeme.",
    end_title="Ukončit e-maily o odpovědích",
    end_text="Když stisknete tlačítko, už vám nebudeme psát, když někdo odpoví na váš komentář na {site}. Zaznamená se, že jste to vzali zpět. Váš komentář zůstane.",
    end_button="Už žádné e-maily o tomto komentáři",
    ended="Hotovo. Už vám o tomto komentáři nebudeme psát.",
    ended_more="Vaše potvrzení o odeslání ukazuje, co bylo zaznamenáno, a dá se s ním vzít zpět i další.",
)
