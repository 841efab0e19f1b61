import { ok } from "../../domain/result.ts";
import * as api from "../../protocol/api/payments.ts";
import { getPayment, listPayments, resolvePayment } from "../../services/payment-desk.ts";
import { receivePaymentEvent } from "../../services/payment-events.ts";
import { takePayment } from "../../services/payments.ts";
import { rawRoute, route } from "../route.ts";
import { answer } from "./answer.ts";

export const paymentRoutes = [
  route(api.listPayments, async (deps, { query }) => answer(await listPayments(deps, query))),
  route(api.takePayment, async (deps, { params, body }) => {
    const taken = await takePayment(deps, params.shipmentId, body);
    if (!taken.ok) return taken;
    const { payment, isNew } = taken.value;
    if (payment.status === "pending") return ok({ body: payment, status: 202 });
    return ok({ body: payment, status: isNew ? 201 : 200 });
  }),
  route(api.getPayment, async (deps, { params }) => answer(await getPayment(deps, params.paymentId))),
  route(api.resolvePayment, async (deps, { params, body }) =>
    answer(await resolvePayment(deps, params.paymentId, body)),
  ),
  rawRoute(api.receivePaymentEvent, async (deps, _, c) => {
    const received = await receivePaymentEvent(deps, c.req.header("stripe-signature"), await c.req.text());
    const headers = { "cache-control": "no-store" };
    return received.ok
      ? ok(Response.json(api.receivePaymentEvent.output.parse(received.value), { headers }))
      : received;
  }),
];
