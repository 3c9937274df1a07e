import type { Metadata } from "next";
import { NarrowPage } from "@/components/shell/narrow-page";
import { UnsubscribeForm } from "@/components/subscriptions/unsubscribe-form";

export const metadata: Metadata = { title: "Your mails", robots: { index: false } };
// Each answer has a fresh nonce for its scripts.
export const dynamic = "force-dynamic";

/** Choosing mails from a link in one of them, without signing in. */
export default function Page() {
  return (
    <NarrowPage title="Your mails">
      <UnsubscribeForm />
    </NarrowPage>
  );
}
