// The simulators under test, and clients for them.
import { BigQuery } from "@google-cloud/bigquery";
import { PassThroughClient } from "google-auth-library";

export class Simulator {
  constructor(open, guarded, serviceAccount) {
    this.open = open.replace(/\/$/, "");
    this.guarded = guarded.replace(/\/$/, "");
    this.serviceAccount = serviceAccount;
  }

  // Each story has a project to itself, so that lists show its own jobs alone.
  client(options = {}) {
    return new BigQuery({ projectId: unique("project"), apiEndpoint: this.open, authClient: new PassThroughClient(), ...options });
  }

  async books(jobId) {
    return (await fetch(`${this.open}/_books/${jobId}`)).json();
  }
}

export const unique = (name) => `${name}-${Date.now()}-${Math.floor(Math.random() * 1e6)}`;

// What a call is refused with.
export async function refusal(call) {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("The call was not refused.");
}
