import { readFileSync } from 'node:fs';
import { readEnvironment } from './environment.ts';
import { listenSandbox } from './listen.ts';

const read = readEnvironment(process.env, (path) => readFileSync(path, 'utf8'));
if (read.kind === 'refused') {
  process.stderr.write(`${read.line}\n`);
  process.exitCode = 1;
} else {
  const { credentials, port, signatureSecret } = read.environment;
  const sandbox = await listenSandbox({ now: () => new Date(), credentials, signatureSecret }, port);
  process.stdout.write(`SMS sandbox: ${sandbox.url} (how to use it: ${sandbox.url}/guide)\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void sandbox.close();
    });
}
