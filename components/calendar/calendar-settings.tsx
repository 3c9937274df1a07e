"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { SecretAddress } from "@/components/calendar/secret-address";
import { SubscribeLinks } from "@/components/calendar/subscribe-links";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { api, problemFrom } from "@/lib/api/client";
import type { ChangedCalendar, CohortCalendar } from "@/lib/calendar/schema";

interface Props {
  cohort: { slug: string; title: string };
  initial: CohortCalendar;
  /** The version of the cohort that this page shows; the other settings have the same one. */
  version: number;
  onVersion: (version: number) => void;
}

/** Who can read a cohort's calendar: everybody, or whoever has its secret address. */
export function CalendarSettings({ cohort, initial, version, onVersion }: Props) {
  const router = useRouter();
  const [saved, setSaved] = useState<CohortCalendar>(initial);
  const calendar = saved.version > initial.version ? saved : initial;
  const onSuccess = (changed: ChangedCalendar) => {
    setSaved(changed);
    if (changed.changed) onVersion(changed.version);
    router.refresh();
  };
  const update = useMutation({
    mutationFn: (open: boolean) => api.calendar.update({ cohort: cohort.slug, version, public: open }),
    onSuccess,
  });
  const replace = useMutation({
    mutationFn: () => api.calendar.replaceLink({ cohort: cohort.slug, version }),
    onSuccess,
  });
  const error = update.error ?? replace.error;
  const busy = update.isPending || replace.isPending;
  return (
    <section aria-labelledby="calendar" className="max-w-xl space-y-4 border-t border-line pt-6">
      <h2 id="calendar">Calendar</h2>
      {error && <Trouble error={error} />}
      {calendar.public ? (
        <>
          <p>
            {calendar.publicUrl
              ? "Public: everybody can subscribe to the sessions, from the public page."
              : "Public as soon as the cohort is: while it is a draft there is no calendar."}
          </p>
          {calendar.publicUrl && <SubscribeLinks label="Subscribe" url={calendar.publicUrl} name={cohort.title} />}
          <Button weight="plain" busy={busy} onClick={() => update.mutate(false)}>
            Make it secret
          </Button>
        </>
      ) : (
        <>
          <p>Secret: it is not on the public page. Members find its address on their account.</p>
          {calendar.secretUrl ? (
            <SecretAddress
              url={calendar.secretUrl}
              name={cohort.title}
              label="The secret address"
              cost="Everybody who has subscribed with it shows no new sessions until they subscribe again."
              busy={busy}
              onReplace={() => replace.mutate()}
            />
          ) : (
            <Button busy={busy} onClick={() => update.mutate(false)}>
              Make its address
            </Button>
          )}
          <Button weight="plain" busy={busy} onClick={() => update.mutate(true)}>
            Make it public
          </Button>
        </>
      )}
      {replace.isSuccess && <Callout>Replaced. The old address leads nowhere from now on.</Callout>}
    </section>
  );
}

/** What went wrong; where somebody else was faster, also what stands now. */
function Trouble({ error }: { error: Error }) {
  const { code, detail, current } = problemFrom(error);
  const theirs = code === "conflict" ? (current as CohortCalendar | undefined) : undefined;
  return (
    <Callout tone="trouble">
      <p>{detail}</p>
      {theirs && (
        <>
          <p>It is {theirs.public ? "public" : "secret"} now. Load the settings again before you change it.</p>
          <Button weight="plain" onClick={() => window.location.reload()}>
            Load them again
          </Button>
        </>
      )}
    </Callout>
  );
}
