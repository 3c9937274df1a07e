import type { Metadata } from "next";
import { ConfirmSignIn } from "@/components/auth/confirm-sign-in";
import { NarrowPage } from "@/components/shell/narrow-page";

export const metadata: Metadata = { title: "Sign in", robots: { index: false } };
// Each answer has a fresh nonce for its scripts.
export const dynamic = "force-dynamic";

/** Where a mailed sign-in link leads. A mail scanner that opens it sees a button and no token. */
export default function Page() {
  return (
    <NarrowPage title="Sign in">
      <ConfirmSignIn />
    </NarrowPage>
  );
}
