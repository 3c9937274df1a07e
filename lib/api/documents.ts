import { minifyContractRouter } from "@orpc/contract";
import { OpenAPIGenerator } from "@orpc/openapi";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import { contract } from "@/lib/api/contract";

/** The API as an OpenAPI 3.1 document, from the contract. */
export async function openApiDocument(): Promise<string> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(contract, {
    info: {
      title: "Convene",
      version: "1",
      description: "Errors are problem details (RFC 9457). Writes need the site's own Origin and a signed-in browser.",
    },
    servers: [{ url: "/api" }],
  });
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Methods and paths only: what the browser needs of the contract, without its schemas. */
export function routesDocument(): string {
  return `${JSON.stringify(minifyContractRouter(contract), null, 2)}\n`;
}
