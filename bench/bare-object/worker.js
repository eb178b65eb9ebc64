// The peer of messages.ts: a minimal Durable Object that stores each message before it acknowledges it. No
// checks, no order, no chain. workerd holds the answer back until the row is on the disk (its output gate),
// exactly as for the room server.
export class BareObject {
  constructor(state) {
    this.state = state;
    this.sql = state.storage.sql;
    this.sql.exec('CREATE TABLE IF NOT EXISTS message (n INTEGER PRIMARY KEY, envelope TEXT)');
  }

  fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.state.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(socket, text) {
    const { ref, envelope } = JSON.parse(text);
    this.sql.exec('INSERT INTO message (envelope) VALUES (?)', envelope);
    socket.send(JSON.stringify({ t: 'receipt', ref }));
  }

  webSocketClose(socket) {
    socket.close(1000, '');
  }
}

export default {
  fetch(request, env) {
    const name = new URL(request.url).pathname;
    if (name === '/') return new Response('ready');
    return env.objects.get(env.objects.idFromName(name)).fetch(request);
  }
};
