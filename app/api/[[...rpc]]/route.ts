import { answer } from "@/lib/api/server";

// Every procedure of the contract under one route; which one, and who may, is decided behind it.
export const dynamic = "force-dynamic";

export const GET = answer;
export const HEAD = answer;
export const POST = answer;
export const PUT = answer;
export const PATCH = answer;
export const DELETE = answer;
