import type { ReactNode } from "react";
import { Header } from "@/components/shell/header";

/** A page that asks for one thing: a title, a few words, a form. */
export function NarrowPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <Header title="Convene" href="/" />
      <main id="main" className="mx-auto max-w-md space-y-6 px-4 py-12">
        <h1>{title}</h1>
        {children}
      </main>
    </>
  );
}
