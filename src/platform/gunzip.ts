export async function gunzip(packed: Uint8Array): Promise<Uint8Array> {
  const plain = new Response(packed).body?.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}
