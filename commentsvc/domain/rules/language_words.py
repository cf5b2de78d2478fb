"""Small words by which a language that shares its script with others is recognised. Folded like text."""

from __future__ import annotations

from commentsvc.domain.rules.folding import fold

_WORDS = {
    "cs": "je se že to jsem jsou ale jako tak který která které protože když už jen není byl byla by být "
    "podle nebo jeho ještě také může mají této tento proto však má co jak pro při",
    "da": "og det er ikke jeg har af til på som med den der kan vil man også skal hvad hvor hvis så være "
    "blev efter eller fra ikke noget meget nogen kun alle mere bliver",
    "de": "und der die das ist nicht ich sie es ein eine einen mit auf für von dem den sich auch wie wird "
    "sind dass aber noch nur oder wenn bei nach aus haben hat werden kann schon zum zur mehr keine",
    "en": "the and is of to that it in you for this with was are have not be they but what all there from "
    "my your can just would about who when like out been their will more were which if his her",
    "es": "que los las una por con para del como más pero sus está son muy ya también porque cuando sin "
    "sobre todo esta este ser hay eso yo nos donde desde todos lo el es",
    "fi": "ja on ei että se hän mutta ole kun niin myös jos oli olen ovat mitä tai vain kuin sitä tämä joka "
    "nyt voi sen minä mikä koska olla jo vielä kaikki",
    "fr": "et les des est que une pour dans qui pas sur avec ce plus par ne au vous nous sont mais aux "
    "cette ont il elle je tout comme être c’est aussi même fait très leur ces du le",
    "it": "che di non per una sono con del della più come anche ma questo questa gli alla nel ho si hanno "
    "essere molto solo perché cosa quando dei delle il è tutto stato",
    "nl": "het een van dat niet ik je zijn voor met op te aan er maar ook om als bij nog wel naar heeft dan "
    "wat deze door over hebben geen kan worden wordt meer moet die",
    "pl": "nie się że jest na do jak ale co po tym za być był jego już tylko czy które który która oraz dla "
    "ma są tak przez mnie może jeszcze bardzo wszystko od",
    "pt": "que não uma para com os por mais como mas dos das ao foi ele ela são muito já também pelo pela "
    "isso está quando sem nos você seu sua ser tem até só do da",
    "sv": "och att det är inte jag som en på för med har av till den om men vi man kan så var ett från ska "
    "eller också när vad vara mycket bara efter skulle alla detta där",
    "tr": "bir ve bu için çok ama ne daha gibi var değil olan ben kadar sonra olarak mı mi en şey yok kendi "
    "bile diye olduğu her o çünkü hiç böyle onun",
    "hu": "hogy nem egy és is van meg csak de mint ez már még volt azt kell lehet minden akkor nagyon most ezt",
    "ro": "și nu este care pentru din mai sunt dar cu pe la să ca fi sau am fost dacă acest această tot foarte doar",
    "id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena tersebut bisa ada oleh",
    "uk": "і та що не на це як але ви ми він вона для від або якщо є ще тому було бути також коли який які щоб",
    "ru": "и что не на это как но вы мы он она для от или если есть ещё потому было быть также когда "
    "который которые чтобы только уже его их",
    "bg": "и че не на това как но вие ние той тя за от или ако има още защото беше също когато който които да се са",
    "ar": "في من على أن إلى هذا هذه التي الذي لا ما كان عن مع كل لم هو هي أو قد بعد ذلك بين ليس",
    "fa": "و در به از که این را با است برای آن یک خود تا بر هم نیز اما می شود شده کرد باید",
    "ur": "کے میں کی ہے اور سے کا کو پر نے کہ ہیں یہ بھی نہیں تھا ایک ہو گیا کر",
}

SMALL_WORDS: dict[str, frozenset[str]] = {
    lang: frozenset(word for word in fold(words).split() if len(word) > 1) for lang, words in _WORDS.items()
}
"""By language. Those beyond the ones a rule can allow are here so that they are not taken for their neighbours."""
