"""Czech."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.notice_words import PurposeWords, Words

TEXT = """\
## Kdo je odpovědný
{controller} rozhoduje, proč a jak se tu vaše údaje používají, a odpovídá na vaše otázky. Zásady ochrany soukromí najdete \
zde: {privacy_url}.

## Co se stane, když napíšete komentář
Vaše jméno a váš komentář se zveřejní na této stránce. Může si je přečíst každý, i vyhledávače. Pokud uvedete svůj web, \
povede na něj vaše jméno. Komentář může zkontrolovat člověk nebo program, dříve než se objeví, nebo až potom.

## Proč je to dovoleno
{ground}

E-maily o odpovědích a zapamatování vašeho jména a adres v tomto zařízení se také opírají o váš souhlas. Jsou vypnuté, \
dokud je sami nezapnete, a komentář bez nich je plnohodnotný komentář.

Abychom zabránili spamu a zneužití, krátkou dobu počítáme, kolik požadavků přichází z jedné síťové adresy. To se opírá \
o náš oprávněný zájem na diskusi, kterou lze používat (článek 6 odst. 1 písm. f) GDPR).

Uchováváme záznam o tom, co jsme vám ukázali a co jste zvolili, protože zákon vyžaduje, abychom to uměli doložit (článek \
5 odst. 2 a článek 7 odst. 1 GDPR).

## Co ukládáme a co ne
Ukládáme: vaše jméno, váš komentář, váš web, pokud jej uvedete, stránku a čas; a také to, kterou verzi tohoto oznámení \
jste viděli a v jakém jazyce, co jste zaškrtli, kterou verzi formuláře jste použili a zda váš prohlížeč poslal signál \
„Global Privacy Control“.

E-mailovou adresu uvádět nemusíte. Samotnou adresu uchováváme, jen když chcete e-maily o odpovědích: do vašeho \
potvrzení nejdéle sedm dní, potom dokud to nevezmete zpět nebo dokud se váš komentář nevymaže. V každém případě si \
necháváme kód, který se z ní vypočítá pomocí tajného klíče, abychom vaše údaje našli, až o to požádáte. Podle stejného \
kódu poznáme lidi, jejichž dřívější komentáře byly v pořádku, aby další nemusel čekat.

Vaši síťovou adresu nikdy neukládáme celou. Není tu reklama ani sledování a váš prohlížeč neposíláme k žádné jiné firmě. \
Nejsou tu cookies; jen stránka pro prohlížeče bez JavaScriptu jednu používá, aby chránila svůj formulář, dokud prohlížeč \
nezavřete.

To, co právě píšete, a klíč, kterým můžete komentář ještě změnit, zůstávají v této kartě prohlížeče, dokud ji nezavřete.

Zapečetěný otisk záznamu se zapíše do deníku. Dokazuje, že se záznam později nezměnil, a neobsahuje ani vaše jméno, ani \
vaše slova.

## Jak dlouho
Váš komentář zůstává, dokud jej nesmažete vy nebo my. {kept} Když si necháte své údaje vymazat, vymaže se s nimi \
i záznam. Kopie v zálohách zmizí, až záloze vyprší platnost.

## Názory, víra, zdraví
Komentář může prozradit věci, které zákon zvlášť chrání (článek 9 GDPR): politické názory, víru, zdraví, sexuální život, \
původ. Nic z toho nám říkat nemusíte. Dokud váš komentář není zveřejněn, vidí jej jen ti, kdo komentáře kontrolují. Po \
zveřejnění si jej může přečíst každý; co píšete o sobě, to tím sami zveřejňujete (článek 9 odst. 2 písm. e)). Kdykoli jej \
můžete nechat vymazat, ale jiní si jej mohli předtím zkopírovat. Takové věci prosím nepište o druhých lidech.

## Vaše práva
Můžete požádat o kopii svých údajů (článek 15), nechat je opravit (16) nebo vymazat (17), nechat omezit jejich používání \
(18), dostat je v běžném formátu (20) a vznést námitku proti používání, které se opírá o oprávněné zájmy (21). Souhlas \
můžete kdykoli odvolat (7 odst. 3); co se stalo do té doby, zůstává v souladu se zákonem. Nic to nestojí a odpověď \
dostanete do jednoho měsíce. Napište na {controller_contact}. Můžete také podat stížnost (článek 77). Přijímá ji: \
{authority}.

