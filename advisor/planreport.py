"""The plan as JSON for programs. The lines for a person are in planlines.py."""

from typing import Any

from advisor.i18n import Speaker
from advisor.model.plan import Finding, Forecast, Plan, Server, Settings
from advisor.planlines import plan_lines

__all__ = ["finding_document", "plan_document", "plan_lines"]


def plan_document(plan: Plan, speaker: Speaker) -> dict[str, Any]:
    """The JSON of `advise` (schema 1). Sentences are in the language of `speaker`; all else is the same in
    any.
    """
    return {
        "schema": plan.schema,
        "address": plan.address.full,
        "name": plan.name,
        "devices": [{
            "name": one.device.name, "client": one.device.client, "mode": one.mode, "chosen": one.chosen,
            "usable": one.usable, "only_sends": one.only_sends, "settings": _settings(one.settings),
            "folders": dict(one.settings.folders),
            "findings": [finding_document(finding, speaker) for finding in one.findings]}
            for one in plan.devices],
        "findings": [finding_document(finding, speaker) for finding in plan.findings],
        "backup": {"kind": plan.backup.kind, "device": plan.backup.device, "covers": plan.backup.covers},
        "worst": plan.worst,
        "alternatives": [{
            "change": dict(one.change), "worst": one.worst,
            "findings": [finding_document(finding, speaker) for finding in one.findings]}
            for one in plan.alternatives],
        "needs": [{"code": code, "says": speaker.code("need", code)} for code in plan.needs],
        "help": plan.help,
        "forecast": _forecast(plan.forecast),
        "migration": [{"device": step.device, "step": step.code, "says": speaker.code("migration", step.code)}
                      for step in plan.migration],
    }


def _settings(settings: Settings) -> dict[str, Any]:
    policy = settings.pop3
    return {
        "incoming": _server(settings.incoming), "outgoing": _server(settings.outgoing),
        "leave_on_server": policy.leave_on_server if policy else None,
        "remove_after_days": policy.days if policy else None,
        "delete_on_local_delete": policy.delete_on_local_delete if policy else None,
        "check_minutes": settings.check_minutes, "offline_copy": settings.offline_copy}


def _server(server: Server) -> dict[str, Any]:
    end = server.endpoint
    return {"protocol": end.protocol, "host": end.host, "port": end.port, "security": end.security,
            "username": server.username, "auth": server.auth}


def _forecast(seen: Forecast) -> dict[str, Any]:
    return {
        "months": [{"month": one.number, "used_mb": one.used_mb, "low_mb": one.low_mb, "high_mb": one.high_mb,
                    "today_mb": one.today_mb} for one in seen.months],
        "full_in": seen.full_in, "earliest": seen.earliest, "latest": seen.latest, "quota_mb": seen.quota_mb,
        "today_full_in": seen.today_full_in, "used_mb": seen.used_mb,
        "monthly_mb": dict(zip(("low", "expected", "high"), seen.monthly_mb, strict=True)),
        "because": list(seen.because)}


def finding_document(finding: Finding, speaker: Speaker) -> dict[str, Any]:
    """A finding as JSON."""
    return {"id": finding.id, "severity": finding.severity, "devices": list(finding.devices),
            "says": speaker.say(finding.says), "do": speaker.say(finding.do) if finding.do else None,
            "because": list(finding.because)}
