package sh.keyway.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One keep-alive connection that has one request under way at a time. */
final class LoadConnection {
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Requests requests;
  private final ResponseReader reader = new ResponseReader();
  private ByteBuffer out = ByteBuffer.allocate(0);
  private long sentAt;

  LoadConnection(int port, Requests requests, Selector selector) throws IOException {
    this.requests = requests;
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Sends the next request, as much of it as the socket takes now. */
  void send() throws IOException {
    out = requests.next();
    sentAt = System.nanoTime();
    flush();
  }

  /** Goes on sending after the socket was full. */
  void flush() throws IOException {
    channel.write(out);
    int wanted = SelectionKey.OP_READ | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0);
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  /**
   * Reads what has arrived.
   *
   * @param in scratch space, empty before and after
   * @return status of the response that is now complete, or 0 while it is not
   */
  int receive(ByteBuffer in) throws IOException {
    in.clear();
    if (channel.read(in) < 0) {
      throw new IOException("the server closed a connection");
    }
    in.flip();
    boolean complete = reader.read(in);
    if (in.hasRemaining()) {
      throw new IOException("the server sent more than was asked for");
    }
    return complete ? reader.status() : 0;
  }

  /** When the request under way was sent, {@link System#nanoTime}. */
  long sentAt() {
    return sentAt;
  }

  void close() throws IOException {
    channel.close();
  }
}
