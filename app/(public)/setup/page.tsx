import type { Metadata } from "next";
import { SetupForm } from "@/components/auth/setup-form";
import { NarrowPage } from "@/components/shell/narrow-page";

export const metadata: Metadata = { title: "Set up", robots: { index: false } };
// Each answer has a fresh nonce for its scripts.
export const dynamic = "force-dynamic";

/** Where the one-time link that `npm start` prints leads. */
export default function Page() {
  return (
    <NarrowPage title="Set up Convene">
      <SetupForm />
    </NarrowPage>
  );
}
