"""The product's own answers to replies, sentence by sentence, in each language.

They keep to the characters of GSM 03.38 for the reason that ``homing.domain.languages`` gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Answers:
    """The sentences of one language; the product's name and a colon stand before each answer.

    ``help`` and ``about`` are followed by ``contact``, or, where there is none, by ``no_contact``, and then
    by the opt-out line, or, for whoever has opted out, by ``resume``. ``nobody`` stands for the contact in a
    text of the organization's own.
    """

    stopped: str
    started: str
    help: str
    about: str
    contact: str
    no_contact: str
    resume: str
    wrong_number: str
    unclear: str
    start_word: str
    nobody: str


ANSWERS: Final[Mapping[str, Answers]] = {
    "en": Answers(
        stopped="You are opted out and will get no more texts. Reply START to resume.",
        started="You will get texts again. Reply HELP for help or STOP to opt out.",
        help="Reminders of pending actions.",
        about="This number sends our reminders.",
        contact="Help: {contact}.",
        no_contact="For help, ask your administrator.",
        resume="You are opted out (STOP). Reply START to resume.",
        wrong_number="Thank you for telling us. This number will get no more reminders from us.",
        unclear="We did not understand. Reply STOP to opt out or HELP for help.",
        start_word="To get texts again, reply with the single word START.",
        nobody="your administrator",
    ),
    "es": Answers(
        stopped="Baja confirmada, dejamos de enviarte mensajes. Responde START para volver a recibirlos.",
        started="Vuelves a recibir mensajes. Responde HELP si necesitas ayuda o STOP para darte de baja.",
        help="Recordatorios de tareas pendientes.",
        about="Desde este teléfono mandamos recordatorios.",
        contact="Ayuda: {contact}.",
        no_contact="Si necesitas ayuda, pregunta a tu administrador.",
        resume="Tu baja (STOP) sigue activa. Responde START para reanudar.",
        wrong_number="Gracias por avisar. Este teléfono deja de recibir nuestros recordatorios.",
        unclear="No lo hemos entendido. Responde STOP para darte de baja o HELP si necesitas ayuda.",
        start_word="Para volver a recibir mensajes, responde solamente con la palabra START.",
        nobody="tu administrador",
    ),
    "pt-BR": Answers(
        stopped="Cancelamento confirmado, sem novas mensagens. Responda START para receber de novo.",
        started="As mensagens foram reativadas. Responda HELP para ajuda ou STOP para deixar de receber.",
        help="Lembretes de tarefas pendentes.",
        about="Este telefone envia nossos lembretes.",
        contact="Ajuda: {contact}.",
        no_contact="Para ajuda, fale com o administrador.",
        resume="Seu cancelamento (STOP) segue valendo. Responda START para receber de novo.",
        wrong_number="Obrigado por avisar. Este telefone deixa de receber nossos lembretes.",
        unclear="Pode explicar melhor? Responda STOP para deixar de receber ou HELP para ajuda.",
        start_word="Para receber de novo, responda somente com a palavra START.",
        nobody="o administrador",
    ),
    "fr": Answers(
        stopped="Désinscription confirmée, vous ne recevrez plus de SMS. Pour les reprendre, répondez START.",
        started="Vous recevrez de nouveau des SMS. Aide : répondez HELP. Pour vous désinscrire : STOP.",
        help="Rappels d'actions en attente.",
        about="Nos rappels viennent de ce numéro.",
        contact="Aide : {contact}.",
        no_contact="Pour de l'aide, adressez-vous à votre administrateur.",
        resume="Désinscription (STOP) active. Pour reprendre, répondez START.",
        wrong_number="Merci de nous avoir prévenus. Ce numéro ne recevra plus nos rappels.",
        unclear="Nous n'avons pas compris. Répondez STOP pour vous désinscrire ou HELP pour de l'aide.",
        start_word="Pour recevoir de nouveau des SMS, répondez par le seul mot START.",
        nobody="votre administrateur",
    ),
    "de": Answers(
        stopped="Abmeldung bestätigt, es folgen keine weiteren SMS. Zum Fortsetzen mit START antworten.",
        started="SMS werden wieder zugestellt. Mit HELP gibt es Hilfe, mit STOP die Abmeldung.",
        help="Erinnerungen an offene Aufgaben.",
        about="Von dieser Nummer kommen unsere Erinnerungen.",
        contact="Hilfe: {contact}.",
        no_contact="Bei Fragen hilft die Administration weiter.",
        resume="Abgemeldet (STOP). Zum Fortsetzen mit START antworten.",
        wrong_number="Danke für den Hinweis. An diese Nummer gehen keine Erinnerungen mehr von uns.",
        unclear="Das haben wir nicht verstanden. Mit STOP abmelden, mit HELP gibt es Hilfe.",
        start_word="Um wieder SMS zu erhalten, nur mit dem Wort START antworten.",
        nobody="die Administration",
    ),
}
"""Of one segment each with a product name and a contact that are short."""
