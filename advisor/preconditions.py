"""What has to hold before a plan is made: somebody answered, and the account lets its owner in."""

from advisor import accountfacts
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.evidence import Evidence
from advisor.model.picture import Picture
from advisor.model.text import text


def demand(evidence: Evidence, picture: Picture, speaker: Speaker) -> None:
    """AdvisorError where a plan would rest on nothing: NETWORK, or the exit code of a refused login."""
    _demand_network(picture)
    _demand_login(evidence, speaker)


def _demand_network(picture: Picture) -> None:
    """Without an answer from anybody, `no server found` would be the wrong thing to say."""
    if "network-down" in picture.notes and not any(one.standing != "refused" for one in picture.candidates):
        raise AdvisorError(
            "network-down", text("Nobody could be asked: the network or the DNS server does not answer."),
            Exit.NETWORK, hint=text("Check the connection and try again; mail-advisor discover says more."))


def _demand_login(evidence: Evidence, speaker: Speaker) -> None:
    """A plan for an account that lets nobody in would be no plan."""
    account = evidence.account
    if account is None or accountfacts.exit_of(account) is Exit.DONE:
        return
    last = next(login for login in account.logins if login.outcome not in ("worked", "not-tried"))
    raise AdvisorError(
        "login-refused", text("{host} did not let you in. {why} {advice}", host=last.endpoint.host,
                              why=speaker.code("login", last.outcome),
                              advice=speaker.code("login-do", last.outcome)),
        accountfacts.exit_of(account),
        hint=text("mail-advisor discover --login says more. Nothing was written."))
