import { expect, it } from "vitest";
import { z } from "zod";
import { newId } from "@/components/ui/new-id";

it("a new id is one of version 4, and no two are the same", () => {
  const ids = Array.from({ length: 2000 }, newId);
  for (const id of ids) expect(z.uuidv4().safeParse(id).success, id).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  // All sixteen digits turn up where one is free: nothing but version and variant is fixed.
  for (const place of [0, 15, 20, 35]) expect(new Set(ids.map((id) => id[place])).size, `digit ${place}`).toBe(16);
});

it("is made without what only a site with TLS has", () => {
  const randomUUID = Object.getOwnPropertyDescriptor(Crypto.prototype, "randomUUID");
  try {
    Object.defineProperty(Crypto.prototype, "randomUUID", { value: undefined, configurable: true });
    expect(newId()).toHaveLength(36);
  } finally {
    if (randomUUID) Object.defineProperty(Crypto.prototype, "randomUUID", randomUUID);
  }
});
