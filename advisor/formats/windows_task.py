"""A task for Windows' Task Scheduler (MS-TSCH section 2.5): XML in UTF-16 that its "Import Task" takes.

mbsync, getmail and offlineimap do not exist for Windows itself, so the task starts them in WSL, the Linux for
Windows that Microsoft offers. The order of elements in a trigger is that of the published schema.
"""

from xml.etree.ElementTree import Element

from advisor import xmltree
from advisor.formats import Facts, Format, Value, autoconfig_xml, pick, systemd_service

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
PROGRAM = "wsl.exe"

# Element to what may stand in it (Task Scheduler Schema), as far as we use it; in a sequence, in this order.
_GRAMMAR: dict[str, tuple[str, ...]] = {
    "Task": ("RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"),
    "RegistrationInfo": ("Author", "Description"), "Triggers": ("LogonTrigger",),
    "LogonTrigger": ("Enabled", "Repetition"), "Repetition": ("Interval", "StopAtDurationEnd"),
    "Principals": ("Principal",), "Principal": ("LogonType", "RunLevel"),
    "Settings": ("MultipleInstancesPolicy", "DisallowStartIfOnBatteries", "StopIfGoingOnBatteries",
                 "StartWhenAvailable", "RunOnlyIfNetworkAvailable", "Enabled", "ExecutionTimeLimit"),
    "Actions": ("Exec",), "Exec": ("Command", "Arguments"),
}
# What each of these has to say: as the person and without more rights, never twice at once, also on battery.
_FIXED = {"LogonType": "InteractiveToken", "RunLevel": "LeastPrivilege",
          "MultipleInstancesPolicy": "IgnoreNew", "StopAtDurationEnd": "false",
          "DisallowStartIfOnBatteries": "false",
          "StopIfGoingOnBatteries": "false", "RunOnlyIfNetworkAvailable": "true", "Enabled": "true"}


def pack(content: str) -> bytes:
    """The file's bytes: UTF-16 with byte order mark, lines ended by CR LF, as Windows exports tasks."""
    return b"\xff\xfe" + content.replace("\n", "\r\n").encode("utf-16-le")


def read(content: bytes) -> dict[str, Value]:
    """What is fetched how often."""
    if not content.startswith(b"\xff\xfe"):
        raise ValueError("the byte order mark is missing")
    root = xmltree.of_ours(content)
    if root.tag != f"{{{NAMESPACE}}}Task" or root.get("version") != "1.2":
        raise ValueError("not a task in version 1.2")
    _check(root)
    said = {xmltree.name(element): xmltree.words(element) for element in root.iter()}
    how, program, *words = said["Arguments"].split(" ")
    folder = said["Description"].rpartition(" ")[2]
    command = systemd_service.COMMANDS[program].format(folder=folder)
    if (said["Command"], how, " ".join([program, *words])) != (PROGRAM, "--exec", command):
        raise ValueError("not the command that fetches the copy")
    if not said["Interval"].startswith("PT") or not said["Interval"].endswith("M"):
        raise ValueError("the interval must be in minutes")
    return {"folder": folder, "check_minutes": int(said["Interval"][2:-1])}


def _check(element: Element) -> None:
    """ValueError where an element stands that the schema, or we, do not want there."""
    name = xmltree.name(element)
    expected = _GRAMMAR.get(name)
    if tuple(xmltree.name(child) for child in element) != (expected or ()):
        raise ValueError(f"{name} must hold {expected}")
    if expected is None and (not element.text or element.text != _FIXED.get(name, element.text)):
        raise ValueError(f"{name} must not say {element.text}")
    for child in element:
        _check(child)


def says(facts: Facts) -> dict[str, Value]:
    """The folder of the copy, and the plan's interval."""
    return pick(facts, "folder", "check_minutes")


FORMAT = Format("windows-task", autoconfig_xml.value, pack, read, says)
