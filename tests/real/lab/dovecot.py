"""Configuration of a Dovecot (IMAP and POP3) in one of several profiles, as real providers run it."""

from dataclasses import dataclass

MAIL_UID = 5000     # owner of the mailboxes; no user of that number needs to exist


@dataclass(frozen=True)
class Profile:
    """Which ports listen, whether TLS is asked for, and further settings."""

    imap: bool = True
    imaps: bool = True
    pop3: bool = True
    pop3s: bool = True
    ssl: str = "required"
    settings: str = ""


PROFILES = {
    "modern": Profile(),
    "starttls-only": Profile(imaps=False, pop3s=False),
    "tls-only": Profile(imap=False, pop3=False),
    "plaintext": Profile(imaps=False, pop3s=False, ssl="no", settings="disable_plaintext_auth = no"),
    "imap-only": Profile(pop3=False, pop3s=False),
    "pop-only": Profile(imap=False, imaps=False),
    "oldcaps": Profile(settings="imap_capability = IMAP4rev1 STARTTLS AUTH=PLAIN"),
    "scram": Profile(settings="auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256"),
    "noplain-clear": Profile(ssl="yes", settings="disable_plaintext_auth = no"),
}

_FOLDERS = "".join(f"  mailbox {name} {{\n    special_use = \\{name}\n    auto = subscribe\n  }}\n"
                   for name in ("Drafts", "Sent", "Junk", "Trash", "Archive"))


def ports(profile):
    """The ports on which this profile listens."""
    chosen = PROFILES[profile]
    return [port for port, on in ((143, chosen.imap), (993, chosen.imaps), (110, chosen.pop3),
                                  (995, chosen.pop3s)) if on]


def _listener(name, port, on, tls):
    inside = f"port = {port}" + ("\n    ssl = yes" if tls else "") if on else "port = 0"
    return f"  inet_listener {name} {{\n    {inside}\n  }}\n"


def configuration(folder, profile, certificate, addresses):
    """Text of dovecot.conf; everything that Dovecot writes stays in `folder`."""
    chosen = PROFILES[profile]
    protocols = [name for name, on in (("imap", chosen.imap or chosen.imaps),
                                       ("pop3", chosen.pop3 or chosen.pop3s)) if on]
    return f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = {' '.join(protocols)}
listen = {', '.join(addresses)}
ssl = {chosen.ssl}
ssl_cert = <{certificate}
ssl_key = <{certificate}
auth_mechanisms = plain login
login_greeting = lab ready
mail_location = maildir:~/Maildir
mail_plugins = quota
first_valid_uid = 500
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={MAIL_UID} gid={MAIL_UID} home={folder}/home/%d/%n
}}
namespace inbox {{
  inbox = yes
{_FOLDERS}}}
plugin {{
  quota = maildir:User quota
  quota_rule = *:storage=100M
}}
protocol imap {{
  mail_plugins = quota imap_quota
}}
service imap-login {{
{_listener("imap", 143, chosen.imap, False)}{_listener("imaps", 993, chosen.imaps, True)}}}
service pop3-login {{
{_listener("pop3", 110, chosen.pop3, False)}{_listener("pop3s", 995, chosen.pop3s, True)}}}
service auth {{
  unix_listener postfix-auth {{
    mode = 0666
  }}
}}
{chosen.settings}
"""
