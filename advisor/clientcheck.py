"""What is wrong in the description of a mail program that somebody wrote for themselves, with file and line.

The shipped ones are held to the same rules by the test run; here a person hears it, and the rest goes on.
"""

from pathlib import Path

from advisor import data
from advisor.model.client import Client
from advisor.model.mistake import Mistake
from advisor.model.text import Text, text
from advisor.tomlfile import decode, line_of, read_file


def check(path: Path) -> tuple[Client | None, tuple[Mistake, ...]]:
    """The program described in `path` (<id>/client.toml), None where it cannot be read, and its mistakes."""
    name = f"{path.parent.name}/{path.name}"
    content, unread = read_file(path, name)
    if content is None:
        return None, unread
    client, mistakes = decode(name, content, Client, {"id": path.parent.name})
    if client is None:
        return None, mistakes
    written = content.decode("utf-8")
    return client, tuple(Mistake(name, line_of(written, words), says) for says, words in _wrong(client, path))


def _wrong(client: Client, path: Path) -> list[tuple[Text, str]]:
    from advisor.formats import Format
    from advisor.i18n import Speaker, languages
    from advisor.registry import collect

    found: list[tuple[Text, str]] = []
    formats = {form.id for form in collect("advisor.formats", "FORMAT") if isinstance(form, Format)}
    shipped = data.folder("templates")
    for file in client.files:
        if file.format not in formats:
            found.append((text("There is no file format called {format}.", format=file.format), file.format))
        places = (path.parent, shipped / client.id, shipped / "generic")
        if not any((place / file.template).is_file() for place in places):
            found.append((text("There is no template {file}.", file=file.template), file.template))
    codes = [("how", code) for file in client.files for code in file.how]
    codes += [("how", code) for steps in client.sign_in.values() for code in steps]
    codes += [("note", code) for code in client.notes]
    for family, code in dict.fromkeys(codes):
        lacking = [language for language in languages() if not Speaker(language).has_code(family, code)]
        if lacking:
            found.append((text("The code {code} has no text in: {languages}.", code=code,
                               languages=", ".join(lacking)), code))
    return found
