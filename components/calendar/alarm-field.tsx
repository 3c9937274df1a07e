import { useEffect, useEffectEvent, useRef } from "react";
import { Options, SelectField } from "@/components/ui/field";
import { ALARMS } from "@/lib/calendar/links";
import { minutesInWords } from "@/lib/time/durations";

interface Props {
  /** Whose sessions, where a page has several such choices. */
  of?: string | undefined;
  /** Minutes before a session; null for no reminder. */
  value: number | null;
  onChange: (minutes: number | null) => void;
}

const CHOICES = ALARMS.map((minutes) => {
  const words = minutes === 1440 ? "1 day" : minutesInWords(minutes);
  return [String(minutes), `${words} before`] as const;
});

/** When a calendar should tell its owner of a session. */
export function AlarmField({ of, value, onChange }: Props) {
  const around = useRef<HTMLDivElement>(null);
  const choose = (chosen: string) => onChange(chosen === "" ? null : Number(chosen));
  const adopt = useEffectEvent(choose);
  // The public page can be read, and chosen in, before its scripts are there.
  useEffect(() => adopt(around.current?.querySelector("select")?.value ?? ""), []);
  return (
    <div ref={around} className="max-w-sm">
      <SelectField
        label={of ? `Reminder for ${of}` : "Reminder"}
        hint="It becomes part of the links, so choose before you subscribe. Some calendars, like Google's, set reminders themselves."
        value={value ?? ""}
        onChange={({ target }) => choose(target.value)}
      >
        <Options of={[["", "None"], ...CHOICES]} />
      </SelectField>
    </div>
  );
}
