// The build runs without settings; only where it writes can be moved, so that tests build beside a running server.
const distDir = process.env.NEXT_DIST_DIR || ".next";

/** @type {import("next").NextConfig} */
const config = {
  distDir,
  poweredByHeader: false,
  reactStrictMode: true,
  // Types and lint have their own stage in the checks; a build on a small server need not repeat them.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "@prisma/client", "@prisma/adapter-pg", "nodemailer", "rate-limiter-flexible"],
  // The address of a secret calendar is its key; `npm run dev` would print it.
  logging: { incomingRequests: { ignore: [/^\/api\/feeds\//] } },
  images: { unoptimized: true },
};

export default config;
