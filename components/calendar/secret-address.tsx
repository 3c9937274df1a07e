"use client";

import { useRef, useState } from "react";
import { AlarmField } from "@/components/calendar/alarm-field";
import { CalendarLinks } from "@/components/calendar/calendar-links";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextField } from "@/components/ui/field";
import { subscribeLinks, withAlarm } from "@/lib/calendar/links";

interface Props {
  url: string;
  /** What the calendar is called where it is subscribed to. */
  name: string;
  label: string;
  /** Who stops getting sessions when the address is replaced, in a sentence. */
  cost: string;
  busy: boolean;
  onReplace: () => void;
}

/** A secret address with the ways to subscribe to it, and a way to replace it that asks before it does. */
export function SecretAddress({ url, name, label, cost, busy, onReplace }: Props) {
  const [asking, setAsking] = useState(false);
  const [alarm, setAlarm] = useState<number | null>(null);
  const address = withAlarm(url, alarm);
  const place = useRef<HTMLDivElement>(null);
  function close() {
    setAsking(false);
    // The pressed button goes; without this the keyboard would begin again at the top of the page.
    place.current?.focus();
  }
  return (
    <div ref={place} tabIndex={-1} className="space-y-4 outline-none">
      <CalendarLinks label="Subscribe" links={subscribeLinks(address, name).slice(0, -1)} />
      <AlarmField value={alarm} onChange={setAlarm} />
      <TextField
        label={label}
        hint="Whoever has it can read the calendar. It is good for any other program."
        value={address}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button weight="plain" busy={busy} aria-expanded={asking} onClick={() => setAsking(!asking)}>
        Replace the address
      </Button>
      {asking && (
        <Callout tone="care" title="Replace the address?">
          <p>{cost}</p>
          <div className="mt-3 flex flex-wrap gap-3">
            <Button
              weight="danger"
              busy={busy}
              onClick={() => {
                close();
                onReplace();
              }}
            >
              Replace it
            </Button>
            <Button weight="plain" onClick={close}>
              Keep it
            </Button>
          </div>
        </Callout>
      )}
    </div>
  );
}
