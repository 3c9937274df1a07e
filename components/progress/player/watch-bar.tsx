import { useId } from "react";
import type { Range } from "@/lib/progress/ranges/rules";

const HEIGHT = 20;
const BAR = 14;
const UNITS = 1000;

interface Props {
  /** In seconds. */
  length: number;
  watched: readonly Range[];
  asked: readonly Range[];
  stops: readonly number[];
  /** Says the same in words. */
  label: string;
}

/** One resource as a bar whose width is its time: filled where it was watched, hatched where nobody asks for it, a mark at each good place to stop. */
export function WatchBar({ length, watched, asked, stops, label }: Props) {
  const hatch = useId();
  const x = (second: number) => (Math.min(second, length) / length) * UNITS;
  return (
    <svg
      viewBox={`0 0 ${UNITS} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-5 w-full"
      role="img"
      aria-label={label}
    >
      <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="2" height="6" className="fill-line" />
      </pattern>
      <rect x={0} y={0} width={UNITS} height={BAR} fill={`url(#${hatch})`} />
      {asked.map(([from, to]) => (
        <rect key={from} x={x(from)} y={0} width={x(to) - x(from)} height={BAR} className="fill-paper" />
      ))}
      {watched.map(([from, to]) => (
        <rect key={from} x={x(from)} y={0} width={x(to) - x(from)} height={BAR} className="fill-accent" />
      ))}
      <rect
        x={0.5}
        y={0.5}
        width={UNITS - 1}
        height={BAR - 1}
        fill="none"
        className="stroke-quiet"
        strokeWidth={1}
        vectorEffect="non-scaling-stroke"
      />
      {stops.map((stop) => (
        <line
          key={stop}
          x1={x(stop)}
          x2={x(stop)}
          y1={0}
          y2={HEIGHT}
          className="stroke-ink"
          strokeWidth={2}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}
