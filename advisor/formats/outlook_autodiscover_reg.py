"""The .reg file that shows Outlook classic the local Autodiscover file, under the mail domain's name.

PreferLocalXML (Microsoft KB 3211279) moves that file to the front of all places where Outlook looks.
"""

from advisor.formats import Facts, Format, Value, outlook_autodiscover, windows_reg

KEY = r"HKEY_CURRENT_USER\Software\Microsoft\Office\16.0\Outlook\AutoDiscover"
XML_PATH = r"C:\mail-advisor\autodiscover.xml"
PREFER = "PreferLocalXML"


def read(content: bytes) -> dict[str, Value]:
    """For which domain, where the file lies, and whether it goes first."""
    names = windows_reg.under(content, KEY)
    first = names.pop(PREFER) == 1
    ((domain, path),) = names.items()
    if not isinstance(path, str):
        raise ValueError("the domain has no path")
    return {"domain": domain, "xml_path": path, "goes_first": first}


def says(facts: Facts) -> dict[str, Value]:
    """The domain of the plan."""
    return {"domain": facts["domain"], "xml_path": XML_PATH, "goes_first": True}


# Without the XML there is nothing to show.
FORMAT = Format("outlook-autodiscover-reg", windows_reg.value, windows_reg.pack, read, says,
                outlook_autodiscover.refuses)
