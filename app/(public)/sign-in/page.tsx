import type { Metadata } from "next";
import { SignInForm } from "@/components/auth/sign-in-form";
import { NarrowPage } from "@/components/shell/narrow-page";
import { safePath } from "@/lib/auth/rules";

export const metadata: Metadata = { title: "Sign in", robots: { index: false } };

interface Props {
  searchParams: Promise<{ callbackUrl?: string | string[] }>;
}

/** Asks for an address; the way in is the mail. */
export default async function Page({ searchParams }: Props) {
  const { callbackUrl } = await searchParams;
  return (
    <NarrowPage title="Sign in">
      <p>No password: you get a link and a code by mail. To get an account, join a cohort.</p>
      <SignInForm callbackUrl={safePath([callbackUrl].flat()[0])} />
    </NarrowPage>
  );
}
