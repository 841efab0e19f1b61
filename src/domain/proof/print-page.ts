import type { Proof, ProofRecord } from "../../protocol/api/proofs.ts";
import type { ShipmentId } from "../../protocol/ids.ts";
import { xmlText } from "../export/xml-text.ts";

type Row = readonly [name: string, value: string | number | null];

/** A page that needs no script and no style: what is printed of it is all that there is. */
export function printPage({ shipmentId, items }: { shipmentId: ShipmentId; items: readonly Proof[] }): string {
  const title = `Proof of delivery of ${xmlText(shipmentId)}`;
  const body = items.length > 0 ? items.map(section).join("") : "<p>Nothing proves this delivery yet.</p>";
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">`;
  return `<!doctype html><html lang="en"><head>${head}<title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
}

function section({ record, sha256, completedAt, images }: Proof): string {
  if (!record) return "";
  const rows: Row[] = [...rowsOf(record), ["Complete since", timeOf(completedAt)], ["SHA-256 of the record", sha256]];
  const table = rows.filter(([, value]) => value !== null && value !== "").map(rowHtml);
  return `<section><h2>${xmlText(record.proofId)}</h2><table><tbody>${table.join("")}</tbody></table>${images.map(figure).join("")}</section>`;
}

function rowsOf(record: ProofRecord): Row[] {
  const { place, cash, distanceM, pinMatched } = record;
  return [
    ["Trip", record.tripId],
    ["Stop", record.stopId],
    ["Made by", `${record.madeBy} (${record.source})`],
    ["Taken, by the device's clock", timeOf(record.takenAt)],
    ["Recorded, by ours", timeOf(record.recordedAt)],
    ["The device's clock was behind by", `${record.skewMs} ms`],
    ["Place", place && `${place.lat}, ${place.lng}${place.accuracyM === null ? "" : `, to ${place.accuracyM} m`}`],
    ["Distance to the door", distanceM === null ? null : `${distanceM} m`],
    ["Given", record.kinds.join(", ")],
    ["Missing", record.missing.join(", ")],
    ["Note", record.note],
    ["Barcode", record.barcode],
    ["PIN", pinMatched === null ? null : "matched"],
    ["Cash", cash && `${cash.amountMinor} ${cash.currency}, in the smallest unit`],
    ["Papers", record.idCheck],
  ];
}

function rowHtml([name, value]: Row): string {
  return `<tr><th scope="row">${xmlText(name)}</th><td>${xmlText(String(value))}</td></tr>`;
}

function figure({ url, kind, cleanSha256, uploadId, rejectionCode }: Proof["images"][number]): string {
  const words = `${kind} ${uploadId}${cleanSha256 === null ? "" : `, SHA-256 ${cleanSha256}`}`;
  const image =
    url === null
      ? `<p>${xmlText(rejectionCode ?? "not here yet")}</p>`
      : `<img src="${xmlText(url)}" alt="${kind}" width="480">`;
  return `<figure>${image}<figcaption>${xmlText(words)}</figcaption></figure>`;
}

function timeOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
