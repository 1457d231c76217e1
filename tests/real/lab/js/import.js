// Tools > Import from a file, without its pages: returns whether Thunderbird takes the file for a profile.
const { ThunderbirdProfileImporter } = ChromeUtils.importESModule(
  "resource:///modules/ThunderbirdProfileImporter.sys.mjs");
const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
file.initWithPath(args[0]);
const importer = new ThunderbirdProfileImporter();
importer.onProgress = () => {};
if (!importer.validateSource(file)) { return false; }
const folder = await importer.extractZipFile(file, () => {});
await importer.startImport(folder, { accounts: true, addressBooks: true, calendars: true, mailMessages: true });
Services.prefs.savePrefFile(null);
return true;
