import { Top } from "@/bench/bare/shell/top";

/** Next sends this page along with every other one. */
export default function NotFound() {
  return (
    <>
      <Top title="Convene" href="/" />
      <main id="main" className="mx-auto max-w-md space-y-6 px-4 py-12">
        <h1>There is nothing here</h1>
        <p>The address may be mistyped, or this is for members or organizers only.</p>
        <p>
          <a href="/">All cohorts</a> or <a href="/sign-in">sign in</a>.
        </p>
      </main>
    </>
  );
}
