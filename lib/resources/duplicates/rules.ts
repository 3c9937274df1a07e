import { normalTitle, normalUrl, youtubeId } from "@/lib/resources/rules";

/** Why resources look like one: the same video, links that differ in form only, or the same title. The surest first. */
export const DUPLICATE_REASONS = ["video", "link", "title"] as const;
export type DuplicateReason = (typeof DUPLICATE_REASONS)[number];

interface Named {
  id: string;
  title: string;
  url: string | null;
}

export interface DuplicateGroup<T extends Named = Named> {
  reason: DuplicateReason;
  resources: T[];
}

/**
 * The resources of a library that are probably one thing, the surest first, each group in the order given. A resource can be
 * in two groups for different reasons; the same resources are never suggested twice.
 */
export function duplicateGroups<T extends Named>(resources: readonly T[]): DuplicateGroup<T>[] {
  const groups: DuplicateGroup<T>[] = [];
  const seen = new Set<string>();
  for (const reason of DUPLICATE_REASONS) {
    const alike = new Map<string, T[]>();
    for (const resource of resources) {
      const key = keyOf(resource, reason);
      if (key === null) continue;
      const others = alike.get(key);
      if (others) others.push(resource);
      else alike.set(key, [resource]);
    }
    for (const members of alike.values()) {
      const name = members
        .map(({ id }) => id)
        .sort()
        .join(" ");
      if (members.length < 2 || seen.has(name)) continue;
      seen.add(name);
      groups.push({ reason, resources: members });
    }
  }
  return groups;
}

function keyOf({ title, url }: Named, reason: DuplicateReason): string | null {
  if (reason === "title") return normalTitle(title);
  if (url === null) return null;
  return reason === "video" ? youtubeId(url) : normalUrl(url);
}
