"""What the Tab key offers: well-known domains after the @, folders that exist, and the words of a form."""

from collections.abc import Callable, Sequence
from pathlib import Path

from advisor.ui.screen import Completion

Complete = Callable[[str], Sequence[Completion]]


def domains(known: Sequence[str]) -> Complete:
    """The domains in `known` that begin like what stands behind the @."""

    def complete(typed: str) -> tuple[Completion, ...]:
        before, at, start = typed.rpartition("@")
        if not at or not before:
            return ()
        return tuple(Completion(f"{before}@{domain}", domain) for domain in known
                     if domain.startswith(start.casefold()) and domain != start.casefold())

    return complete


def folders(typed: str) -> tuple[Completion, ...]:
    """The folders that exist and begin with what is typed; hidden ones only where the dot is typed."""
    above, slash, start = typed.rpartition("/")
    folder = Path(f"{above}{slash}" or ".")
    try:
        names = sorted(path.name for path in folder.expanduser().iterdir() if path.is_dir())
    except (OSError, RuntimeError):     # no such folder, or no home to expand
        return ()
    return tuple(Completion(f"{above}{slash}{name}/", f"{name}/") for name in names
                 if name.startswith(start) and (start.startswith(".") or not name.startswith(".")))


def among(words: Sequence[str], typed: str, start: str) -> tuple[Completion, ...]:
    """The words that begin with `start`, which is the end of what is typed."""
    kept = typed[:len(typed) - len(start)]
    return tuple(Completion(kept + word, word) for word in words
                 if word.startswith(start.casefold()) and word != start.casefold())
