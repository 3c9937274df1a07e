"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Callout } from "@/components/ui/callout";
import { orpc, problemFrom } from "@/lib/api/client";
import type { MemberRow } from "@/lib/members/schema";

const ROLES = ["follower", "learner", "organizer"] as const;
const STATES = ["active", "paused", "left"] as const;

/** Everybody in the cohort: who they are, how far, and what they may do. */
export function MemberTable({ cohort, initial }: { cohort: string; initial: MemberRow[] }) {
  const client = useQueryClient();
  const options = orpc.members.list.queryOptions({ input: { cohort }, initialData: initial });
  const { data: members } = useQuery(options);
  const change = useMutation(
    orpc.members.change.mutationOptions({ onSettled: () => client.invalidateQueries({ queryKey: options.queryKey }) }),
  );
  return (
    <div className="space-y-4">
      {change.error && <Callout tone="trouble">{problemFrom(change.error).detail}</Callout>}
      <section className="overflow-x-auto" tabIndex={0} aria-label="Members">
        <table className="w-full min-w-3xl text-left text-[0.9375rem]">
          <thead className="text-sm text-quiet">
            <tr className="border-b border-line">
              {["Name", "Address", "Lab", "Settled", "Role", "State"].map((name) => (
                <th key={name} scope="col" className="py-2 pr-4 font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <tr key={member.id} className="border-b border-line">
                <th scope="row" className="py-1.5 pr-4 font-medium">
                  {member.name}
                </th>
                <td className="py-1.5 pr-4">{member.email}</td>
                <td className="py-1.5 pr-4">{member.lab}</td>
                <td className="whitespace-nowrap py-1.5 pr-4">
                  {member.settled} of {member.resources}
                </td>
                <td className="py-1.5 pr-4">
                  <Choice
                    label={`Role of ${member.name}`}
                    value={member.role}
                    options={ROLES}
                    onChange={(role) => change.mutate({ cohort, memberId: member.id, version: member.version, role })}
                  />
                </td>
                <td className="py-1.5">
                  <Choice
                    label={`State of ${member.name}`}
                    value={member.state}
                    options={STATES}
                    onChange={(state) => change.mutate({ cohort, memberId: member.id, version: member.version, state })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: string;
  options: readonly T[];
  onChange: (value: T) => void;
}

/** A choice in a cell of the table. What stands now is shown also when it can no longer be chosen. */
function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <select
      aria-label={label}
      className="min-h-9 rounded-sm border border-line bg-raised px-2"
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option === event.target.value);
        if (chosen) onChange(chosen);
      }}
    >
      {!options.some((option) => option === value) && <option>{value}</option>}
      {options.map((option) => (
        <option key={option}>{option}</option>
      ))}
    </select>
  );
}
