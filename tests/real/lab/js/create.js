// Account set-up to its end: look the address up, and make the account of what was found. Returns the source.
const folder = "resource:///modules/accountcreation/";
const { AccountConfig } = ChromeUtils.importESModule(folder + "AccountConfig.sys.mjs");
const { CreateInBackend } = ChromeUtils.importESModule(folder + "CreateInBackend.sys.mjs");
const { FindConfig } = ChromeUtils.importESModule(folder + "FindConfig.sys.mjs");
const [name, email, password] = args;
const steps = FindConfig.parallelAutoDiscovery(
  email.split("@")[1], email, new AbortController().signal, "", null);
let step = await steps.next();
while (!step.done) { step = await steps.next({ acceptRedirect: false }); }
const found = step.value;
AccountConfig.replaceVariables(found, name, email, password);
found.rememberPassword = false;
await CreateInBackend.createAccountInBackend(found);
Services.prefs.savePrefFile(null);
return found.subSource ?? String(found.source);