## Cesta zpět
Po odeslání dostanete potvrzení. S ním můžete vzít svou volbu zpět, bez účtu a stejně snadno, jako jste komentář napsali: \
tlačítkem u svého komentáře nebo na stránce potvrzení. Komentář se pak vymaže. Pokud jste potvrzení ztratili, napište na \
{controller_contact}."""

WORDS = Words(
    title="Než komentář zveřejníte",
    summary=(
        "{controller_name} zveřejní vaše jméno a váš komentář na této stránce, kde si je může přečíst každý. "
        "Dostanete potvrzení, se kterým to můžete kdykoli vzít zpět; komentář se pak vymaže. Vaši e-mailovou "
        "adresu uchováváme, jen když chcete e-maily o odpovědích."
    ),
    text=TEXT,
    grounds={
        "a": "Zveřejnění se opírá o váš souhlas (článek 6 odst. 1 písm. a) GDPR). Můžete říct ne: pak se nic neodešle a můžete "
        "číst dál. Pokud je vám méně než 16 let, zeptejte se nejdřív rodičů; v některých zemích je věk nižší.",
        "b": "Zveřejnění se opírá o dohodu mezi vámi a námi o používání těchto komentářů: posíláte komentář proto, abychom jej "
        "zveřejnili (článek 6 odst. 1 písm. b) GDPR). Žádný posílat nemusíte a můžete číst dál.",
        "f": "Zveřejnění se opírá o náš oprávněný zájem na veřejné diskusi na této stránce (článek 6 odst. 1 písm. f) GDPR). "
        "Komentovat nemusíte, můžete číst dál a kdykoli můžete vznést námitku.",
    },
    kept={
        "zero": "Záznam o vaší volbě uchováváme stejně dlouho jako komentář.",
        "one": "Záznam o vaší volbě uchováváme o měsíc déle než komentář.",
        "few": "Záznam o vaší volbě uchováváme o {months} měsíce déle než komentář.",
        "other": "Záznam o vaší volbě uchováváme o {months} měsíců déle než komentář.",
    },
    any_authority="úřad pro ochranu osobních údajů v místě, kde žijete",
    publish=PurposeWords(
        label={
            "a": "Souhlasím s tím, že {controller_name} zde zveřejní mé jméno a můj komentář.",
            "b": "Beru na vědomí, jak {controller_name} používá mé údaje ke zveřejnění mého komentáře.",
            "f": "Beru na vědomí, jak {controller_name} používá mé údaje ke zveřejnění mého komentáře.",
        },
        description="Vaše jméno, váš komentář a váš web, pokud jej uvedete, se na této stránce ukazují všem.",
        personal_data=("jméno", "komentář", "web, pokud je uveden", "stránka", "čas"),
        necessity="Bez toho nelze komentář zveřejnit.",
        retention="Dokud komentář nesmažete vy nebo my. {kept}",
        recipients=("všichni, kdo čtou tuto stránku", "ti, kdo pro nás tyto komentáře provozují a moderují"),
    ),
    reply_mail=PurposeWords(
        label={"a": "Poslat mi e-mail, když někdo odpoví na můj komentář."},
        description="Nejdřív dostanete e-mail s odkazem. Psát vám budeme, jen když to tam potvrdíte. V každém e-mailu je odkaz, který to ukončí.",
        personal_data=("e-mailová adresa",),
        necessity="Nepovinné. Váš komentář je i bez toho stejný.",
        retention="Dokud to nevezmete zpět nebo dokud se komentář nevymaže; sedm dní, pokud to nepotvrdíte.",
        recipients=("ti, kdo pro nás provozují tyto komentáře a jejich poštovní server",),
    ),
    remember_me=PurposeWords(
        label={"a": "Zapamatovat v tomto zařízení mé jméno, e-mailovou adresu a web pro můj příští komentář."},
        description="Zůstane jen v tomto prohlížeči a příště se to vyplní za vás. Odstranit to tu můžete, kdykoli chcete.",
        personal_data=("jméno", "e-mailová adresa, pokud je uvedena", "web, pokud je uveden"),
        necessity="Nepovinné. Váš komentář je i bez toho stejný.",
        retention="Dokud to neodstraníte, jen v tomto zařízení.",
        recipients=(),
    ),
    withdrawal_method=(
        "S potvrzením, které dostanete po odeslání: tlačítkem u svého komentáře nebo na stránce potvrzení. Bez něj zprávou na "
        "{controller_contact}."
    ),
    labels={
        "name": "Jméno",
        "email": "E-mail",
        "email_hint": "Nezveřejňujeme ho. Uchováváme ho, jen když chcete e-maily o odpovědích; jinak zůstane jen kód, podle kterého vaše komentáře poznáme a na požádání najdeme.",
        "website": "Web",
        "body": "Komentář",
        "placeholder": "Co si o tom myslíte?",
        "reply_to": "Odpověď pro: {name}",
        "reply_placeholder": "Vaše odpověď",
        "optional": "nepovinné",
        "required": "povinné",
        "details": "Přečíst celé oznámení",
        "hide_details": "Skrýt celé oznámení",
        "privacy_policy": "Zásady ochrany soukromí",
        "controller": "Odpovědná osoba",
        "heading": "Komentáře",
        "sort": "Pořadí",
        "oldest": "Od nejstarších",
        "newest": "Od nejnovějších",
        "guest": "Host",
        "edited": "upraveno",
        "author_pending": "Vidíte to jen vy",
        "receipt": "Vaše potvrzení",
        "receipt_id": "Číslo",
        "receipt_secret": "Tajný kód",
        "keep_receipt": "Uložit potvrzení v tomto zařízení, aby se volba dala později vzít zpět",
        "basis_a": "váš souhlas",
        "basis_b": "dohoda s vámi",
        "basis_f": "oprávněné zájmy",
    },
    buttons={
        "write": "Napsat komentář",
        "submit": "Zveřejnit komentář",
        "reply": "Zveřejnit odpověď",
        "open_reply": "Odpovědět",
        "cancel": "Zrušit",
        "edit": "Upravit",
        "save": "Uložit",
        "delete": "Smazat",
        "delete_confirm": "Ano, vymazat",
        "withdraw": "Vzít zpět",
        "withdraw_confirm": "Ano, vzít zpět a vymazat",
        "forget": "Zapomenout mě v tomto zařízení",
        "copy": "Kopírovat",
        "save_file": "Uložit jako soubor",
        "close": "Zavřít",
        "retry": "Zkusit znovu",
        "stop": "Přestat zkoušet",
        "more": "Zobrazit další komentáře",
        "more_replies": "Zobrazit další odpovědi",
        "permalink": "Odkaz na tento komentář",
    },
    messages={
        "count": {"one": "{n} komentář", "few": "{n} komentáře", "other": "{n} komentářů"},
        "replies": {
            "one": "Zobrazit ještě {n} odpověď",
            "few": "Zobrazit ještě {n} odpovědi",
            "other": "Zobrazit ještě {n} odpovědí",
        },
        "empty": "Zatím žádné komentáře. Váš může být první.",
        "empty_closed": "Nejsou tu žádné komentáře.",
        "loading": "Komentáře se načítají",
        "loading_failed": "Komentáře se nepodařilo načíst.",
        "closed": "Tato diskuse je uzavřena. Číst ji můžete i nadále.",
        "gone": "Tento komentář už tu není.",
        "sending": "Odesílá se",
        "pending": "Děkujeme. Váš komentář čeká na kontrolu. Do té doby ho vidíte jen vy.",
        "published": "Váš komentář je zveřejněn.",
        "reply_mail_sent": "E-maily o odpovědích začnou chodit, až je potvrdíte: podívejte se prosím do své schránky.",
        "changed": "Vaše změna je uložena.",
        "draft_kept": "Co jste napsali, zůstává v této kartě.",
        "offline": "Není připojení. Co jste napsali, je uchováno a odešle se znovu samo.",
        "form_failed": "Formulář se nepodařilo otevřít. Co jste napsali, je uchováno.",
        "notice_changed": "Oznámení se od otevření formuláře změnilo. Přečtěte si ho prosím ještě jednou a vyberte znovu. Co jste napsali, tu stále je.",
        "form_expired": "Formulář byl dlouho otevřený a byl obnoven. Co jste napsali, tu stále je.",
        "check_fields": "Podívejte se prosím na označená pole.",
        "consent_required": "Bez toho nelze váš komentář zveřejnit.",
        "name_required": "Uveďte prosím jméno. Nemusí být pravé.",
        "email_required": "Uveďte prosím e-mailovou adresu, nebo zrušte zaškrtnutí e-mailů o odpovědích.",
        "body_required": "Napište prosím něco.",
        "too_long": "Text je příliš dlouhý. Znaků navíc: {n}.",
        "too_many": "Právě přišlo mnoho komentářů. Zkuste to prosím za chvíli znovu.",
        "failed": "To se nepovedlo. Co jste napsali, je uchováno; zkuste to prosím znovu.",
        "not_allowed": "Z této stránky nelze komentáře posílat.",
        "edit_closed": "Čas na úpravu tohoto komentáře uplynul. S potvrzením ho můžete i nadále nechat vymazat.",
        "delete_confirm": "Smazat tento komentář? Vymaže se i s údaji, které k němu patří. Nejde to vrátit.",
        "deleted": "Váš komentář je vymazán.",
        "receipt": "Ukazuje, co jste si mohli přečíst a co jste zvolili, a kdykoli s ním můžete svou volbu vzít zpět. Znovu ho poslat nemůžeme: zkopírujte nebo uložte si ho hned.",
        "copied": "Zkopírováno.",
        "copy_failed": "Zkopírovat se to nepodařilo. Označte prosím text a zkopírujte ho sami.",
        "saved": "Uloženo.",
        "kept": "Potvrzení je uloženo v tomto zařízení.",
        "link_copied": "Odkaz je zkopírován.",
        "withdraw_confirm": "Vzít zpět? Váš komentář se pak vymaže i s údaji, které k němu patří. Nejde to vrátit.",
        "withdrawn": "Vzato zpět. Váš komentář je vymazán.",
        "remembered": "Vyplněno tím, co si toto zařízení pamatuje.",
        "forgotten": "Toto zařízení na vás zapomnělo.",
    },
)
