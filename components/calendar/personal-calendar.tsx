"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { SecretAddress } from "@/components/calendar/secret-address";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { api, problemFrom } from "@/lib/api/client";
import type { OwnCalendar } from "@/lib/calendar/schema";

/** One's own calendar: every session of one's cohorts in one place, behind an address that one makes and can replace. */
export function PersonalCalendar({ initial }: { initial: OwnCalendar }) {
  const [url, setUrl] = useState(initial.url);
  const renew = useMutation({
    // Saying what it replaces makes a second press harmless: it gets the address that the first one made.
    mutationFn: () => api.calendar.renewOwn({ replaces: url }),
    onSuccess: (calendar) => setUrl(calendar.url),
  });
  return (
    <div className="space-y-4">
      <p>
        Every session of your cohorts in your calendar, each in its own time zone, with what to do before it and the
        meeting link.
      </p>
      {renew.error && <Callout tone="trouble">{problemFrom(renew.error).detail}</Callout>}
      {url ? (
        <>
          <SecretAddress
            url={url}
            name="Convene: my sessions"
            label="The address of your calendar"
            cost="Every calendar that you have subscribed with it shows no new sessions until you subscribe again."
            busy={renew.isPending}
            onReplace={() => renew.mutate()}
          />
          {renew.isSuccess && initial.url !== null && (
            <Callout>Replaced. The old address leads nowhere from now on; subscribe again with this one.</Callout>
          )}
        </>
      ) : (
        <Button busy={renew.isPending} onClick={() => renew.mutate()}>
          Make my calendar
        </Button>
      )}
    </div>
  );
}
