"""What counts as a typing mistake in a mail domain, and what is simply another domain.

Whoever is told that their own domain is a mistake stops believing us, so only a name that is no word of any
language (gmail, hotmail) is recognised after any slip. All others are recognised after the slips that fingers
make: two letters swapped, one doubled, in long names also one left out or its neighbour on the keyboard.
"""

from advisor.suffixes import is_ending

# Coined names: what resembles one of them is hardly ever somebody else's.
_COINED = frozenset({"gmail", "googlemail", "hotmail", "outlook", "yahoo", "icloud", "protonmail"})
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LONG = 7           # letters from which on a name is hardly a common word


def slips(typed: str, known: str) -> int | None:
    """How many slips lead from `known` to `typed` (mail domains, A-labels); None where it is no mistake."""
    name, _, ending = typed.partition(".")
    known_name, _, known_ending = known.partition(".")
    if len(name) < 4 or len(known_name) < 5:
        return None
    if name == known_name:
        return _in_ending(name, ending, known_ending)
    if known_name in _COINED:
        return _in_coined(name, typed, known)
    if ending != known_ending or name == f"{known_name}s" or f"{name}s" == known_name:
        return None     # engineers.com and engineer.com are two words and two owners
    return 1 if _finger(name, known_name) else None


def _in_ending(name: str, ending: str, known_ending: str) -> int | None:
    """hotmail.be beside hotmail.de is another country, gmail.co beside gmail.com is a slip; gmail.con too."""
    if known_ending != "com" or damerau_levenshtein(ending, known_ending) > 1:
        return None
    return 1 if name in _COINED or not is_ending(ending) else None


def _in_coined(name: str, typed: str, known: str) -> int | None:
    known_name = known.partition(".")[0]
    if name[0] != known_name[0] and sorted(name[:2]) != sorted(known_name[:2]) and (
            name != known_name[1:] or len(name) < 6):
        return None     # people rarely miss the first letter: email.com is not gmail.com
    distance = damerau_levenshtein(typed, known)
    return distance if distance <= (2 if len(known) >= 12 else 1) else None


def _finger(name: str, known: str) -> bool:
    """Whether a finger turned `known` into `name`: the first letter is right, and one thing went wrong."""
    if len(name) == len(known):
        wrong = [place for place, (one, other) in enumerate(zip(name, known, strict=True)) if one != other]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
            return name[wrong[0]] == known[wrong[1]] and name[wrong[1]] == known[wrong[0]]
        return (len(wrong) == 1 and wrong[0] > 0 and len(known) >= _LONG
                and _are_neighbours(name[wrong[0]], known[wrong[0]]))
    longer, shorter = (name, known) if len(name) > len(known) else (known, name)
    if len(longer) != len(shorter) + 1:
        return False
    places = [place for place in range(1, len(longer)) if longer[:place] + longer[place + 1:] == shorter]
    doubled = any(longer[place] == longer[place - 1] for place in places)
    return bool(places) and (doubled or (len(name) < len(known) and len(known) >= _LONG))


def _are_neighbours(one: str, other: str) -> bool:
    """Whether two letters lie side by side on the keyboard."""
    return any(one + other in row or other + one in row for row in _ROWS)


def damerau_levenshtein(one: str, other: str) -> int:
    """Edits between two words; swapping two neighbours is one edit (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
