// Resources come in as a list of JSON; what the validator of npm `fhir` finds wrong with each goes out.
const { Fhir } = require("fhir");

const validator = new Fhir();
const resources = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const wrong = resources.flatMap((resource, at) =>
  validator
    .validate(resource, { errorOnUnexpected: true })
    .messages.filter((one) => one.severity === "error" || one.severity === "fatal")
    .map((one) => `${at} ${resource.resourceType}: ${one.location} ${one.message}`),
);
console.log(JSON.stringify(wrong));
