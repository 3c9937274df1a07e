/** Maximum-weight matching by somebody else: the partner of each vertex, -1 where there is none. */
declare module "edmonds-blossom" {
  export default function blossom(
    edges: readonly (readonly [number, number, number])[],
    maxCardinality?: boolean,
  ): number[];
}
