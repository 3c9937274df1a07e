"use client";

import { useState } from "react";
import { AlarmField } from "@/components/calendar/alarm-field";
import { CalendarLinks } from "@/components/calendar/calendar-links";
import { subscribeLinks, withAlarm } from "@/lib/calendar/links";

interface Props {
  /** What the list of links is called. */
  label: string;
  url: string;
  /** What the calendar is called where it is subscribed to. */
  name: string;
  /** Whose sessions, where a page has several such choices. */
  of?: string;
}

/** The ways to subscribe to a calendar, and when it should tell before each session; only the links remember that. */
export function SubscribeLinks({ label, url, name, of }: Props) {
  const [alarm, setAlarm] = useState<number | null>(null);
  return (
    <div className="space-y-3">
      <CalendarLinks label={label} links={subscribeLinks(withAlarm(url, alarm), name)} />
      <AlarmField of={of} value={alarm} onChange={setAlarm} />
    </div>
  );
}
