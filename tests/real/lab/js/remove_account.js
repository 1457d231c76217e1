// Remove the POP3 account and keep its mail on the disk; returns the types of the accounts that are left.
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const old = MailServices.accounts.accounts.find(account => account.incomingServer?.type == "pop3");
MailServices.accounts.removeAccount(old, false);
Services.prefs.savePrefFile(null);
return MailServices.accounts.accounts.map(account => account.incomingServer?.type);
