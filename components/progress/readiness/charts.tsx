"use client";

import { Area, AreaChart, Bar, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from "recharts";
import type { ResourceReadiness } from "@/lib/progress/readiness/schema";
import type { Retention } from "@/lib/progress/retention/schema";
import { clockPoint } from "@/lib/time/durations";

/**
 * The pictures of the readiness page. Each stands beside a table that says the same, so that they are hidden from those
 * who read by ear; nothing is told by colour alone.
 */

const LINE = 40;
const TEXT = { fill: "var(--quiet)", fontSize: 13 } as const;

/** Fills that differ without colour: solid, dense stripes, dots, empty. */
function Fills({ prefix }: { prefix: string }) {
  return (
    <defs>
      <pattern
        id={`${prefix}-started`}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="6" height="6" fill="var(--tint)" />
        <rect width="3" height="6" fill="var(--accent)" />
      </pattern>
      <pattern id={`${prefix}-skipped`} width="6" height="6" patternUnits="userSpaceOnUse">
        <circle cx="3" cy="3" r="1.4" fill="var(--quiet)" />
      </pattern>
    </defs>
  );
}

/** How many learners are done with each resource, have begun, skipped it, or have it to do. */
export function StatesChart({ resources }: { resources: readonly ResourceReadiness[] }) {
  const stack = { stackId: "states", isAnimationActive: false, stroke: "var(--quiet)", strokeWidth: 0.5 } as const;
  return (
    <ResponsiveContainer width="100%" height={resources.length * LINE + 40}>
      <BarChart
        data={[...resources]}
        layout="vertical"
        accessibilityLayer={false}
        margin={{ left: 0, right: 16, top: 0, bottom: 0 }}
      >
        <Fills prefix="states" />
        <XAxis type="number" allowDecimals={false} tick={TEXT} stroke="var(--line)" />
        <YAxis type="category" dataKey="title" width={160} tick={TEXT} tickFormatter={short} stroke="var(--line)" />
        <Bar dataKey="done" fill="var(--accent)" {...stack} />
        <Bar dataKey="started" fill="url(#states-started)" {...stack} />
        <Bar dataKey="skipped" fill="url(#states-skipped)" {...stack} />
        <Bar dataKey="todo" fill="transparent" {...stack} />
      </BarChart>
    </ResponsiveContainer>
  );
}

/** The stated length of each resource beside what people said it took them, in minutes. */
export function LengthsChart({ resources }: { resources: readonly ResourceReadiness[] }) {
  const both = resources.filter(({ minutes, tookMinutes }) => minutes !== null && tookMinutes !== null);
  return (
    <ResponsiveContainer width="100%" height={both.length * (LINE + 12) + 40}>
      <BarChart
        data={both}
        layout="vertical"
        accessibilityLayer={false}
        margin={{ left: 0, right: 16, top: 0, bottom: 0 }}
      >
        <Fills prefix="lengths" />
        <XAxis type="number" tick={TEXT} stroke="var(--line)" unit=" min" />
        <YAxis type="category" dataKey="title" width={160} tick={TEXT} tickFormatter={short} stroke="var(--line)" />
        <Bar dataKey="minutes" fill="transparent" stroke="var(--quiet)" isAnimationActive={false} />
        <Bar dataKey="tookMinutes" fill="url(#lengths-started)" stroke="var(--quiet)" isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}

/** How many saw each piece of a video, from its start to its end. */
export function RetentionChart({ retention }: { retention: Retention }) {
  const { curve, viewers } = retention;
  const points = [
    ...curve,
    { ...(curve.at(-1) ?? { viewers: 0, toSeconds: 0 }), fromSeconds: curve.at(-1)?.toSeconds ?? 0 },
  ];
  return (
    <ResponsiveContainer width="100%" height={200}>
      <AreaChart data={points} accessibilityLayer={false} margin={{ left: 0, right: 16, top: 8, bottom: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          type="number"
          dataKey="fromSeconds"
          domain={[0, "dataMax"]}
          tick={TEXT}
          stroke="var(--line)"
          tickFormatter={(seconds: number) => clockPoint(Math.round(seconds))}
        />
        <YAxis type="number" domain={[0, viewers]} allowDecimals={false} width={36} tick={TEXT} stroke="var(--line)" />
        <Area
          type="stepAfter"
          dataKey="viewers"
          stroke="var(--accent)"
          strokeWidth={2}
          fill="var(--tint)"
          isAnimationActive={false}
        />
      </AreaChart>
    </ResponsiveContainer>
  );
}

function short(title: string): string {
  return title.length > 24 ? `${title.slice(0, 23).trimEnd()}…` : title;
}
