import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CohortForm } from "@/components/cohorts/cohort-form";
import { Header } from "@/components/shell/header";
import { personPage } from "@/lib/auth/pages";

export const metadata: Metadata = { title: "New cohort" };

/** Creates a cohort; it starts as a draft that only its organizer sees. */
export default async function Page() {
  const { person } = await personPage("/cohorts/new");
  if (!person.mayCreateCohorts) notFound();
  return (
    <>
      <Header title="Convene" href="/" />
      <main id="main" className="mx-auto max-w-3xl space-y-8 px-4 py-8 md:py-12">
        <h1>New cohort</h1>
        <CohortForm zones={Intl.supportedValuesOf("timeZone")} />
      </main>
    </>
  );
}
