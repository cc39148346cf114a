// Holds reports to the official schema of SARIF 2.1.0, which `@microsoft/jest-sarif` carries, by Ajv.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const own = createRequire(import.meta.url);
const theirs = createRequire(own.resolve("@microsoft/jest-sarif"));
const Ajv = theirs("ajv");
const schema = theirs("./schemas/sarif-2.1.0-rtm.5.json");
// The dialect that the schema names, and all errors. Formats are judged too.
const ajv = new Ajv({ allErrors: true, schemaId: "auto", format: "full" });
if (schema.$schema.startsWith("http://json-schema.org/draft-04")) {
  ajv.addMetaSchema(theirs("ajv/lib/refs/json-schema-draft-04.json"));
}
const isValid = ajv.compile(schema);

// A judge that takes everything is none.
const broken = (change) => {
  const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
  change(report);
  return report;
};
for (const report of [
  broken((it) => { it.version = "2.0.0"; }),
  broken((it) => { it.runs[0].results[0].level = "bad"; }),
  broken((it) => { it.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0; }),
  broken((it) => { it.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri = "a b"; }),
  broken((it) => { it.runs[0].tool.driver.unknown = 1; }),
]) {
  if (isValid(report)) throw new Error("a report that is none was taken");
}
for (const file of process.argv.slice(2)) {
  const report = JSON.parse(readFileSync(file, "utf8"));
  if (!isValid(report)) throw new Error(`${file}: ${ajv.errorsText(isValid.errors, { separator: "\n" })}`);
  console.log(`${file}: SARIF 2.1.0, ${report.runs[0].results.length} results`);
}
