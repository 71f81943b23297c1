/** Loss of the loop is what either way loses of what passes both: 1 - (1 - p)^2, where both lose p. */
export function oneWayLoss(loopLossRatio: number): number {
  return 1 - Math.sqrt(1 - loopLossRatio);
}

export function loopLoss(oneWayLossRatio: number): number {
  return 1 - (1 - oneWayLossRatio) ** 2;
}
