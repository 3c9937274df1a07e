import type { Metadata } from "next";
import { MarkFromMail } from "@/components/progress/mark-from-mail";
import { NarrowPage } from "@/components/shell/narrow-page";

export const metadata: Metadata = { title: "Mark as done", robots: { index: false } };
// Each answer has a fresh nonce for its scripts.
export const dynamic = "force-dynamic";

/** Marking one thing as done from a link in a mail, without signing in. */
export default function Page() {
  return (
    <NarrowPage title="Done?">
      <MarkFromMail />
    </NarrowPage>
  );
}
