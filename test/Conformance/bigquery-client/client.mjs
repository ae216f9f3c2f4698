// Drives the simulator with Google's own client. Usage: node client.mjs STORY OPEN-URL GUARDED-URL SERVICE-ACCOUNT-FILE
import { Simulator } from "./simulator.mjs";
import { credentials } from "./stories/credentials.mjs";
import { data } from "./stories/data.mjs";
import { errors } from "./stories/errors.mjs";
import { jobs } from "./stories/jobs.mjs";
import { results } from "./stories/results.mjs";

const [story, open, guarded, serviceAccount] = process.argv.slice(2);
const stories = { ...credentials, ...data, ...errors, ...jobs, ...results };

try {
  await stories[story](new Simulator(open, guarded, serviceAccount));
} catch (failure) {
  console.error(failure);
  process.exit(1);
}
