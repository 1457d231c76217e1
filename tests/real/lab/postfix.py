"""Configuration of a Postfix that takes mail for its domains and lets logged-in users send."""

import shutil

from tests.real.lab.dovecot import MAIL_UID, PROFILES

_DAEMONS = """
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
anvil unix - - n - 1 anvil
virtual unix - n n - - virtual
discard unix - - n - - discard
error unix - - n - - error
showq unix n - n - - showq
proxymap unix - - n - - proxymap
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def write_configuration(folder, profile, certificate, addresses, hostname, users):
    """Write main.cf and master.cf below `folder` and return their folder."""
    config = folder / "postfix"
    for sub in (config, folder / "queue", folder / "data"):
        sub.mkdir()
    shutil.chown(folder / "data", "postfix", "postfix")
    mailboxes = config / "mailboxes"
    mailboxes.write_text("".join(
        "{0}@{1} {1}/{0}/Maildir/\n".format(*user.split("@")) for user in users))
    tls = PROFILES[profile].ssl != "no"
    (config / "main.cf").write_text(f"""
compatibility_level = 3.6
config_directory = {config}
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = {hostname}
mydestination =
mynetworks =
inet_interfaces = {', '.join(addresses)}
inet_protocols = {'all' if any(':' in address for address in addresses) else 'ipv4'}
default_transport = discard
relay_transport = discard
virtual_mailbox_domains = {' '.join(sorted({user.split('@')[1] for user in users}))}
virtual_mailbox_base = {folder}/home
virtual_mailbox_maps = texthash:{mailboxes}
virtual_uid_maps = static:{MAIL_UID}
virtual_gid_maps = static:{MAIL_UID}
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_sasl_type = dovecot
smtpd_sasl_path = {folder}/run/postfix-auth
smtpd_tls_chain_files = {certificate}
smtpd_tls_security_level = {'may' if tls else 'none'}
smtpd_tls_auth_only = {'yes' if tls else 'no'}
smtpd_peername_lookup = no
message_size_limit = 26214400
alias_maps =
alias_database =
""")
    (config / "master.cf").write_text("\n".join(_listeners(profile, tls)) + _DAEMONS)
    return config


def ports(profile):
    """The ports on which Postfix listens in this profile: submission, and with TLS from the start too."""
    return [587] if profile in ("plaintext", "starttls-only") else [587, 465]


def _listeners(profile, tls):
    members_only = ("-o smtpd_sasl_auth_enable=yes "
                    "-o smtpd_client_restrictions=permit_sasl_authenticated,reject")
    encrypt = " -o smtpd_tls_security_level=encrypt" if tls else ""
    lines = ["25 inet n - n - - smtpd", f"587 inet n - n - - smtpd {members_only}{encrypt}"]
    if 465 in ports(profile):
        lines.append(f"465 inet n - n - - smtpd -o smtpd_tls_wrappermode=yes {members_only}")
    return lines
