// Checks the proof of a figure in the browser itself, without trusting the server that made it: docs/formats.md.
export interface ProofEntry {
  district: string; position: number; kind: number; accept_time_us: number; request_id: string; content: string; payload: string;
  previous_hash: string; hash: string;
}

export interface Proof {
  algorithm: string;
  figure: { start: number; end: number; quote: string; document: string };
  document?: { content: string; text: string };
  entries: ProofEntry[];
  head: { district: string; position: number; hash: string; signed_time_us: number; signature: string; public_key: string };
}

// What was checked, in order: true holds, false does not, undefined cannot be checked here.
export interface ProofResult { document?: boolean | undefined; quote?: boolean | undefined; chain?: boolean | undefined; signature?: boolean | undefined }

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function hexOf(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function big(value: number, size: number): Uint8Array {
  const out = new DataView(new ArrayBuffer(8));
  out.setBigUint64(0, BigInt(value));
  return new Uint8Array(out.buffer, 8 - size);
}

// The bytes that an entry's hash runs over, the previous hash included.
export function hashedBytes(entry: ProofEntry): Uint8Array<ArrayBuffer> {
  const ascii = (text: string) => new TextEncoder().encode(text);
  const requestId = bytesOf(entry.request_id);
  const payload = bytesOf(entry.payload);
  return joined([bytesOf(entry.previous_hash), ascii("DBJ1"), big(entry.kind, 1), big(entry.district.length, 1), ascii(entry.district),
    big(entry.position, 8), big(entry.accept_time_us, 8), big(requestId.length, 1), requestId, bytesOf(entry.content),
    big(payload.length, 4), payload]);
}

async function chainHolds(proof: Proof): Promise<boolean> {
  let previous = proof.entries[0]?.previous_hash ?? "";
  let position = proof.entries[0]?.position ?? 0;
  for (const entry of proof.entries) {
    if (entry.previous_hash !== previous || entry.position !== position || entry.district !== proof.head.district) return false;
    if (hexOf(await crypto.subtle.digest("SHA-256", hashedBytes(entry))) !== entry.hash) return false;
    previous = entry.hash;
    position += 1;
  }
  return previous === proof.head.hash && position - 1 === proof.head.position;
}

async function signatureHolds({ head }: Proof): Promise<boolean | undefined> {
  const message = `duban-head-1\n${head.district}\n${head.position}\n${head.hash}\n${head.signed_time_us}\n`;
  try {
    const key = await crypto.subtle.importKey("raw", bytesOf(head.public_key), { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, key, bytesOf(head.signature), new TextEncoder().encode(message));
  } catch {
    return undefined;  // a browser without Ed25519
  }
}

export async function checkProof(proof: Proof): Promise<ProofResult> {
  const { figure, document } = proof;
  const quote = document && figure.quote !== "" ? Array.from(document.text).slice(figure.start, figure.end).join("") === figure.quote : undefined;
  // Pages that come over plain http from another machine have no cryptography.
  if (globalThis.crypto?.subtle === undefined || proof.algorithm !== "SHA-256") return { quote };
  return {
    document: document && hexOf(await crypto.subtle.digest("SHA-256", bytesOf(document.content))) === figure.document,
    quote, chain: await chainHolds(proof), signature: await signatureHolds(proof),
  };
}
