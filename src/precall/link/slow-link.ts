/**
 * kbit/s below which a link is slow: it gets fewer probes, so that they find it idle, longer bursts and no extra frames
 * (bench).
 */
export const SLOW_KBPS = 600;
