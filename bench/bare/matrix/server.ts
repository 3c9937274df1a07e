import { createServer, type ServerResponse } from "node:http";
import pg from "pg";

/**
 * The matrix as somebody would write it for this purpose alone: node:http, one statement, strings put together by hand.
 * It asks nobody who they are, checks nothing, and knows no parts of resources. Runs on Node's own type stripping.
 */

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 4 });

const COLUMNS = `
  SELECT r.id, r.title, r.minutes, r.kind, min(s.date) AS date, row_number() OVER (ORDER BY min(s.date), min(u.slot), min(u.position)) AS place
    FROM use u JOIN session s ON s.id = u.session_id JOIN resource r ON r.id = u.resource_id
   WHERE u.cohort_id = $1 AND s.state = 'published' AND s.deleted_at IS NULL AND r.deleted_at IS NULL GROUP BY r.id`;

const rowsOf = (cell: string, between: string, cohort: string) => `
  WITH c AS MATERIALIZED (${COLUMNS})
  SELECT m.id, person.name, m.lab, m.role, m.state, line.cells, line.seen
    FROM member m JOIN person ON person.id = m.person_id
   CROSS JOIN LATERAL (
     SELECT string_agg(${cell}, '${between}' ORDER BY c.place) AS cells, max(p.updated_at)::text AS seen
       FROM c LEFT JOIN progress p ON p.resource_id = c.id AND p.member_id = m.id) AS line
   WHERE m.cohort_id = ${cohort} AND m.role <> 'follower' AND m.state IN ('active', 'paused')
   ORDER BY lower(person.name), m.id`;

const WATCHED = "(SELECT coalesce(sum(upper(w) - lower(w)), 0)::int FROM unnest(p.watched) AS w)";
const CODE = `CASE p.state WHEN 'done' THEN 'd' WHEN 'skipped' THEN 's'
  WHEN 'started' THEN least(9, greatest(1, ${WATCHED} * 10 / (c.minutes * 60)))::text ELSE '.' END`;
const WORDS = `CASE p.state WHEN 'done' THEN 'done' WHEN 'skipped' THEN 'skipped'
  WHEN 'started' THEN 'started ' || ${WATCHED} * 100 / (c.minutes * 60) || ' %' ELSE '' END`;

async function sendMatrix(cohort: string, response: ServerResponse): Promise<void> {
  const columns = await pool.query(COLUMNS, [cohort]);
  const { rows } = await pool.query(rowsOf(CODE, "", "$1"), [cohort]);
  const members = rows.map(
    ({ id, name, lab, role, state, cells, seen }) =>
      `{"id":"${id}","name":${JSON.stringify(name)},"lab":${JSON.stringify(lab)},"role":"${role}","state":"${state}","seen":"${seen}","cells":"${cells}"}`,
  );
  response.setHeader("content-type", "application/json");
  response.end(`{"resources":${JSON.stringify(columns.rows)},"members":[${members.join(",")}]}`);
}

/** A cursor is what one statement needs to be sent while it is read. Its cohort comes from the measurement itself. */
async function sendFile(cohort: string, response: ServerResponse): Promise<void> {
  const columns = await pool.query(COLUMNS, [cohort]);
  response.setHeader("content-type", "text/csv; charset=utf-8");
  response.write(`\uFEFF${["Name", "Lab", "Role", "State", ...columns.rows.map(({ title }) => title)].join(",")}\r\n`);
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(`DECLARE lines CURSOR FOR ${rowsOf(WORDS, ",", `'${cohort}'`).replace("$1", `'${cohort}'`)}`);
    for (;;) {
      const { rows } = await client.query("FETCH 250 FROM lines");
      if (rows.length === 0) break;
      response.write(
        rows.map(({ name, lab, role, state, cells }) => `${name},${lab},${role},${state},${cells}\r\n`).join(""),
      );
    }
    await client.query("COMMIT");
  } finally {
    client.release();
  }
  response.end();
}

const server = createServer((request, response) => {
  const [, kind = "", cohort = ""] = (request.url ?? "").split("/");
  if (!/^[0-9a-f-]{36}$/.test(cohort)) return void response.writeHead(404).end();
  const sent = kind === "matrix.csv" ? sendFile(cohort, response) : sendMatrix(cohort, response);
  sent.catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    response.destroy();
  });
});
server.listen(Number(process.env.PORT), "127.0.0.1");
