import { createServer } from "node:net";
import { portTaken, Trouble } from "./trouble";

function tryListen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}

/** A port that nobody has at this moment. */
export function freePort(): Promise<number> {
  return tryListen(0, "127.0.0.1");
}

/** Throws Trouble that names the setting when a port is taken; `localhost` may mean either family, so both are tried. */
async function requireOne(setting: string, port: number): Promise<void> {
  for (const host of ["127.0.0.1", "0.0.0.0", "::1"]) {
    const code = await tryListen(port, host).then(
      () => "",
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (code === "EADDRINUSE") throw portTaken(port, setting);
    if (code === "EACCES") throw new Trouble(`Port ${port} is reserved for root. Set ${setting} to one above 1023.`);
  }
}

/** Throws Trouble that names the setting of the first port which cannot be had. */
export async function requireFree(ports: Record<string, number>): Promise<void> {
  await Promise.all(Object.entries(ports).map(([setting, port]) => requireOne(setting, port)));
}
