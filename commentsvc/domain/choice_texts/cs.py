"""Czech."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.choice_words import ChoiceButtons, ChoiceLabels, ChoiceMessages, ChoiceWords, OwnPurpose

TEXT = """\
## O čem rozhodujete
Každý účel má vlastní přepínač a každý je vypnutý, dokud ho nezapnete. Vedle stojí, co účel dělá, jaké údaje \
používá, kdo je dostává a jak dlouho se uchovávají. Všechno se opírá jen o váš souhlas (článek 6 odst. 1 písm. a \
GDPR a zákon o ukládání do vašeho zařízení). Pokud je vám méně než 16 let, zeptejte se nejdřív rodičů; v některých \
zemích je věk nižší.

## Co se z vaší volby uchovává
Tento prohlížeč uchovává šest měsíců jen samotnou volbu: které účely, která verze tohoto textu, do kterého dne. Není \
v ní žádné číslo, podle kterého by vás mohl někdo poznat. Když řeknete ne, nic dalšího se nikde neuchovává.

Když řeknete ano, uchováváme záznam o tom, co vám bylo ukázáno a co jste zvolili, protože zákon chce, abychom to \
mohli doložit (článek 7 odst. 1 GDPR). Vaše jméno, adresa ani stránka, kterou jste četli, v něm nejsou. Zapečetěný \
otisk záznamu jde do protokolu a dokazuje, že ho později nikdo nezměnil. Ano skončí samo po šesti měsících; pak se \
zeptáme znovu.

## Cesta zpět
Vzít souhlas zpět je stejně snadné jako ho dát: otevřete toto upozornění znovu a stiskněte druhé tlačítko. V tomto \
zařízení to platí hned. Aby to bylo i v záznamu, je potřeba potvrzení, které dostanete, když řeknete ano. Tady je po \
ruce, dokud nezavřete tento panel, a déle, když si ho v zařízení uložíte. Jinde použijte stránku potvrzení.

## Signál vašeho prohlížeče
Když váš prohlížeč posílá Global Privacy Control, bereme to jako ne všemu volitelnému, dokud sami nezvolíte jinak."""

WORDS = ChoiceWords(
    title="Vaše volby soukromí",
    summary="{controller_name} se ptá, zda smí tato stránka dělat víc, než potřebuje k fungování. To všechno je teď vypnuté. Můžete říct ne a číst dál jako dosud a kdykoli si to rozmyslet.",
    text=TEXT,
    kept="Záznam se uchovává tak dlouho, jak platí vaše volba.",
    kept_months="Záznam se uchovává tak dlouho, jak platí vaše volba, a déle o tento počet měsíců: {months}.",
    necessity="Nepovinné. Stránka bez toho funguje stejně.",
    retention="Dokud neřeknete ne, nejvýše šest měsíců.",
    withdrawal_method="Na každé stránce: otevřít volby soukromí a stisknout druhé tlačítko. S potvrzením také na stránce potvrzení.",
    statistics=OwnPurpose(
        label="Statistika",
        description="Počítá, které stránky se čtou a jak, aby mohly být lepší.",
        personal_data=(
            "stránky, které otevřete",
            "čas",
            "druh zařízení a prohlížeče",
        ),
    ),
    marketing=OwnPurpose(
        label="Reklama",
        description="Ukazuje reklamu, která se hodí k tomu, co čtete, a měří, zda funguje.",
        personal_data=(
            "stránky, které otevřete",
            "čas",
            "druh zařízení a prohlížeče",
            "číslo, podle kterého se pozná váš prohlížeč",
        ),
    ),
    external_media=OwnPurpose(
        label="Obsah jiných poskytovatelů",
        description="Načítá videa, mapy a příspěvky přímo od jiných poskytovatelů. Ti pak vidí vaši síťovou adresu a stránku, kterou čtete.",
        personal_data=(
            "síťová adresa",
            "stránka",
            "co poskytovatel uloží do vašeho prohlížeče",
        ),
    ),
    preferences=OwnPurpose(
        label="Předvolby",
        description="Pamatuje si v tomto zařízení, jak máte stránku rádi: jazyk, velikost písma, vzhled.",
        personal_data=("vaše nastavení",),
    ),
    labels=ChoiceLabels(
        open="Volby soukromí",
        data="Použité údaje",
        recipients="Kdo je dostává",
        how_long="Jak dlouho",
    ),
    buttons=ChoiceButtons(
        accept="Přijmout vše",
        refuse="Odmítnout vše",
        choose="Vybrat jednotlivě",
        save="Uložit mou volbu",
    ),
    messages=ChoiceMessages(
        gpc="Váš prohlížeč posílá Global Privacy Control. Bereme to jako ne: všechno volitelné je vypnuté, pokud tu nezvolíte jinak.",
        given="Vaše volba je uložena a zaznamenána.",
        withdrawn="Vzato zpět. Platí to hned a je to zaznamenáno.",
        withdrawn_here="Vzato zpět v tomto zařízení. Platí to hned. Aby to bylo i zaznamenáno, použijte své potvrzení.",
        failed="Nepodařilo se to zaznamenat, proto se nic nezapnulo. Zkuste to prosím znovu.",
        changed="Toto upozornění se od vaší volby změnilo. Zvolte prosím znovu.",
        receipt="S ním můžete svou volbu vzít zpět z kteréhokoli zařízení. Znovu ho poslat nemůžeme: zkopírujte si ho nebo uložte.",
        elsewhere="Je to zaznamenáno. Na to, co si uložil prohlížeč, odsud nedosáhneme: v zařízení, kde jste řekli ano, otevřete volby soukromí této stránky a odmítněte i tam.",
    ),
)
