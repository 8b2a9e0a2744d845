// A thread of a training that is not the first: it does what it is told, see train/team.ts. An entry of its own.
import { serve } from './train/mate.ts';
import { nodeThreads } from './worker-host.ts';

type NodePort = {
  on(event: 'message', listener: (data: never) => void): void;
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
};

const port = nodeThreads<{ readonly parentPort: NodePort | null }>()?.parentPort;
if (port) {
  port.on(
    'message',
    serve((reply, transfer) => port.postMessage(reply, transfer)),
  );
} else {
  const scope = globalThis as unknown as {
    onmessage: (event: { readonly data: never }) => void;
    postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  };
  const obey = serve((reply, transfer) => scope.postMessage(reply, transfer));
  scope.onmessage = ({ data }) => obey(data);
}
