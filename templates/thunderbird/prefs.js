// Settings for mail accounts, made by mail-advisor. No password is in here: Thunderbird asks for it.
{# Each account has a number for its account, server, identity and outgoing server; Local Folders comes last. #}
{% set last = accounts | length + 1 %}
{% set ids = namespace(accounts="", smtps="") %}
{% for one in accounts %}
{% set ids.accounts = ids.accounts ~ "account" ~ loop.index ~ "," %}
{% set ids.smtps = ids.smtps ~ ("," if ids.smtps else "") ~ "smtp" ~ loop.index %}
{% endfor %}
user_pref("mail.accountmanager.accounts", {{ ids.accounts ~ "account" ~ last }});
user_pref("mail.accountmanager.defaultaccount", "account1");
user_pref("mail.accountmanager.localfoldersserver", {{ "server" ~ last }});
user_pref("mail.account.lastKey", {{ last }});
{# A missing socketType means no encryption, and a port in quotes is ignored: both are always plain numbers. #}
{% set socket = {"plain": 0, "starttls": 2, "tls": 3} %}
{% set sign_in = {"none": 1, "password": 3, "app-password": 3, "password-encrypted": 4,
                  "client-certificate": 7, "oauth2": 10} %}
{% for one in accounts %}
{% set n = loop.index %}
{% set id = "mail.identity.id" ~ n %}
{% set server = "mail.server.server" ~ n %}
{% set smtp = "mail.smtpserver.smtp" ~ n %}
user_pref({{ "mail.account.account" ~ n ~ ".server" }}, {{ "server" ~ n }});
user_pref({{ "mail.account.account" ~ n ~ ".identities" }}, {{ "id" ~ n }});
user_pref({{ id ~ ".fullName" }}, {{ one.name }});
user_pref({{ id ~ ".useremail" }}, {{ one.address }});
user_pref({{ id ~ ".smtpServer" }}, {{ "smtp" ~ n }});
user_pref({{ id ~ ".valid" }}, true);
{# Unset, these end in Local Folders (seen with 153), where no other device sees them. Where a login showed the
   folders they are named ("1" is "another folder" in the settings); elsewhere stand the values that Thunderbird's
   own assistant starts with, and where the server marks other folders (RFC 6154), it takes them. #}
{% if one.incoming_protocol == "imap" %}
{% set root = one.incoming_username | root(one.incoming_host) %}
{% for word, picker, named, usual in (
    ("fcc", "fcc", one.sent_folder, "Sent"), ("draft", "drafts", one.drafts_folder, "Drafts"),
    ("stationery", "tmpl", "", "Templates"), ("archive", "archives", one.archive_folder, "Archives")) %}
user_pref({{ id ~ "." ~ word ~ "_folder" }}, {{ root ~ "/" ~ ((named or usual) | folder) }});
user_pref({{ id ~ "." ~ picker ~ "_folder_picker_mode" }}, {{ "1" if named and named != usual else "0" }});
{% endfor %}
{% endif %}
user_pref({{ server ~ ".type" }}, {{ one.incoming_protocol }});
user_pref({{ server ~ ".hostname" }}, {{ one.incoming_host }});
user_pref({{ server ~ ".port" }}, {{ one.incoming_port }});
user_pref({{ server ~ ".socketType" }}, {{ socket[one.incoming_security] }});
user_pref({{ server ~ ".authMethod" }}, {{ sign_in[one.incoming_auth] }});
user_pref({{ server ~ ".userName" }}, {{ one.incoming_username }});
user_pref({{ server ~ ".name" }}, {{ one.address }});
user_pref({{ server ~ ".check_new_mail" }}, true);
user_pref({{ server ~ ".check_time" }}, {{ one.check_minutes }});
user_pref({{ server ~ ".login_at_startup" }}, true);
{# No directory is named: Thunderbird makes one that nobody has yet. With a name of ours, two accounts of one host
   that were imported one after the other would have shared theirs (seen with 153). #}
{% if one.incoming_protocol == "imap" %}
user_pref({{ server ~ ".use_idle" }}, true);
user_pref({{ server ~ ".offline_download" }}, {{ one.offline_copy }});
{% if one.offline_copy %}
user_pref({{ server ~ ".autosync_max_age_days" }}, -1);
{% endif %}
{% if one.trash_folder %}
user_pref({{ server ~ ".trash_folder_name" }}, {{ one.trash_folder }});
{% endif %}
{# Where "junk" puts a message when the person says so; nothing is moved there without the person. #}
{% if one.junk_folder %}
user_pref({{ server ~ ".spamActionTargetAccount" }}, {{ root }});
user_pref({{ server ~ ".spamActionTargetFolder" }}, {{ root ~ "/" ~ (one.junk_folder | folder) }});
user_pref({{ server ~ ".moveTargetMode" }}, 1);
{% endif %}
{% else %}
user_pref({{ server ~ ".download_on_biff" }}, true);
user_pref({{ server ~ ".headers_only" }}, false);
user_pref({{ server ~ ".leave_on_server" }}, {{ one.leave_on_server }});
user_pref({{ server ~ ".delete_by_age_from_server" }}, {{ one.days > 0 }});
user_pref({{ server ~ ".num_days_to_leave_on_server" }}, {{ one.days }});
user_pref({{ server ~ ".delete_mail_left_on_server" }}, {{ one.delete_on_local_delete }});
{# One inbox for all POP3 accounts. Thunderbird's importer drops this, so it is only said in a profile. #}
{% if role != "import" %}
user_pref({{ server ~ ".deferred_to_account" }}, {{ "account" ~ last }});
user_pref({{ server ~ ".defer_get_new_mail" }}, true);
{% endif %}
{% endif %}
user_pref({{ smtp ~ ".type" }}, "smtp");
user_pref({{ smtp ~ ".description" }}, {{ one.domain }});
user_pref({{ smtp ~ ".hostname" }}, {{ one.outgoing_host }});
user_pref({{ smtp ~ ".port" }}, {{ one.outgoing_port }});
user_pref({{ smtp ~ ".try_ssl" }}, {{ socket[one.outgoing_security] }});
user_pref({{ smtp ~ ".authMethod" }}, {{ sign_in[one.outgoing_auth] }});
user_pref({{ smtp ~ ".username" }}, {{ one.outgoing_username }});
{% endfor %}
{% if accounts | selectattr("incoming_protocol", "equalto", "pop3") | list %}
user_pref("mail.pop3.deleteFromServerOnMove", false);
{% endif %}
user_pref({{ "mail.account.account" ~ last ~ ".server" }}, {{ "server" ~ last }});
user_pref({{ "mail.server.server" ~ last ~ ".type" }}, "none");
user_pref({{ "mail.server.server" ~ last ~ ".hostname" }}, "Local Folders");
user_pref({{ "mail.server.server" ~ last ~ ".userName" }}, "nobody");
user_pref({{ "mail.server.server" ~ last ~ ".name" }}, "Local Folders");
user_pref({{ "mail.server.server" ~ last ~ ".directory-rel" }}, "[ProfD]Mail/Local Folders");
user_pref("mail.smtpservers", {{ ids.smtps }});
user_pref("mail.smtp.defaultserver", "smtp1");
{% if role == "policies" and certificate %}
user_pref("policies.Certificates.Install", {{ certificate }});
{% endif %}
