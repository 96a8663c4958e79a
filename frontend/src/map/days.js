// Days as whole numbers since 1970-01-01, as the columns have them.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY_MS = 86_400_000;

export const today = () => Math.floor(Date.now() / DAY_MS);
export const isoDay = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);
export const parts = (day) => { const at = new Date(day * DAY_MS); return [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()]; };
export const monthWords = (month) => MONTHS[month];
export const dayOf = (year, month, day) => Date.UTC(year, month, day) / DAY_MS;

// null where the words are no day.
export function parseDay(words) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(words ?? "")) return null;
  const at = Date.parse(`${words}T00:00:00Z`);
  return Number.isNaN(at) ? null : at / DAY_MS;
}

export function dayWords(day) {
  const [year, month, date] = parts(day);
  return `${date} ${MONTHS[month]} ${year}`;
}
