"""One file for several addresses: a device that is in several plans gets all its accounts at once.

A household has more than one address, and Thunderbird takes them all in one import. Devices are the same
where their name and their mail program are. Only formats that can hold several accounts take part; what a
plan's own files cannot say is not said here either.
"""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from advisor.formats import Facts, _values
from advisor.i18n import Speaker
from advisor.model.client import Client, ClientFile
from advisor.model.files import OutputFile
from advisor.model.plan import Plan
from advisor.model.text import Text
from advisor.render import cannot, facts_of, folder_names, format_called, written

# Characters of facts that surely fit into one file of a format with a limit (a QR code holds 2,953 bytes).
_ROOM = 2000


def together(plans: Sequence[Plan], clients: Mapping[str, Client],
             authority: bytes = b"") -> tuple[OutputFile, ...]:
    """The files for the devices that stand in more than one of `plans`, one folder a device.

    Nothing for a device of which only one account can be written. authority: as for `render`.
    """
    devices = dict.fromkeys((one.device.name, one.device.client) for plan in plans for one in plan.devices)
    speaker = Speaker(plans[0].language)
    files: list[OutputFile] = []
    for (device, program), folder in zip(devices, folder_names(name for name, _ in devices), strict=True):
        client = clients[program]
        for path in dict.fromkeys(file.path for file in client.files if file.accounts != 1):
            kinds = [file for file in client.files if file.path == path]
            accounts = [facts for plan in plans for facts in _accounts(plan, device, client, kinds)]
            if len(accounts) > 1:
                files += _files(client, kinds, accounts, f"{folder}/{path}", device, speaker, authority)
    return tuple(files)


def _accounts(plan: Plan, device: str, client: Client, kinds: Sequence[ClientFile]) -> list[Facts]:
    """What the file has to say of this address, or nothing where it cannot."""
    found: list[Facts] = []
    for planned in plan.devices:
        same = (planned.device.name, planned.device.client) == (device, client.id)
        if same and not cannot(client, planned):
            facts = facts_of(plan, planned)
            kind = _kind(kinds, facts)
            if kind and not _values.refuses(facts) and not format_called(kind.format).refuses(facts):
                found.append(facts)
    return found[:1]


def _kind(kinds: Sequence[ClientFile], facts: Facts) -> ClientFile | None:
    return next((file for file in kinds if facts["incoming_protocol"] in file.protocols), None)


def _files(client: Client, kinds: Sequence[ClientFile], accounts: Sequence[Facts], path: str, device: str,
           speaker: Speaker, authority: bytes) -> list[OutputFile]:
    """One file for all, or as many as are needed, numbered before their ending."""
    groups = _groups(accounts, kinds[0].accounts)
    files: list[OutputFile] = []
    for number, group in enumerate(groups, 1):
        # An account with POP3 has steps of its own; all of them are told, each once.
        used = [kind for facts in group if (kind := _kind(kinds, facts)) is not None]
        how = tuple(dict.fromkeys(step for kind in used for step in kind.how))
        stem, dot, ending = path.rpartition(".")
        place = path if len(groups) == 1 else f"{stem}-{number}{dot}{ending}"
        made = written(client, used[0], group, place, device, speaker, authority, (number, len(groups)))
        if isinstance(made, Text):
            return []       # a template of the person's own; the files of each address say why
        main, *beside = made
        files += [replace(main, how=how), *beside]
    return files


def _groups(accounts: Sequence[Facts], most: int) -> list[list[Facts]]:
    """The accounts file by file: at most so many in one (0: any number), and fewer where they are long."""
    groups: list[list[Facts]] = [[]]
    room = _ROOM
    for facts in accounts:
        size = sum(len(str(fact).encode()) for fact in facts.values())
        if groups[-1] and most and (len(groups[-1]) == most or size > room):
            groups.append([])
            room = _ROOM
        groups[-1].append(facts)
        room -= size
    return groups
