import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { BigQuery } from "@google-cloud/bigquery";
import { GoogleAuth, JWT, PassThroughClient, UserRefreshClient } from "google-auth-library";
import { refusal } from "../simulator.mjs";

const scopes = ["https://www.googleapis.com/auth/bigquery"];
const tokenUrl = "https://oauth2.googleapis.com/token";

// The library knows one token endpoint only; what it sends there is sent to the simulator.
const redirected = (client, simulator) => {
  client.transporter.interceptors.request.add({
    resolved: async (request) => {
      assert.equal(String(request.url), tokenUrl);
      request.url = new URL(`${simulator.guarded}/token`);
      return request;
    },
  });
  return client;
};

const guarded = (simulator, authClient) => new BigQuery({ projectId: "guarded", apiEndpoint: simulator.guarded, authClient, autoRetry: false });
const tokensIssued = async (simulator) => (await (await fetch(`${simulator.guarded}/_books`)).json()).tokensIssued;

export const credentials = {
  async without_a_token_nothing_is_answered(simulator) {
    const error = await refusal(guarded(simulator, new PassThroughClient()).query("SELECT 1"));
    assert.equal(error.code, 401);
    assert.equal(error.errors[0].reason, "required");
    const response = await fetch(`${simulator.guarded}/bigquery/v2/projects/p/jobs`, { headers: { authorization: "Bearer made-up" } });
    assert.equal(response.status, 401);
    assert.match(response.headers.get("www-authenticate"), /^Bearer realm="https:\/\/accounts.google.com\/", error="invalid_token"/);
    assert.equal((await response.json()).error.status, "UNAUTHENTICATED");
  },

  async a_service_account_file_gets_a_token(simulator) {
    const before = await tokensIssued(simulator);
    const client = redirected(await new GoogleAuth({ keyFilename: simulator.serviceAccount, scopes }).getClient(), simulator);
    const bigquery = guarded(simulator, client);
    assert.deepEqual((await bigquery.query("SELECT 1 AS one /* sim: pending=0s duration=100ms */"))[0], [{ one: 1 }]);
    await bigquery.query("SELECT 1");
    assert.equal(await tokensIssued(simulator), before + 1);
  },

  async a_service_account_may_sign_for_itself(simulator) {
    const { client_email: email, private_key: key } = JSON.parse(readFileSync(simulator.serviceAccount, "utf8"));
    const client = new JWT({ email, key });
    client.defaultServicePath = "bigquery.googleapis.com";
    assert.deepEqual((await guarded(simulator, client).query("SELECT 1 AS one /* sim: pending=0s duration=100ms */"))[0], [{ one: 1 }]);
  },

  async a_stranger_or_a_forged_signature_gets_none(simulator) {
    const own = JSON.parse(readFileSync(simulator.serviceAccount, "utf8"));
    const stranger = redirected(new JWT({ email: "stranger@example.com", key: own.private_key, scopes }), simulator);
    assert.match((await refusal(guarded(simulator, stranger).query("SELECT 1"))).message, /invalid_grant: Invalid grant: account not found/);
    const { generateKeyPairSync } = await import("node:crypto");
    const forged = generateKeyPairSync("rsa", { modulusLength: 2048, privateKeyEncoding: { type: "pkcs8", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" } }).privateKey;
    const forger = redirected(new JWT({ email: own.client_email, key: forged, scopes }), simulator);
    assert.match((await refusal(guarded(simulator, forger).query("SELECT 1"))).message, /invalid_grant: Invalid JWT Signature/);
  },

  async a_scope_that_is_not_enough_is_forbidden(simulator) {
    const client = redirected(await new GoogleAuth({ keyFilename: simulator.serviceAccount, scopes: ["https://www.googleapis.com/auth/devstorage.read_only"] }).getClient(), simulator);
    const error = await refusal(guarded(simulator, client).query("SELECT 1"));
    assert.equal(error.code, 403);
    assert.equal(error.errors[0].reason, "insufficientPermissions");
  },

  async a_user_refreshes(simulator) {
    const user = (refreshToken) => redirected(new UserRefreshClient("client", "secret", refreshToken), simulator);
    assert.deepEqual((await guarded(simulator, user("1//token")).query("SELECT 1 AS one /* sim: pending=0s duration=100ms */"))[0], [{ one: 1 }]);
    assert.match((await refusal(guarded(simulator, user("revoked-1")).query("SELECT 1"))).message, /invalid_grant/);
  },

  // The environment names the guarded simulator as the machine's metadata server.
  async a_machine_asks_its_metadata_server(simulator) {
    const bigquery = new BigQuery({ apiEndpoint: simulator.guarded });
    assert.deepEqual((await bigquery.query("SELECT 1 AS one /* sim: pending=0s duration=100ms */"))[0], [{ one: 1 }]);
    assert.equal(await bigquery.getProjectId(), "machine-project");
    assert.equal((await bigquery.authClient.getCredentials()).client_email, "simulator@simulated.iam.gserviceaccount.com");
    const plain = await fetch(`${simulator.guarded}/computeMetadata/v1/project/project-id`);
    assert.equal(plain.status, 403);
    assert.equal(plain.headers.get("metadata-flavor"), "Google");
  },
};
