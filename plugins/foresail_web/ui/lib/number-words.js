// A number in words: nobody can mistake its decimals for thousands.

const ONES = [
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
  "seventeen eighteen nineteen",
]
  .join(" ")
  .split(" ");
const TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const LIMIT = 1e6;

/** A number such as `1250` or `1.25`, its decimals after a point, in words; null beyond a million. */
export function sayNumber(text) {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts || Number(parts[2]) >= LIMIT) return null;
  const [, sign, whole, decimals = ""] = parts;
  const words = [sign && "minus", sayWhole(Number(whole))];
  if (decimals) words.push("point", ...[...decimals].map((digit) => ONES[Number(digit)]));
  return words.filter(Boolean).join(" ");
}

function sayWhole(number) {
  if (number < 1000) return sayHundreds(number);
  const rest = number % 1000;
  const thousands = `${sayHundreds(Math.floor(number / 1000))} thousand`;
  if (!rest) return thousands;
  return `${thousands} ${rest < 100 ? "and " : ""}${sayHundreds(rest)}`;
}

function sayHundreds(number) {
  if (number < 20) return ONES[number];
  if (number < 100) {
    const ones = number % 10;
    return TENS[Math.floor(number / 10)] + (ones ? `-${ONES[ones]}` : "");
  }
  const rest = number % 100;
  return `${ONES[Math.floor(number / 100)]} hundred` + (rest ? ` and ${sayHundreds(rest)}` : "");
}
