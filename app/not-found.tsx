import Link from "next/link";
import { NarrowPage } from "@/components/shell/narrow-page";

// Its scripts need the nonce of the answer it is part of.
export const dynamic = "force-dynamic";

/** Nothing here: mistyped, removed, or not for this account. */
export default function NotFound() {
  return (
    <NarrowPage title="There is nothing here">
      <p>The address may be mistyped, or this is for members or organizers only.</p>
      <p>
        <Link href="/">All cohorts</Link> or <Link href="/sign-in">sign in</Link>.
      </p>
    </NarrowPage>
  );
}
