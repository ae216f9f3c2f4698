// Reads JSON lines of Kubernetes objects from standard input; prints what their published schemas find wrong, one line each.
import { createInterface } from 'node:readline';

let problems = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { apiVersion, kind, metadata } = JSON.parse(line);
  const model = await import(`kubernetes-models/${apiVersion}/${kind}`);
  try {
    new model[kind](JSON.parse(line)).validate();
  } catch (error) {
    problems++;
    console.log(`${kind} ${metadata.name}: ${error.message}`);
  }
}

process.exit(problems === 0 ? 0 : 1);
