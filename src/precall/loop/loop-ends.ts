/** What holds for both ends of a loop. */
type Ends = readonly RTCPeerConnection[];

export function areConnected(ends: Ends): boolean {
  return ends.every(({ connectionState }) => connectionState === 'connected');
}

export function haveGathered(ends: Ends): boolean {
  return ends.every(({ iceGatheringState }) => iceGatheringState === 'complete');
}
