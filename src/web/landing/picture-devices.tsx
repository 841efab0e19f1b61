import { useI18n } from "../shared/i18n-context.ts";

/** Sequence numbers on the trip's log: consecutive, because the log has no gaps. */
const LOG = [41, 42, 43];
const LOG_TOP = 214;
const LOG_STEP = 20;

export function PictureDevices() {
  return (
    <>
      <DriverPhone />
      <TripObject />
      <DispatcherScreen />
      <CustomerPhone />
    </>
  );
}

function DriverPhone() {
  const { t } = useI18n();
  return (
    <g>
      <rect class="picture__device" x="52" y="202" width="118" height="216" rx="22" />
      <rect class="picture__screen" x="60" y="210" width="102" height="200" rx="15" />
      <path class="picture__street" d="M78 410C78 350 140 340 128 210M60 300C90 290 130 312 162 300" />
      <path class="picture__route" d="M80 398C84 352 132 338 130 252" />
      <circle class="picture__here" cx="104" cy="352" r="17" />
      <path class="picture__heading" d="M111 342 113 360 104 354 94 357z" />
      <circle class="picture__goal" cx="130" cy="250" r="7" />
      <text class="picture__label" x="111" y="446">
        {t("picture.driver")}
      </text>
    </g>
  );
}

function TripObject() {
  const { t, number } = useI18n();
  return (
    <g>
      <rect class="picture__halo" x="238" y="166" width="124" height="132" rx="34" />
      <rect class="picture__trip" x="250" y="178" width="100" height="108" rx="24" />
      <text class="picture__trip-name" x="300" y="202">
        {t("picture.trip")}
      </text>
      {LOG.map((seq, index) => (
        <g key={seq}>
          <rect class="picture__entry" x="262" y={LOG_TOP + index * LOG_STEP} width="76" height="15" rx="5" />
          <text class="picture__seq" x="268" y={LOG_TOP + 11 + index * LOG_STEP}>
            {number(seq)}
          </text>
          <path class="picture__tick" d={`m322 ${LOG_TOP + 7 + index * LOG_STEP} 3.5 3.5 6-6.5`} />
        </g>
      ))}
    </g>
  );
}

function DispatcherScreen() {
  const { t } = useI18n();
  return (
    <g>
      <path class="picture__stand" d="M470 190h36l5 20h-46z" />
      <rect class="picture__device" x="398" y="58" width="180" height="134" rx="14" />
      <rect class="picture__screen" x="406" y="66" width="164" height="118" rx="8" />
      <path
        class="picture__street"
        d="M454 90C490 84 530 100 570 88M454 142C500 132 530 156 570 144M486 66C480 110 496 150 490 184M536 66C530 110 546 150 540 184"
      />
      <path class="picture__list" d="M406 74a8 8 0 0 1 8-8h40v118h-40a8 8 0 0 1-8-8z" />
      <path class="picture__lines" d="M416 84h28M416 102h22M416 120h28M416 138h18M416 156h26" />
      <circle class="picture__ok" cx="488" cy="110" r="7" />
      <circle class="picture__ok" cx="540" cy="92" r="7" />
      <rect class="picture__here" x="508" y="134" width="13" height="13" rx="3" />
      <circle class="picture__warn" cx="548" cy="158" r="7" />
      <text class="picture__label" x="488" y="44">
        {t("picture.dispatcher")}
      </text>
    </g>
  );
}

function CustomerPhone() {
  const { t } = useI18n();
  return (
    <g>
      <rect class="picture__device" x="438" y="244" width="106" height="188" rx="20" />
      <rect class="picture__screen" x="446" y="252" width="90" height="84" rx="13" />
      <path class="picture__route" d="M462 322C478 290 500 316 516 280" />
      <circle class="picture__here" cx="478" cy="306" r="7" />
      <circle class="picture__goal" cx="516" cy="280" r="6" />
      <text class="picture__eta" x="491" y="370">
        {t("picture.eta")}
      </text>
      <path class="picture__steps" d="M460 392h62" />
      <path class="picture__steps picture__steps--done" d="M460 392h42" />
      <path class="picture__lines" d="M460 410h44" />
      <text class="picture__label" x="491" y="458">
        {t("picture.customer")}
      </text>
    </g>
  );
}
