// Serves a built page as the server does: its own files under the strict policy, and nothing else. With a server of ours behind it, named by
// its port, what begins with `/api` is handed on, so that a page that was just built can be tried on a program that was built before it.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const KINDS = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".json": "application/json" };
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'; form-action 'none'";

/**
 * Starts on a free port of this machine; gives its address and a way to stop. `behind` is the port of a server of ours; what `without`
 * matches is as if it were not there.
 */
export async function serve(folder = "dist-recorded", { behind = null, without = null } = {}) {
  const root = fileURLToPath(new URL(`../${folder}`, import.meta.url));
  /** The server takes only what is said to its own address, by a page of its own address. */
  const own = (headers) => ({ ...headers, host: `127.0.0.1:${behind}`, ...(headers.origin ? { origin: `http://127.0.0.1:${behind}` } : {}) });
  const sockets = new Set();
  const server = createServer((asked, reply) => {
    const path = normalize(new URL(asked.url, "http://localhost").pathname);
    if (behind !== null && path.startsWith("/api/")) {
      const further = request({ host: "127.0.0.1", port: behind, path: asked.url, method: asked.method, headers: own(asked.headers) }, (says) => {
        reply.writeHead(says.statusCode, says.headers);
        says.pipe(reply);
      });
      further.on("error", () => (reply.headersSent ? reply.destroy() : reply.writeHead(502, { "content-type": "text/plain" }).end("the server is away")));
      asked.pipe(further);
      return;
    }
    const file = join(root, path === "/" ? "index.html" : path);
    if (!file.startsWith(root) || without?.test(path) || !existsSync(file) || !statSync(file).isFile()) {
      reply.writeHead(404, { "content-type": "text/plain" }).end("not here");
      return;
    }
    reply.writeHead(200, { "content-type": KINDS[extname(file)] ?? "application/octet-stream", "content-security-policy": POLICY });
    createReadStream(file).pipe(reply);
  });
  server.on("upgrade", (asked, socket, head) => {
    if (behind === null) {
      socket.destroy();
      return;
    }
    const further = connect(behind, "127.0.0.1", () => {
      const headers = Object.entries(own(asked.headers)).map(([name, value]) => `${name}: ${value}\r\n`);
      further.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${headers.join("")}\r\n`);
      further.write(head);
      further.pipe(socket).pipe(further);
    });
    for (const [one, other] of [[socket, further], [further, socket]]) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    stop: () => {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
