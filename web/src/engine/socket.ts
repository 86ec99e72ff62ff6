import type { Request } from "./contract";
import { type Asking, type Engine, Exchange, Gone } from "./engine";

/** Waits between attempts to reach a server that went away, in milliseconds; the last one repeats. */
const PATIENCE = [250, 500, 1000, 2000, 4000];

export interface Line {
  /** Called when the server is reached again; what was opened is opened by then. */
  onreturn: () => void;
  onloss: () => void;
}

/** An engine on the server, over one WebSocket. It keeps trying after a loss, and opens again what was open. */
export function onServer(address: string, line: Line): Promise<Engine> {
  let socket: WebSocket;
  let closed = false;
  let attempt = 0;
  let opened: Request | null = null;
  const exchange = new Exchange(
    (_, text) => {
      if (socket.readyState === WebSocket.OPEN) {
        socket.send(text);
      } else {
        queueMicrotask(() => exchange.fail("the server is not reached"));
      }
    },
    (id) => {
      if (socket.readyState === WebSocket.OPEN) {
        socket.send(JSON.stringify({ do: "cancel", id }));
      }
    },
  );
  const engine: Engine = {
    where: "on the server",
    ask: (request, asking?: Asking) => {
      if (request.do === "open") {
        opened = request;
      }
      return exchange.ask(request, asking);
    },
    close: () => {
      closed = true;
      socket.close();
    },
  };
  return new Promise((resolve, reject) => {
    let reached = false;
    const connect = () => {
      socket = new WebSocket(address);
      socket.onmessage = (event: MessageEvent<string>) => exchange.take(event.data);
      socket.onopen = async () => {
        attempt = 0;
        if (!reached) {
          reached = true;
          resolve(engine);
          return;
        }
        try {
          if (opened) {
            await exchange.ask(opened);
          }
          line.onreturn();
        } catch (why) {
          if (!(why instanceof Gone)) {
            throw why;
          }
        }
      };
      socket.onclose = () => {
        exchange.fail("the connection to the server was lost");
        if (closed) {
          return;
        }
        if (!reached) {
          reject(new Gone("The server does not open a live connection"));
          return;
        }
        if (attempt === 0) {
          line.onloss();
        }
        setTimeout(connect, PATIENCE[Math.min(attempt++, PATIENCE.length - 1)]);
      };
    };
    connect();
  });
}
