import { EventEmitter, on, once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** New connections go there from now on. */
  leadTo(port: number): void;
  /** Ends every connection, as a network that breaks. */
  cut(): void;
  /** Whether new connections are ended at once. */
  refuse(refusing: boolean): void;
  /** Whether nothing passes any more in either direction, though connections stay open. */
  stall(stalling: boolean): void;
  /** Resolves when so many parts have come from clients, of which a stalling proxy passed none on. */
  swallowed(parts: number): Promise<void>;
  /**
   * Ends the connection on which this text next goes to the server: before it arrives there, or when the server
   * has answered it and nobody has read that.
   */
  cutAt(text: string, when: 'before' | 'answered'): Promise<void>;
  close(): Promise<void>;
}

interface Watch {
  readonly text: string;
  readonly when: 'before' | 'answered';
  readonly met: () => void;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** The server's next answer is for nobody. */
  doomed: boolean;
}

/** A proxy between an instance and its database or provider, on loopback, that breaks as it is told. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const state = { target, refusing: false, stalling: false };
  const swallowing = new EventEmitter();
  let watch: Watch | null = null;
  const pairs = new Set<Pair>();
  const end = (pair: Pair) => {
    pairs.delete(pair);
    pair.client.destroy();
    pair.server.destroy();
  };
  const fromClient = (pair: Pair, part: Buffer) => {
    if (state.stalling) return void swallowing.emit('part');
    const met = watch;
    if (met === null || !part.includes(met.text)) return void pair.server.write(part);
    watch = null;
    if (met.when === 'before') end(pair);
    else {
      pair.doomed = true;
      pair.server.write(part);
    }
    met.met();
  };
  const fromServer = (pair: Pair, part: Buffer) => {
    if (pair.doomed) end(pair);
    else if (!state.stalling) pair.client.write(part);
  };
  const server = createServer((client) => {
    if (state.refusing) return void client.destroy();
    const pair: Pair = { client, server: connect(state.target, '127.0.0.1'), doomed: false };
    pairs.add(pair);
    client.on('data', (part) => fromClient(pair, part));
    pair.server.on('data', (part) => fromServer(pair, part));
    for (const socket of [pair.client, pair.server]) {
      socket.setNoDelay(true);
      socket.on('error', () => end(pair));
      socket.on('close', () => end(pair));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const pair of pairs) end(pair);
  };
  return {
    // A TCP server's address is never a path.
    port: (server.address() as AddressInfo).port,
    leadTo: (port) => {
      state.target = port;
    },
    cut,
    refuse: (refusing) => {
      state.refusing = refusing;
    },
    stall: (stalling) => {
      state.stalling = stalling;
    },
    swallowed: async (parts) => {
      let left = parts;
      for await (const _ of on(swallowing, 'part')) {
        left -= 1;
        if (left === 0) return;
      }
    },
    cutAt: (text, when) =>
      new Promise((met) => {
        watch = { text, when, met };
      }),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}
