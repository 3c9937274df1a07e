import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/lib/db/generated/client";

/** A statement as it went to Postgres, with its values. */
interface Statement {
  text: string;
  values: unknown[];
}

/** A client whose statements are on record, so that whatever a query asks can be asked again behind EXPLAIN. */
export interface Listening {
  db: PrismaClient;
  /** What `work` sent, but for the beginning and end of transactions. */
  sentBy(work: () => Promise<unknown>): Promise<Statement[]>;
  end(): Promise<void>;
}

export function listening(url: string): Listening {
  let sent: Statement[] = [];
  class Client extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      super(config);
      const ask = this.query.bind(this);
      Object.defineProperty(this, "query", {
        value: (said: unknown, ...rest: unknown[]) => {
          if (isStatement(said)) sent.push({ text: said.text, values: [...(said.values ?? [])] });
          return Reflect.apply(ask, this, [said, ...rest]);
        },
      });
    }
  }
  const pool = new pg.Pool({ connectionString: url, max: 1, Client });
  const db = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    db,
    sentBy: async (work) => {
      sent = [];
      await work();
      return sent.filter(({ text }) => !/^\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|DEALLOCATE)\b/i.test(text));
    },
    end: async () => {
      await db.$disconnect();
      await pool.end();
    },
  };
}

function isStatement(said: unknown): said is { text: string; values?: unknown[] } {
  return typeof said === "object" && said !== null && "text" in said && typeof said.text === "string";
}

interface Node {
  "Node Type": string;
  "Relation Name"?: string;
  Filter?: string;
  Plans?: Node[];
}

/**
 * The tables that Postgres would read from end to end for a statement: with its values, and as it would be planned once
 * for all values, which is what happens to a statement that is kept.
 */
export async function scannedBy(client: pg.Client, { text, values }: Statement): Promise<string[]> {
  const found = new Set<string>();
  const look = (node: Node): void => {
    if (node["Node Type"].endsWith("Seq Scan") && node["Relation Name"]) found.add(node["Relation Name"]);
    for (const child of node.Plans ?? []) look(child);
  };
  const plans = [await client.query(`EXPLAIN (FORMAT JSON) ${text}`, values)];
  if (text.startsWith("-- kept as")) plans.push(await client.query(`EXPLAIN (FORMAT JSON, GENERIC_PLAN) ${text}`));
  for (const { rows } of plans) look(rows[0]["QUERY PLAN"][0].Plan);
  return [...found].sort();
}
