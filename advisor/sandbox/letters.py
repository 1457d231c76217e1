"""What lies in the demo's mailbox: a few dozen messages, as a person in Spain might have them.

Dates count back from the day of the demo, so that the mailbox never looks abandoned.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from advisor.sandbox.mailbox import INBOX, Mailbox

FLAGS = {"s": "\\Seen", "a": "\\Answered", "f": "\\Flagged", "d": "\\Draft"}


@dataclass(frozen=True)
class Letter:
    """A message to be. days: how long ago. marks: letters of FLAGS. other: who wrote it, or got it."""

    folder: str
    days: float
    marks: str
    other: str
    subject: str
    body: str
    html: str = ""
    attachment: tuple[str, bytes] | None = None


MARTA = "Marta Ruiz <marta@familia.example>"
LUIS = "Luis Ortega <luis@taller.example>"
EMMA = "Emma Clarke <emma.clarke@press.example>"
SCHOOL = "Colegio San Blas <secretaria@sanblas.example>"
BANK = "Banco del Norte <avisos@banconorte.example>"
SHOP = "Librería La Ola <pedidos@laola.example>"
JAMES = "James Porter <james@porter.example>"
TRAIN = "Trenes <billetes@trenes.example>"
CLINIC = "Clínica Dental Sol <citas@dentalsol.example>"
BILL = ("factura-0815.csv", b"concepto;importe\r\nrevision del coche;184,50\r\naceite;42,00\r\n")
OFFER_HTML = "<h1>Feria del libro</h1><p>Toda la semana, <b>10 % de descuento</b>.</p>"

LETTERS = (
    Letter(INBOX, 0.1, "", MARTA, "¿Cenamos el viernes?", "¿Te viene bien a las nueve? Llevo el postre."),
    Letter(INBOX, 0.3, "", EMMA, "Proofs for chapter 4",
           "Hi Ana,\n\nthe proofs are ready. Could you look at page 12 before Thursday?\n\nEmma"),
    Letter(INBOX, 0.9, "", BANK, "Su extracto del mes está disponible",
           "Estimada clienta:\n\nYa puede consultar el extracto en su oficina virtual. "
           "Nunca le pediremos la contraseña por correo."),
    Letter(INBOX, 1.2, "s", SCHOOL, "Excursión al acuario",
           "Buenos días:\n\nLa excursión será el día 14. Traigan por favor la autorización firmada."),
    Letter(INBOX, 1.8, "sf", LUIS, "Factura 0815", "Hola, Ana:\n\nte adjunto la factura. Un saludo, Luis",
           attachment=BILL),
    Letter(INBOX, 2.5, "s", SHOP, "Feria del libro", "Feria del libro: toda la semana, 10 % de descuento.",
           html=OFFER_HTML),
    Letter(INBOX, 3.1, "sa", JAMES, "Re: Saturday hike", "Seven o'clock at the station. Bring water!"),
    Letter(INBOX, 4.4, "s", TRAIN, "Su billete Valencia - Madrid",
           "Coche 6, asiento 11A. Salida 08:40, llegada 10:32."),
    Letter(INBOX, 5.0, "s", MARTA, "Fotos de la boda",
           "Las he subido todas. ¡La tuya con la tía es la mejor!"),
    Letter(INBOX, 6.7, "sa", EMMA, "Contract signed",
           "Signed and sent back. Thank you for the quick answer."),
    Letter(INBOX, 8.2, "sf", CLINIC, "Recordatorio de cita", "Le esperamos el martes a las 17:30."),
    Letter(INBOX, 9.9, "s", LUIS, "El coche está listo",
           "Ya puedes pasar a recogerlo. Cerramos a las siete."),
    Letter(INBOX, 12.0, "s", SCHOOL, "Menú del comedor",
           "Adjuntamos el menú del mes en la página del colegio."),
    Letter(INBOX, 15.3, "sa", JAMES, "Saturday hike", "Are you in? The forecast is good for once."),
    Letter(INBOX, 18.6, "s", SHOP, "Su pedido va de camino", "Hemos entregado el paquete al mensajero."),
    Letter(INBOX, 22.4, "s", BANK, "Cambio de condiciones", "Las nuevas condiciones valen desde el día 1."),
    Letter(INBOX, 27.5, "s", EMMA, "Cover drafts", "Three drafts on the shared board. I like the blue one."),
    Letter(INBOX, 33.0, "sa", MARTA, "Receta del gazpacho",
           "Tomates, pepino, pimiento, ajo, aceite y vinagre.\n.\nY paciencia."),
    Letter(INBOX, 41.7, "s", TRAIN, "Gracias por viajar con nosotros", "¿Nos dedica un minuto?"),
    Letter(INBOX, 58.2, "sf", CLINIC, "Presupuesto", "Le enviamos el presupuesto que nos pidió: 240 euros."),
    Letter("Sent", 1.0, "s", EMMA, "Re: Proofs for chapter 3",
           "Looks good to me. Two commas on page 7.\n\nAna"),
    Letter("Sent", 3.2, "s", JAMES, "Re: Saturday hike", "Count me in. When and where?\n\nAna"),
    Letter("Sent", 6.9, "s", EMMA, "Contract", "Dear Emma,\n\nthe contract is fine. Please sign it.\n\nAna"),
    Letter("Sent", 16.0, "s", LUIS, "Ruido en el coche",
           "Hola, Luis:\n\nhace un ruido al frenar. ¿Puedes verlo?"),
    Letter("Sent", 33.4, "s", MARTA, "Re: Receta del gazpacho", "¡Gracias! Lo hago este domingo."),
    Letter("Drafts", 0.5, "sd", SCHOOL, "Autorización", "Buenos días:\n\nadjunto la autorización para"),
    Letter("Drafts", 7.7, "sd", JAMES, "Winter trip", "What about the mountains in"),
    Letter("Junk", 2.2, "", "Premio <premio@suerte.example>", "¡Ha ganado!",
           "Pulse aquí para recibir el premio."),
    Letter("Junk", 4.9, "", "Security <no-reply@bank-check.example>", "Your account is locked",
           "Confirm your password within 24 hours."),
    Letter("Junk", 11.1, "s", "Pills <offers@pills.example>", "Cheap!!!", "Best prices, no questions."),
    Letter("Trash", 3.8, "s", SHOP, "Boletín de la semana", "Novedades y firmas de ejemplares."),
    Letter("Trash", 10.4, "s", TRAIN, "Cambio de horario", "El tren de las 07:15 sale ahora a las 07:20."),
    Letter("Archive", 120.0, "s", BANK, "Su certificado fiscal",
           "Ya puede descargar el certificado del año pasado."),
    Letter("Archive", 200.5, "sa", EMMA, "Welcome!", "We are glad to publish your book."),
    Letter("Archive", 310.2, "sf", LUIS, "ITV", "Tienes que pasar la inspección antes de junio."),
    Letter("Archive", 420.8, "s", SCHOOL, "Matrícula", "La matrícula queda confirmada."),
)


def fill(mailbox: Mailbox, name: str, address: str, now: datetime) -> None:
    """Put the letters into the mailbox of `name`, oldest first, with the gaps a used mailbox has."""
    for at, letter in enumerate(sorted(LETTERS, key=lambda one: -one.days)):
        arrived = now - timedelta(minutes=round(letter.days * 1440))
        mailbox.append(letter.folder, _write(letter, f"{name} <{address}>", arrived, at),
                       {FLAGS[mark] for mark in letter.marks}, arrived, skip_uids=(at * 7) % 5)


def _write(letter: Letter, owner: str, when: datetime, number: int) -> bytes:
    """The letter as octets (RFC 5322, MIME where it needs it), lines ended by CRLF."""
    message = EmailMessage(policy=SMTP)
    from_owner = letter.folder in ("Sent", "Drafts")
    message["From"], message["To"] = (owner, letter.other) if from_owner else (letter.other, owner)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(when)
    message["Message-ID"] = f"<{when:%Y%m%d}.{number}@{message['From'].addresses[0].domain}>"
    message.set_content(letter.body + "\n")
    if letter.html:
        message.add_alternative(letter.html + "\n", subtype="html")
    if letter.attachment is not None:
        file_name, content = letter.attachment
        message.add_attachment(content, "text", "csv", filename=file_name)
    return message.as_bytes()
