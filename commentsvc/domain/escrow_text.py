"""What readers are told of the sealed proof that stays after an erasure, in every language of the notices. No I/O.

The same sentence stands in the notice, in the question before erasing and on the readers' own pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commentsvc.domain.languages import plural_form


@dataclass(frozen=True)
class EscrowText:
    """`{span}` of `sentence` is the one of `spans` that goes with the months."""

    sentence: str
    spans: Mapping[str, str]


TEXTS: Mapping[str, EscrowText] = {
    "ar": EscrowText(
        "بعد المحو يبقى إثبات مشفّر لاختيارك مدة لا تزيد على {span}، للمطالبات القانونية فقط: الصفحة والوقت وما "
        "اخترته، من دون اسمك ومن دون تعليقك. ثم يُحذف.",
        {
            "one": "شهر واحد",
            "two": "شهرين",
            "few": "{months} أشهر",
            "many": "{months} شهرًا",
            "other": "{months} شهر",
        },
    ),
    "cs": EscrowText(
        "Po vymazání zůstává nejdéle {span} zašifrovaný doklad o vaší volbě, jen pro právní nároky: stránka, čas a co "
        "jste zvolili, bez vašeho jména a bez vašeho komentáře. Potom se smaže.",
        {"one": "jeden měsíc", "few": "{months} měsíce", "other": "{months} měsíců"},
    ),
    "da": EscrowText(
        "Efter en sletning bliver et krypteret bevis for dit valg liggende i højst {span}, kun til retskrav: siden, "
        "tidspunktet og hvad du valgte, uden dit navn og uden din kommentar. Derefter slettes det.",
        {"one": "en måned", "other": "{months} måneder"},
    ),
    "de": EscrowText(
        "Nach einer Löschung bleibt höchstens {span} lang ein verschlüsselter Nachweis Ihrer Wahl, nur für "
        "Rechtsansprüche: Seite, Zeit und was Sie gewählt haben, ohne Ihren Namen und ohne Ihren Kommentar. Danach "
        "wird er gelöscht.",
        {"one": "einen Monat", "other": "{months} Monate"},
    ),
    "en": EscrowText(
        "After an erasure, an encrypted proof of your choice stays for up to {span}, for legal claims only: the page, "
        "the time and what you chose, without your name and without your comment. Then it is deleted.",
        {"one": "one month", "other": "{months} months"},
    ),
    "es": EscrowText(
        "Después de borrar queda, durante {span} como máximo, una prueba cifrada de su elección, solo para "
        "reclamaciones legales: la página, la hora y lo que eligió, sin su nombre y sin su comentario. Después se "
        "elimina.",
        {"one": "un mes", "other": "{months} meses"},
    ),
    "fi": EscrowText(
        "Poiston jälkeen valinnastasi jää salattu todiste enintään {span} ajaksi, vain oikeusvaatimuksia varten: sivu, "
        "aika ja se, mitä valitsit, ilman nimeäsi ja ilman kommenttiasi. Sitten se poistetaan.",
        {"one": "yhden kuukauden", "other": "{months} kuukauden"},
    ),
    "fr": EscrowText(
        "Après un effacement, une preuve chiffrée de votre choix reste pendant {span} au plus, uniquement pour des "
        "actions en justice : la page, l’heure et ce que vous avez choisi, sans votre nom et sans votre commentaire. "
        "Ensuite, elle est supprimée.",
        {"one": "un mois", "other": "{months} mois"},
    ),
    "it": EscrowText(
        "Dopo una cancellazione resta per non più di {span} una prova cifrata della tua scelta, solo per eventuali "
        "azioni legali: la pagina, l’ora e che cosa hai scelto, senza il tuo nome e senza il tuo commento. Poi viene "
        "eliminata.",
        {"one": "un mese", "other": "{months} mesi"},
    ),
    "ja": EscrowText(
        "消去した後も、法的な請求に備えるためだけに、あなたの選択を示す暗号化された証拠が最長{span}残ります。"
        "含まれるのはページ、時刻、選択の内容で、お名前とコメントは含まれません。その後、削除されます。",
        {"other": "{months}か月間"},
    ),
    "nl": EscrowText(
        "Na het wissen blijft hoogstens {span} een versleuteld bewijs van uw keuze bewaard, alleen voor juridische "
        "claims: de pagina, de tijd en wat u koos, zonder uw naam en zonder uw reactie. Daarna wordt het verwijderd.",
        {"one": "één maand", "other": "{months} maanden"},
    ),
    "pl": EscrowText(
        "Po usunięciu pozostaje najwyżej przez {span} zaszyfrowany dowód Twojego wyboru, tylko na potrzeby roszczeń "
        "prawnych: strona, czas i to, co wybrano, bez Twojego imienia i nazwiska i bez Twojego komentarza. Potem jest "
        "kasowany.",
        {
            "one": "miesiąc",
            "few": "{months} miesiące",
            "many": "{months} miesięcy",
            "other": "{months} miesiąca",
        },
    ),
    "pt": EscrowText(
        "Depois de apagar, fica durante {span}, no máximo, uma prova cifrada da sua escolha, só para ações judiciais: "
        "a página, a hora e o que escolheu, sem o seu nome e sem o seu comentário. Depois é eliminada.",
        {"one": "um mês", "other": "{months} meses"},
    ),
    "sv": EscrowText(
        "Efter en radering finns ett krypterat bevis på ditt val kvar i högst {span}, bara för rättsliga anspråk: "
        "sidan, tiden och vad du valde, utan ditt namn och utan din kommentar. Sedan tas det bort.",
        {"one": "en månad", "other": "{months} månader"},
    ),
    "tr": EscrowText(
        "Silme işleminden sonra, yalnızca hukuki talepler için, seçiminizin şifrelenmiş bir kanıtı en fazla {span} "
        "kalır: sayfa, zaman ve seçtikleriniz; adınız ve yorumunuz olmadan. Sonra o da silinir.",
        {"one": "bir ay", "other": "{months} ay"},
    ),
    "uk": EscrowText(
        "Після стирання щонайбільше {span} залишається зашифрований доказ вашого вибору, лише для правових вимог: "
        "сторінка, час і те, що ви вибрали, без вашого імені й без вашого коментаря. Потім його видаляють.",
        {
            "one": "{months} місяць",
            "few": "{months} місяці",
            "many": "{months} місяців",
            "other": "{months} місяця",
        },
    ),
}


def escrow_sentence(lang: str, months: int) -> str:
    """The sentence for this number of months in `lang` (English where we have no words)."""
    lang = lang if lang in TEXTS else "en"
    told = TEXTS[lang]
    return told.sentence.replace("{span}", plural_form(lang, told.spans, months).replace("{months}", str(months)))
