import type { Metadata } from "next";
import { NarrowPage } from "@/components/shell/narrow-page";
import { Callout } from "@/components/ui/callout";

export const metadata: Metadata = { title: "Join", robots: { index: false } };

const PROBLEMS: Record<string, string> = {
  invalid: "Something in it was not right: it needs one e-mail address, like ada@example.org, and a name.",
  too_many: "There were too many tries from where you are. Wait a quarter of an hour and try again.",
  forbidden: "This cohort cannot be joined, or the form did not come from its page.",
  not_found: "There is no such cohort.",
};

interface Props {
  searchParams: Promise<{ problem?: string | string[] }>;
}

/** What became of a sign-up that was sent without scripts. */
export default async function Page({ searchParams }: Props) {
  const problem = [(await searchParams).problem].flat()[0];
  if (problem) {
    return (
      <NarrowPage title="This was not sent">
        <Callout tone="trouble">{PROBLEMS[problem] ?? "The form could not be read. Try again."}</Callout>
        <p>Go back in your browser; what you entered is still there.</p>
      </NarrowPage>
    );
  }
  return (
    <NarrowPage title="Check your mail">
      <p>
        If the address can receive it, a mail with one button is on its way. It works for three days. Nothing there?
        Look in the spam folder, or sign up again.
      </p>
    </NarrowPage>
  );
}
