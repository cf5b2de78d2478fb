"""What readers are told about their requests, in Czech."""

from commentsvc.domain.request_text import RequestText

TEXT = RequestText(
    kinds={
        "access": "kopie mých údajů",
        "erasure": "vymazat mé údaje",
        "rectification": "opravit mé údaje",
        "portability": "mé údaje, které si vezmu s sebou",
        "restriction": "mé údaje uchovat, ale nic jiného s nimi nedělat",
        "objection": "přestat používat mé údaje",
        "impersonation": "pod mou adresou psal někdo jiný",
    },
    confirm_subject="{site}: potvrďte prosím svou žádost",
    confirm_intro="Někdo, pravděpodobně vy, poslal pod vaší adresou webu {site} tuto žádost:",
    confirm_action="Ano, je to moje žádost",
    confirm_hint="Odkaz funguje jednou, 24 hodin. Pokud jste to nebyli vy, nedělejte nic: žádost se pak smaže.",
    subject="Vaše žádost {reference} pro {site}",
    asked="Dne {day} jste požádali o toto:",
    extended="Potřebujeme na to víc času. Odpověď dostanete nejpozději {day}.",
    reason="Důvod:",
    answer="Naše odpověď:",
    copy=(
        "Vaše kopie je připravena. Najdete ji na své stránce; odkaz, který vás pustí dovnitř, posíláme na tuto adresu."
    ),
    nothing=(
        "Pod vaší adresou není na webu {site} nic uloženo. Co bylo posláno bez adresy, se dá najít jen s potvrzením."
    ),
    reported=(
        "Pod vaší adresou byly nahlášeny komentáře. Co je o každém hlášení uloženo, ukazuje odkaz v "
        "mailu, který jeho přijetí potvrdil."
    ),
    unconfirmed=(
        "Pod vaší adresou jsou komentáře, které nikdo nepotvrdil. Možná je psal někdo jiný, proto jsme "
        "je ani nezkopírovali, ani nevymazali."
    ),
    erased="Co je na webu {site} vaše, bylo vymazáno. Nedá se to vrátit.",
    kept=(
        "Část zůstane nejdéle do {day}, protože je potřeba pro právní nároky (čl. 17 odst. 3 písm. e) "
        "GDPR). Nikdo ji nevidí a potom se vymaže."
    ),
    restricted=(
        "To, oč jde, teď jen uchováváme a nic jiného s tím neděláme. Nikdo to nevidí. Než to skončí, řekneme vám to."
    ),
    lifted=(
        "Toto omezení ukončíme {day}. Potom se uložené smí zase ukazovat a používat. Pokud "
        "nesouhlasíte, odpovězte před tímto dnem."
    ),
    objected="Vaší námitce vyhovujeme. Čeho se týká, se už neukazuje ani nepoužívá.",
    done="Udělali jsme, oč jste žádali.",
    refused="Neuděláme, oč jste žádali.",
    complain="Pokud nejste spokojeni, můžete si stěžovat u úřadu pro ochranu údajů nebo se obrátit na soud.",
    open_mine="Otevřít mé údaje",
    footer="Tuto zprávu dostáváte kvůli žádosti pro {site} pod touto adresou. Odpovídá: {controller}, {contact}.",
    page_title="Potvrdit žádost",
    page_intro="Přišli jste z e-mailu. Pokud je pole prázdné, vložte odkaz z e-mailu.",
    page_field="Odkaz z e-mailu",
    page_show="Ukázat žádost",
    page_asked="O toto byl web {site} požádán pod vaší adresou:",
    page_erases="Jakmile potvrdíte, vymaže se, co je tu vaše. Nedá se to vrátit.",
    page_done="Vaše žádost {reference} je potvrzena. Odpověď přijde na vaši adresu nejpozději {day}.",
    page_unknown="Tento odkaz už byl použit, nebo je příliš starý. Můžete prostě požádat znovu.",
)
