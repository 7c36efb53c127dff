import { readFileSync } from 'node:fs';
import { type Environment, readEnvironment } from './environment.ts';
import { listenSandbox } from './listen.ts';

const read = readEnvironment(process.env, (path) => readFileSync(path, 'utf8'));
if (read.kind === 'refused') giveUp(read.line);
else await start(read.environment);

async function start({ credentials, port, signatureSecret }: Environment): Promise<void> {
  try {
    const sandbox = await listenSandbox({ now: () => new Date(), credentials, signatureSecret }, port);
    process.stdout.write(`SMS sandbox: ${sandbox.url} (how to use it: ${sandbox.url}/guide)\n`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        void sandbox.close();
      });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    giveUp(`Port ${port} is taken: set SMS_SANDBOX_PORT to another one.`);
  }
}

function giveUp(line: string): void {
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}
