"""The .reg file that takes back the order to import the .prf, as long as Outlook was not started.

The two marks of an earlier start cannot be brought back and need not be: Outlook sets them itself at its next
start. A profile that was imported already stays.
"""

from advisor.formats import Facts, Format, Value, outlook_prf, windows_reg


def read(content: bytes) -> dict[str, Value]:
    """Whether the order, and nothing else, is removed."""
    return {"forgets_import": windows_reg.under(content, windows_reg.SETUP_KEY) == {"ImportPRF": None}}


def says(facts: Facts) -> dict[str, Value]:
    """The same for every plan."""
    return {"forgets_import": True}


FORMAT = Format("windows-reg-undo", windows_reg.value, windows_reg.pack, read, says, outlook_prf.refuses)
