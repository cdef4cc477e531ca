// What fhir-kit-client does at a server: its address and a bundle are given; each step is written as JSON.
import { readFileSync } from "node:fs";
import { Client } from "fhir-kit-client";

const [baseUrl, bundlePath] = process.argv.slice(2);
const client = new Client({ baseUrl });
const bundle = JSON.parse(readFileSync(bundlePath, "utf8"));

const statement = await client.capabilityStatement();
const made = await client.transaction({ body: bundle });
const patient = made.entry[0].response.location.split("/")[1];
const read = await client.read({ resourceType: "Patient", id: patient });
const created = await client.create({ resourceType: "Patient", body: { resourceType: "Patient", name: [{ text: "Kit Example" }] } });

let page = await client.search({ resourceType: "Observation", searchParams: { patient, _count: 5, _sort: "-date" } });
const total = page.total;
let seen = 0;
while (page) {
  seen += page.entry.length;
  page = await client.nextPage({ bundle: page });
}
const byForm = await client.search({ resourceType: "Encounter", searchParams: { patient }, options: { postSearch: true } });
const care = await client.operation({ name: "$care", resourceType: "Patient", id: patient, method: "GET" });
let refused = {};
try {
  await client.read({ resourceType: "Patient", id: "nobody" });
} catch (error) {
  refused = { status: error.response.status, issue: error.response.data.issue[0].code };
}
console.log(
  JSON.stringify({
    version: statement.fhirVersion,
    kept: made.type,
    read: read.id === patient,
    created: created.name[0].text,
    total,
    seen,
    encounters: byForm.total,
    care: care.entry.some((one) => one.resource.resourceType === "CarePlan"),
    refused,
  }),
);
