import { buttonClass } from "@/components/ui/button";
import { Options, SelectField } from "@/components/ui/field";
import type { AuditKind, AuditPage } from "@/lib/audit/schema";

const KINDS: Record<AuditKind, string> = {
  schedule: "The schedule",
  resources: "The library",
  page: "The public page",
  log: "The log",
  settings: "Settings",
  members: "Members",
  mail: "Mail",
  own: "What members did themselves",
};

interface Props {
  action: string;
  people: AuditPage["people"];
  person: string | undefined;
  kind: AuditKind | undefined;
}

/** Chooses whose acts and which kinds are shown; a plain form, so that the choice is in the address. */
export function HistoryFilter({ action, people, person, kind }: Props) {
  return (
    <form action={action} className="flex flex-wrap items-end gap-4">
      <div className="min-w-40">
        <SelectField label="Who" name="person" defaultValue={person ?? ""}>
          <option value="">Everybody</option>
          <Options of={people.map(({ id, name }) => [id, name] as const)} />
        </SelectField>
      </div>
      <div className="min-w-40">
        <SelectField label="What" name="kind" defaultValue={kind ?? ""}>
          <option value="">Everything organizers did</option>
          <Options of={Object.entries(KINDS)} />
        </SelectField>
      </div>
      <button type="submit" className={buttonClass("plain")}>
        Show
      </button>
    </form>
  );
}
