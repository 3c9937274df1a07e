"use client";

import { useState } from "react";
import { Button, buttonClass } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { type Moved, useMove, useQuiet } from "@/lib/progress/quiet/hooks";
import type { QuietList as Quiet, QuietMember } from "@/lib/progress/quiet/schema";
import { shortMoment } from "@/lib/time/words";

interface Props {
  cohort: string;
  title: string;
  /** The cohort's zone, for the days people were last seen. */
  timezone: string;
  initial: Quiet;
}

const REASONS = { never_started: "Never started", silent: "Silent", behind: "Fell behind" } as const;
const DONE = { active: "is back", paused: "is paused", left: "was taken out" } as const;

/** Who has become quiet, the gravest first, with one thing to do about each. */
export function QuietList({ cohort, title, timezone, initial }: Props) {
  const { data } = useQuiet(cohort, initial);
  const move = useMove(cohort);
  const [last, setLast] = useState<Moved | null>(null);
  const act = (moved: Moved) =>
    move.mutate(moved, {
      onSuccess: ({ version }) => setLast({ ...moved, member: { ...moved.member, version } }),
    });
  return (
    <div className="space-y-6">
      <p className="max-w-prose">
        Learners with something required open who have done nothing for two weeks or nothing at all, or who have two
        sessions or more to catch up on. Weeks before somebody joined do not count. Nobody but organizers sees this.
      </p>
      {move.problem && <Callout tone="trouble">{move.problem}</Callout>}
      <div role="status">
        {last && (
          <Callout title={`${last.member.name} ${DONE[last.state]}.`}>
            {last.state === "active" ? (
              "As before."
            ) : (
              <Button
                key={last.member.memberId}
                autoFocus
                weight="plain"
                busy={move.isPending}
                onClick={() => act({ member: last.member, state: "active" })}
              >
                Undo
              </Button>
            )}
          </Callout>
        )}
      </div>
      {data.quiet.length === 0 ? (
        <p>{data.learners === 0 ? "Nobody is learning here yet." : "Nobody is quiet. All are with you."}</p>
      ) : (
        <ul className="border-t border-line">
          {data.quiet.map((member) => (
            <Row
              key={member.memberId}
              member={member}
              subject={title}
              timezone={timezone}
              busy={move.isPending}
              onMove={(state) => act({ member, state })}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

interface RowProps {
  member: QuietMember;
  subject: string;
  timezone: string;
  busy: boolean;
  onMove: (state: Moved["state"]) => void;
}

function Row({ member, subject, timezone, busy, onMove }: RowProps) {
  const { name, lab, email, reason, lastSeenAt, openSessions } = member;
  const seen = lastSeenAt ? `last seen ${shortMoment(new Date(lastSeenAt), timezone)}` : "has begun nothing";
  const open = openSessions === 1 ? "1 session to catch up on" : `${openSessions} sessions to catch up on`;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line py-3">
      <div className="min-w-0">
        <p className="font-medium">
          {name}
          {lab && <span className="font-normal text-quiet">, {lab}</span>}
        </p>
        <p className="text-sm text-quiet">
          {REASONS[reason]}: {seen}, {open}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <a
          className={buttonClass("plain")}
          href={`mailto:${encodeURIComponent(email)}?subject=${encodeURIComponent(subject)}`}
          aria-label={`Write to ${name}`}
        >
          Write
        </a>
        <Button weight="plain" disabled={busy} aria-label={`Pause ${name}`} onClick={() => onMove("paused")}>
          Pause
        </Button>
        <Button weight="plain" disabled={busy} aria-label={`Take ${name} out`} onClick={() => onMove("left")}>
          Take out
        </Button>
      </div>
    </li>
  );
}
