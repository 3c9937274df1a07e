import type { Metadata } from "next";
import { ConfirmForm } from "@/components/members/confirm-form";
import { NarrowPage } from "@/components/shell/narrow-page";

export const metadata: Metadata = { title: "Confirm", robots: { index: false } };
// Each answer has a fresh nonce for its scripts.
export const dynamic = "force-dynamic";

/** Where the confirmation mail leads. A mail scanner that opens it sees a button and no token. */
export default function Page() {
  return (
    <NarrowPage title="Confirm your address">
      <ConfirmForm />
    </NarrowPage>
  );
}
