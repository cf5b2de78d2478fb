"""Italian."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.flag_text import FlagText

TEXT = FlagText(
    link="Avvisa",
    title="Avvisa i moderatori di questo commento",
    intro="Avvisa i moderatori di {site} di questo commento. Lo leggono e decidono. Non essere d’accordo non è un motivo.",
    why="Che cosa non va?",
    spam="È pubblicità o spam",
    rude="Insulta o minaccia qualcuno",
    off_topic="Non c’entra con l’argomento",
    other="Altro",
    privacy="Nessuno chiede chi sei. Perché nessuno conti due volte, per un giorno si conserva un codice ricavato da una parte del tuo indirizzo di rete.",
    illegal="È contro la legge?",
    report="Allora segnalalo: avrai una risposta.",
    send="Invia",
    done_title="Grazie",
    done="I moderatori lo sanno. A nessuno viene detto quante volte un commento è stato segnalato.",
    not_here="Qui non c’è nessun commento pubblico di cui avvisare.",
)
