"""Judges raw answers from a file before they become a household: says which key is wrong, where, and why.

The shape comes from the types in model/household.py, the meaning from the questions; nothing is listed twice.
"""

import difflib
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.client import Client
from advisor.model.household import Household
from advisor.model.text import Text, text
from advisor.questions import Question, State, Value
from advisor.steps import Step, questions


def check(source: Mapping[str, Any], where: str, content: str, clients: tuple[Client, ...],
          speaker: Speaker, *, partial: bool = False) -> None:
    """Raise AdvisorError for the first thing in `source` that cannot be.

    where: the file's name, for the message. content: its text, to find the line; may be empty. partial: what
    is missing will be asked for.
    """
    Judge(where, content, clients, speaker, partial=partial).household(source)


class Judge:
    """One pass over the raw answers. Errors carry the key's path and its line."""

    def __init__(self, where: str, content: str, clients: tuple[Client, ...], speaker: Speaker, *,
                 partial: bool) -> None:
        self._where = where
        self._content = content
        self._clients = clients
        self._speaker = speaker
        self._partial = partial
        self._about = {question.key: question for question in questions()}
        self._values: dict[str, Value] = {}

    def household(self, source: Mapping[str, Any]) -> None:
        """Shape first, then meaning, then what is missing."""
        self._shape(source, msgspec.inspect.type_info(Household), "")
        self._values = flat(source)
        names = {key: value for key, value in self._values.items() if re.match(r"devices\.\d+\.name$", key)}
        for key, value in self._values.items():
            question = self._about.get(_numberless(key))
            if question is not None and key != "devices":
                self._meaning(question, key, value, names)
        for needed in () if self._partial else ("devices", "address"):
            if not source.get(needed):
                raise self._missing(needed)

    def _shape(self, value: Any, kind: msgspec.inspect.Type, path: str) -> None:
        if isinstance(kind, msgspec.inspect.StructType):
            self._table(value, kind, path)
        elif isinstance(kind, msgspec.inspect.VarTupleType):
            if not isinstance(value, list):
                raise self._wrong(path, text("It must be a list of tables, such as [[devices]]."))
            for number, item in enumerate(value, 1):
                self._shape(item, kind.item_type, f"{path}.{number}")
        else:
            self._word(value, kind, path)

    def _table(self, value: Any, kind: msgspec.inspect.StructType, path: str) -> None:
        if not isinstance(value, dict):
            raise self._wrong(path, text("It must be a table with keys of its own."))
        dot = f"{path}." if path else ""
        known = [field.encode_name for field in kind.fields]
        for name in value:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                raise self._error(
                    "answers-unknown-key",
                    text("There is no answer called “{key}”.", key=dot + name), dot + name,
                    text("Did you mean “{key}”?", key=dot + near[0]) if near else
                    text("Possible here: {keys}.", keys=", ".join(known)))
        for field in kind.fields:
            if field.encode_name in value:
                self._shape(value[field.encode_name], field.type, dot + field.encode_name)
            elif field.required and not self._partial:
                raise self._missing(dot + field.encode_name)

    def _word(self, value: Any, kind: msgspec.inspect.Type, path: str) -> None:
        if isinstance(kind, msgspec.inspect.UnionType):
            kind = next(one for one in kind.types if not isinstance(one, msgspec.inspect.NoneType))
        if isinstance(kind, msgspec.inspect.LiteralType):
            if value not in kind.values:
                raise self._wrong(path, text("Possible here: {keys}.", keys=", ".join(map(str, kind.values))))
        elif isinstance(kind, msgspec.inspect.BoolType):
            if not isinstance(value, bool):
                raise self._wrong(path, text("It must be true or false."))
        elif isinstance(kind, msgspec.inspect.IntType):
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise self._wrong(path, text("It must be a number that is not negative."))
        elif not isinstance(value, str):
            raise self._wrong(path, text("It must be words in quotation marks."))

    def _meaning(self, question: Question, key: str, value: Value, names: dict[str, Value]) -> None:
        if question.id == "device-client" and not self._clients:
            return      # nobody told us which programs there are
        device = int(key.split(".")[1]) if question.per_device else 0
        # A question may look at its own device and at all names; with a thousand devices, no more than that.
        own = f"devices.{device}.kind"
        values = {**names, own: self._values.get(own, "")} if question.id == "device-name" else {
            own: self._values.get(own, "")}
        state = State(values, self._clients, self._speaker.say, device, lan=True)
        judged = question.accept(str(value), state)
        if isinstance(judged, Text):
            raise self._wrong(key, judged)

    def _missing(self, key: str) -> AdvisorError:
        number = re.match(r"devices\.(\d+)\.", key)
        question = self._about.get(_numberless(key))
        if question is None:
            return missing(key, None, f"--set {key}=...", self._where)
        step = Step(question, int(number[1]) if number else 0)
        return missing(key, step.sentence(question.asks), step.flag, self._where)

    def _wrong(self, path: str, hint: Text) -> AdvisorError:
        message = text("The answer “{key}” cannot be so.", key=path)
        return self._error("answers-wrong-value", message, path, hint)

    def _error(self, reference: str, message: Text, path: str, hint: Text) -> AdvisorError:
        line = line_of(self._content, path)
        context = text("In {path}, line {line}.", path=self._where, line=line) if line else text(
            "In {path}.", path=self._where)
        return AdvisorError(reference, message, Exit.USAGE, context=context, hint=hint)


def missing(key: str, asks: Text | None, flag: str, where: str | None) -> AdvisorError:
    """The error for an answer that is missing where nobody can be asked: question, key and flag."""
    message = (text("The answer “{key}” is missing, and nobody can be asked.", key=key) if where is None else
               text("The answer “{key}” is missing in {path}.", key=key, path=where))
    return AdvisorError(
        "answer-missing", message, Exit.MISSING, context=asks,
        hint=text("Answer it with the key {key} in the answers file, or with {flag}", key=key, flag=flag))


def _numberless(key: str) -> str:
    """`devices.2.kind` as the questions have it: `devices.N.kind`."""
    return re.sub(r"^devices\.\d+\.", "devices.N.", key)


def line_of(content: str, path: str) -> int | None:
    """The line (from 1) where the key with this path stands in a TOML text, or the nearest table above it."""
    parts = path.split(".")
    table, seen, best = "", 0, None
    for number, line in enumerate(content.splitlines(), 1):
        header = re.match(r"\s*\[(\[?)\s*([^\[\]]+?)\s*\]", line)
        if header:
            table = header[2]
            if header[1] and table == "devices":
                seen += 1
                table = f"devices.{seen}"
            if path == table or path.startswith(table + ".") or (path == "devices" and seen):
                best = best if path == "devices" and best else number
            continue
        assigned = re.match(r"""\s*["']?([^\s"'=]+)["']?\s*=""", line)
        if assigned:
            full = f"{table}.{assigned[1]}" if table else assigned[1]
            if full == path:
                return number
            if path.startswith(full + ".") or (not table and assigned[1] == parts[0]):
                best = number
    return best


def flat(source: Mapping[str, Any], prefix: str = "") -> dict[str, Value]:
    """Every value by its key (`devices.2.kind`); a list has its length, so `devices` is their number."""
    found: dict[str, Value] = {}
    for key, value in source.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            found[prefix + key] = len(value)
            for number, item in enumerate(value, 1):
                found |= flat(item, f"{prefix}{key}.{number}.")
        else:
            found[prefix + key] = value
    return found
