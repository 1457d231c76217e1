"""The .reg file that takes back what outlook-autodiscover.reg wrote: the domain's entry and the preference.

It is for after the account was added: Outlook needs the local file no more, and asks the provider again.
"""

from advisor.formats import Facts, Format, Value, outlook_autodiscover, windows_reg
from advisor.formats.outlook_autodiscover_reg import KEY, PREFER


def read(content: bytes) -> dict[str, Value]:
    """For which domain it is taken back."""
    names = windows_reg.under(content, KEY)
    if any(value is not None for value in names.values()) or PREFER not in names:
        raise ValueError("everything that was written must be removed")
    (domain,) = names.keys() - {PREFER}
    return {"domain": domain}


def says(facts: Facts) -> dict[str, Value]:
    """The domain of the plan."""
    return {"domain": facts["domain"]}


FORMAT = Format("outlook-autodiscover-undo", windows_reg.value, windows_reg.pack, read, says,
                outlook_autodiscover.refuses)
