import { useId } from "react";

export interface Segment {
  key: string;
  /** Width in minutes; null when the length is unknown, which is drawn open at a fixed width. */
  minutes: number | null;
  /** How much of it is filled, 0 to 1. */
  filled: number;
  hatched?: boolean;
}

const OPEN_WIDTH = 8;
const HEIGHT = 14;
const UNITS = 600;

/**
 * A bar whose width is minutes: a segment as wide as it is long, filled as far as it was watched, hatched where
 * optional, dashed where its length is unknown. `label` says the same in words. `of` is how many minutes the whole width
 * stands for where several bars are compared; a bar alone fills it.
 */
export function MinuteBar({ segments, label, of }: { segments: readonly Segment[]; label: string; of?: number }) {
  const hatch = useId();
  const widths = segments.map(({ minutes }) => minutes ?? OPEN_WIDTH);
  const sum = widths.reduce((before, width) => before + width, 0);
  if (sum === 0) return null;
  const total = Math.max(of ?? 0, sum);
  let x = 0;
  return (
    <svg
      viewBox={`0 0 ${UNITS} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-3.5 w-full"
      role="img"
      aria-label={label}
    >
      <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="2" height="6" className="fill-line" />
      </pattern>
      {segments.map((segment, i) => {
        const width = ((widths[i] ?? 0) / total) * UNITS;
        const left = x;
        x += width;
        const inner = Math.max(1, width - 2);
        return (
          <g key={segment.key}>
            <rect
              x={left + 0.5}
              y={0.5}
              width={inner}
              height={HEIGHT - 1}
              fill={segment.hatched ? `url(#${hatch})` : "none"}
              className="stroke-quiet"
              strokeWidth={1}
              strokeDasharray={segment.minutes === null ? "3 3" : undefined}
              vectorEffect="non-scaling-stroke"
            />
            {segment.filled > 0 && (
              <rect
                x={left}
                y={0}
                width={inner * Math.min(1, segment.filled)}
                height={HEIGHT}
                className="fill-accent"
              />
            )}
          </g>
        );
      })}
    </svg>
  );
}
