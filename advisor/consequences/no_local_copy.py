"""No device holds a copy of the mail beside the one on the server; said with the reason when a copy is
wished for.
"""

from advisor.consequences import COMPUTERS, Consequence, Finding, Whole, answered, known, ruling
from advisor.mailbox import Arrive, LoseServer, Story, Sync
from advisor.model.text import Text, text
from advisor.modes import not_asked, open_candidates, pop3_candidate

_EXPORT = text("Save the mailbox to an external disk from time to time, with the provider's export or a mail "
               "program.")
_ARCHIVE = text("Let a program that only fetches (mbsync, getmail) keep an archive on a computer that is "
                "often on, or save the mailbox to an external disk from time to time.")


def _look(whole: Whole) -> Finding | None:
    wish = whole.household.wishes.backup
    # Where a device removes mail at once there is no copy on the server either; `single-copy` says that.
    if whole.shape.copies or (wish == "none" and whole.shape.removers):
        return None
    if wish == "none":
        return Finding(
            "no-local-copy", "note", (), text("There is no copy of your mail outside the server."),
            (answered("wishes.backup", wish),),
            do=text("If you want one, a computer that stays in one place can hold it. Say so in your "
                    "answers."))
    says, because, do = _why(whole)
    return Finding("no-local-copy", "blocks", (), says, (answered("wishes.backup", wish), *because), do)


def _why(whole: Whole) -> tuple[Text, tuple[str, ...], Text]:
    """Why the wish cannot be met, on what that rests, and what to do instead."""
    devices = whole.household.devices
    fit = [number for number, device in enumerate(devices)
           if device.kind in COMPUTERS and (device.stays or len(devices) == 1)]
    if not fit:
        return (text("Nothing holds the copy that you asked for: none of your devices is a computer of your "
                     "own that stays in one place."),
                tuple(answered(f"devices.{n}.{key}", getattr(device, key))
                      for n, device in enumerate(devices, 1) for key in ("kind", "stays")), _EXPORT)
    fact = _facts(whole)
    reasons = {whole.accesses[n].closed.get("pop3-keep", "") for n in fit}
    if reasons <= {"no-pop3-server", "only-plain-text"}:
        return (text("Nothing holds the copy that you asked for: the provider has no secured server for "
                     "downloading mail (POP3 with TLS)."), tuple(sorted(reasons)), _else(whole))
    if reasons <= {"no-uidl", "expires-at-once"}:
        return (text("Nothing holds the copy that you asked for: this server cannot leave mail in place once "
                     "it has been downloaded (POP3)."), fact, _else(whole))
    able = [n for n in fit if not whole.accesses[n].closed.get("pop3-keep")]
    if not able:
        first = devices[fit[0]]
        return (text("Nothing holds the copy that you asked for: {program} on {device} cannot download mail "
                     "and leave it on the server (POP3).",
                     program=whole.clients[first.client].name, device=first.name),
                tuple(f"client {devices[n].client}: pop3-keep closed, "
                      f"{whole.accesses[n].closed['pop3-keep']}" for n in fit),
                text("Use another mail program on {device}, such as Thunderbird.", device=first.name))
    first = devices[able[0]]
    if all(not whole.accesses[n].proven for n in able):
        if not_asked(whole.accesses[able[0]].uidl):
            return (text("Nothing holds the copy that you asked for: nobody has asked the server yet whether "
                         "mail can stay there once it has been downloaded (POP3)."), fact,
                    text("Start mail-advisor again with a connection to the network, so that it can ask."))
        return (text("Nothing holds the copy that you asked for: it is not known whether this server can "
                     "leave mail in place once it has been downloaded (UIDL)."), fact,
                text("Ask the provider whether its POP3 server numbers its messages for good (UIDL). Until "
                     "then, save the mailbox to an external disk from time to time."))
    if all(whole.accesses[n].expiry is not None for n in able):
        return (text("Nothing holds the copy that you asked for: this server may delete what has been "
                     "downloaded (POP3), and your other devices would lose sight of it."), fact, _EXPORT)
    return (text("Nothing holds the copy that you asked for."),
            (answered(f"devices.{able[0] + 1}.mode", first.mode or "advised"),),
            text("Let {device} download mail and leave it on the server (POP3).", device=first.name))


def _else(whole: Whole) -> Text:
    """What to do instead where POP3 is no way: with IMAP, a program that only fetches is one."""
    return _ARCHIVE if open_candidates(whole.picture, "imap") else _EXPORT


def _facts(whole: Whole) -> tuple[str, ...]:
    candidate = pop3_candidate(whole.picture, None)
    return (*(known(candidate.fact(name)) for name in ("pop3-uidl", "pop3-expire") if candidate),
            *ruling(whole.picture.provider, "pop3_keeps_days"))


CONSEQUENCE = Consequence(
    "no-local-copy", "blocks",
    ("devices.mode", "devices.kind", "devices.stays", "devices.client", "wishes.backup", "pop3-uidl",
     "pop3-expire", "provider.pop3_keeps_days", "client.protocols", "client.pop3_modes", "candidates"),
    of_mailbox=_look,
    sources=("RFC 9051, abstract",), proof="C12",
    example=Story((("computer", "imap"), ("phone", "imap")), (
        Arrive("bill"), Sync("computer"), Sync("phone"), LoseServer(), Sync("computer"),
        Sync("phone"))))
