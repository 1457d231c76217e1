// Settings for one mail account, made by mail-advisor. No password is in here: Thunderbird asks for it.
user_pref("mail.accountmanager.accounts", "account1,account2");
user_pref("mail.accountmanager.defaultaccount", "account1");
user_pref("mail.accountmanager.localfoldersserver", "server2");
user_pref("mail.account.lastKey", 2);
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account1.identities", "id1");
user_pref("mail.account.account2.server", "server2");
user_pref("mail.identity.id1.fullName", {{ name }});
user_pref("mail.identity.id1.useremail", {{ address }});
user_pref("mail.identity.id1.smtpServer", "smtp1");
user_pref("mail.identity.id1.valid", true);
{# Unset, these end in Local Folders (seen with 153), where no other device sees them. The values are those that
   Thunderbird's own assistant starts with; where the server marks other folders (RFC 6154), it takes them. #}
{% if incoming_protocol == "imap" %}
{# The login as Thunderbird itself spells it in the server's URI, or the folders would belong to nobody. #}
{% set login = incoming_username | urlencode | replace("/", "%2F") | replace("~", "%7E") | replace("%2A", "*") %}
{% set root = "imap://" ~ login ~ "@" ~ incoming_host %}
user_pref("mail.identity.id1.fcc_folder", {{ root ~ "/Sent" }});
user_pref("mail.identity.id1.fcc_folder_picker_mode", "0");
user_pref("mail.identity.id1.draft_folder", {{ root ~ "/Drafts" }});
user_pref("mail.identity.id1.drafts_folder_picker_mode", "0");
user_pref("mail.identity.id1.stationery_folder", {{ root ~ "/Templates" }});
user_pref("mail.identity.id1.tmpl_folder_picker_mode", "0");
user_pref("mail.identity.id1.archive_folder", {{ root ~ "/Archives" }});
user_pref("mail.identity.id1.archives_folder_picker_mode", "0");
{% endif %}
{# A missing socketType means no encryption, and a port in quotes is ignored: both are always plain numbers. #}
{% set socket = {"plain": 0, "starttls": 2, "tls": 3} %}
{% set sign_in = {"none": 1, "password": 3, "app-password": 3, "password-encrypted": 4,
                  "client-certificate": 7, "oauth2": 10} %}
user_pref("mail.server.server1.type", {{ incoming_protocol }});
user_pref("mail.server.server1.hostname", {{ incoming_host }});
user_pref("mail.server.server1.port", {{ incoming_port }});
user_pref("mail.server.server1.socketType", {{ socket[incoming_security] }});
user_pref("mail.server.server1.authMethod", {{ sign_in[incoming_auth] }});
user_pref("mail.server.server1.userName", {{ incoming_username }});
user_pref("mail.server.server1.name", {{ address }});
user_pref("mail.server.server1.check_new_mail", true);
user_pref("mail.server.server1.check_time", {{ check_minutes }});
user_pref("mail.server.server1.login_at_startup", true);
{% if incoming_protocol == "imap" %}
user_pref("mail.server.server1.directory-rel", {{ "[ProfD]ImapMail/" ~ incoming_host }});
user_pref("mail.server.server1.use_idle", true);
user_pref("mail.server.server1.offline_download", {{ offline_copy }});
{% if offline_copy %}
user_pref("mail.server.server1.autosync_max_age_days", -1);
{% endif %}
{% else %}
user_pref("mail.server.server1.directory-rel", {{ "[ProfD]Mail/" ~ incoming_host }});
user_pref("mail.server.server1.download_on_biff", true);
user_pref("mail.server.server1.headers_only", false);
user_pref("mail.server.server1.leave_on_server", {{ leave_on_server }});
user_pref("mail.server.server1.delete_by_age_from_server", {{ days > 0 }});
user_pref("mail.server.server1.num_days_to_leave_on_server", {{ days }});
user_pref("mail.server.server1.delete_mail_left_on_server", {{ delete_on_local_delete }});
user_pref("mail.pop3.deleteFromServerOnMove", false);
{# One inbox for all POP3 accounts. Thunderbird's importer drops this, so it is only said in a profile. #}
{% if role != "import" %}
user_pref("mail.server.server1.deferred_to_account", "account2");
user_pref("mail.server.server1.defer_get_new_mail", true);
{% endif %}
{% endif %}
user_pref("mail.server.server2.type", "none");
user_pref("mail.server.server2.hostname", "Local Folders");
user_pref("mail.server.server2.userName", "nobody");
user_pref("mail.server.server2.name", "Local Folders");
user_pref("mail.server.server2.directory-rel", "[ProfD]Mail/Local Folders");
user_pref("mail.smtpservers", "smtp1");
user_pref("mail.smtp.defaultserver", "smtp1");
user_pref("mail.smtpserver.smtp1.type", "smtp");
user_pref("mail.smtpserver.smtp1.description", {{ domain }});
user_pref("mail.smtpserver.smtp1.hostname", {{ outgoing_host }});
user_pref("mail.smtpserver.smtp1.port", {{ outgoing_port }});
user_pref("mail.smtpserver.smtp1.try_ssl", {{ socket[outgoing_security] }});
user_pref("mail.smtpserver.smtp1.authMethod", {{ sign_in[outgoing_auth] }});
user_pref("mail.smtpserver.smtp1.username", {{ outgoing_username }});
