// Its scripts need the nonce of the answer it is part of.
export const dynamic = "force-dynamic";

/** Nothing here: mistyped, removed, or not for this account. Kept small, since Next sends it along with every page. */
export default function NotFound() {
  return (
    <main id="main" className="mx-auto max-w-md space-y-6 px-4 py-12">
      <h1>There is nothing here</h1>
      <p>The address may be mistyped, or this is for members or organizers only.</p>
      <p>
        <a href="/">All cohorts</a> or <a href="/sign-in">sign in</a>.
      </p>
    </main>
  );
}
