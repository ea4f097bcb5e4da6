// Reads pages, one JSON string a line, and answers each with a line: what is wrong with its HTML.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { HtmlValidate } = await import(pathToFileURL(process.argv[2]));
const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:document", "html-validate:a11y"],
  rules: {
    // A table that is laid out as blocks on a phone is no table to a screen reader unless its
    // parts say what they are.
    "no-redundant-role": "off",
    // GOV.UK Frontend writes <div role="region">.
    "prefer-native-element": "off",
    // GOV.UK Frontend puts the summary of errors, with its heading, before the page's own.
    "heading-level": ["error", { minInitialRank: "h2" }],
    // What comes from us needs no fingerprint; that nothing comes from others is watched.
    "require-sri": ["error", { target: "crossorigin" }],
  },
});

for await (const line of createInterface({ input: process.stdin })) {
  const { results } = await validator.validateString(JSON.parse(line));
  const said = results.flatMap(({ messages }) =>
    messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message} (${m.selector})`)
  );
  process.stdout.write(JSON.stringify(said) + "\n");
}
