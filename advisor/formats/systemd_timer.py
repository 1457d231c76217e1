"""The systemd timer that starts the service of the same name again and again (systemd.timer(5))."""

from advisor.formats import Facts, Format, Value, _systemd, pick


def read(content: bytes) -> dict[str, Value]:
    """Whose mail it is about, and the minutes between two times."""
    unit = _systemd.unit(content, "Unit", "Timer", "Install")
    timer = unit["Timer"]
    if not timer["OnStartupSec"] or unit["Install"] != {"WantedBy": "timers.target"}:
        raise ValueError("nothing would start the timer")
    minutes = timer["OnUnitInactiveSec"].removesuffix("min")
    return {"folder": _systemd.folder(unit), "check_minutes": int(minutes)}


def says(facts: Facts) -> dict[str, Value]:
    """The folder of the copy, and the plan's interval."""
    return pick(facts, "folder", "check_minutes")


FORMAT = Format("systemd-timer", _systemd.value, _systemd.pack, read, says, _systemd.refuses)
