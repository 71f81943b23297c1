/** One party of a call, in a browser. The script outside carries its offers and answers to the other party. */
export interface PartyOptions {
  readonly iceServers: RTCIceServer[];
  /** Only through the relay, as behind a strict firewall: then the precall test and the call take the same path. */
  readonly relayOnly: boolean;
}

let peer: RTCPeerConnection | undefined;

declare global {
  var party: typeof api;
}

async function open({ iceServers, relayOnly }: PartyOptions, sendsVideo: boolean): Promise<void> {
  close();
  peer = new RTCPeerConnection({ iceServers, iceTransportPolicy: relayOnly ? 'relay' : 'all' });
  const media = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    video: sendsVideo ? { width: 1280, height: 720, frameRate: 30 } : false,
  });
  for (const track of media.getTracks()) peer.addTrack(track, media);
  peer.ontrack = ({ track }) => {
    const element = document.createElement(track.kind === 'video' ? 'video' : 'audio');
    element.autoplay = true;
    element.srcObject = new MediaStream([track]);
    document.body.append(element);
  };
}

/** Resolves with the whole description when every candidate is known. */
async function described(): Promise<RTCSessionDescriptionInit> {
  const own = opened();
  if (own.iceGatheringState !== 'complete')
    await new Promise<void>((resolve) => {
      own.onicegatheringstatechange = () => own.iceGatheringState === 'complete' && resolve();
    });
  return { type: own.localDescription?.type ?? 'offer', sdp: own.localDescription?.sdp ?? '' };
}

async function offer(receivesVideo: boolean): Promise<RTCSessionDescriptionInit> {
  const own = opened();
  if (receivesVideo) own.addTransceiver('video', { direction: 'recvonly' });
  await own.setLocalDescription(await own.createOffer());
  return described();
}

async function answer(remote: RTCSessionDescriptionInit): Promise<RTCSessionDescriptionInit> {
  const own = opened();
  await own.setRemoteDescription(remote);
  await own.setLocalDescription(await own.createAnswer());
  return described();
}

async function accept(remote: RTCSessionDescriptionInit): Promise<void> {
  await opened().setRemoteDescription(remote);
}

/** Whether the call came up in time. */
async function connected(withinMs: number): Promise<boolean> {
  const own = opened();
  if (own.connectionState === 'connected') return true;
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), withinMs);
    own.onconnectionstatechange = () => {
      if (!['connected', 'failed', 'closed'].includes(own.connectionState)) return;
      clearTimeout(timer);
      resolve(own.connectionState === 'connected');
    };
  });
}

type Stat = Record<string, number & string & Record<string, number>>;

async function stats(): Promise<Stat[]> {
  return [...(await opened().getStats()).values()] as Stat[];
}

function opened(): RTCPeerConnection {
  if (peer === undefined) throw new Error('no call is open');
  return peer;
}

function close(): void {
  for (const sender of peer?.getSenders() ?? []) sender.track?.stop();
  peer?.close();
  peer = undefined;
  document.body.replaceChildren();
}

const api = { open, offer, answer, accept, connected, stats, close };
globalThis.party = api;
