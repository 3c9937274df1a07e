import { buttonClass } from "@/components/ui/button";
import { SelectField } from "@/components/ui/field";
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
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="min-w-40">
        <SelectField label="What" name="kind" defaultValue={kind ?? ""}>
          <option value="">Everything organizers did</option>
          {Object.entries(KINDS).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
      <button type="submit" className={buttonClass("plain")}>
        Show
      </button>
    </form>
  );
}
